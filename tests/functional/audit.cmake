suite_add_tests(audit KIND functional SOURCES audit/log_test.cpp audit/changes_test.cpp LIBS functional_support audit
  TIMEOUT 180)
