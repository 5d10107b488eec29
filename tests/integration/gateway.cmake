suite_add_tests(gateway KIND integration
  SOURCES gateway/audit_writer_test.cpp gateway/redis_counters_test.cpp gateway/repeats_test.cpp gateway/sessions_test.cpp
  LIBS gateway_audit gateway_limits gateway_sign_in suite::testing)
