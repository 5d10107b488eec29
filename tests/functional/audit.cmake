suite_add_tests(audit KIND functional
  SOURCES audit/change_walk.cpp audit/changes_test.cpp audit/every_change_test.cpp audit/log_test.cpp
  LIBS functional_support audit TIMEOUT 180)
