suite_add_tests(session_kill KIND fault SERIAL TIMEOUT 1200 SOURCES session_kill/kill_test.cpp
  LIBS functional_support http_client)
