suite_add_tests(audit KIND integration TIMEOUT 120 SOURCES audit/log_test.cpp audit/tampering_test.cpp audit/term_test.cpp
  LIBS suite::audit suite::testing sleutelctl_core)
