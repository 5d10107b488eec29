suite_add_tests(licence KIND unit
  SOURCES licence/access_test.cpp licence/auto_link_test.cpp licence/auto_link_last_year_test.cpp licence/auto_link_property_test.cpp licence/auto_link_simulation_test.cpp
          licence/year_groups_test.cpp licence/check_entitlement_test.cpp licence/entitlement_test.cpp licence/licence_test.cpp licence/redis_mapping_test.cpp
  LIBS suite::licence_adapters autolink_sim)
