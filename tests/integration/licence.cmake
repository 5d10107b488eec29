suite_add_tests(licence KIND integration TIMEOUT 120 SOURCES licence/auto_link_test.cpp licence/cache_test.cpp licence/rollover_test.cpp licence/licences_test.cpp
  LIBS licence_compose licence_adapters suite::roster_copy suite::testing)
