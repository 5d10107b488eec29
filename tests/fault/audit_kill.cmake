suite_add_tests(audit_kill KIND fault SERIAL TIMEOUT 1200 SOURCES audit_kill/kill_test.cpp
  LIBS functional_support audit http_client)
