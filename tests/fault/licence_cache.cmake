suite_add_tests(licence_cache KIND fault SERIAL TIMEOUT 3600 SOURCES licence_cache/race_test.cpp
  LIBS licence_adapters suite::outbox suite::roster_copy suite::testing)
