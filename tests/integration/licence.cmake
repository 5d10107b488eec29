# A source a line: several people add to this list at once.
suite_add_tests(licence KIND integration TIMEOUT 120
  SOURCES
    licence/cache_test.cpp
    licence/facts_test.cpp
    licence/licences_test.cpp
  LIBS licence_compose licence_adapters suite::roster_copy suite::testing)
