suite_add_tests(licence KIND integration TIMEOUT 120 SOURCES licence/cache_test.cpp licence/licences_test.cpp licence/link_property_test.cpp licence/links_test.cpp
  LIBS licence_compose licence_adapters suite::roster_copy suite::testing)
