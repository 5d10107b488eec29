suite_add_tests(outbox KIND integration TIMEOUT 120 SOURCES outbox/dispatch_test.cpp outbox/many_dispatchers_test.cpp outbox/once_test.cpp
  LIBS suite::outbox suite::testing)
