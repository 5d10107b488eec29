# A source a line: several people add to this list at once.
suite_add_tests(licence KIND unit
  SOURCES
    licence/access_test.cpp
    licence/auto_link_last_year_test.cpp
    licence/auto_link_property_test.cpp
    licence/auto_link_test.cpp
    licence/check_entitlement_test.cpp
    licence/decision_properties_test.cpp
    licence/entitlement_test.cpp
    licence/explanation_test.cpp
    licence/licence_test.cpp
    licence/memory_mapping_test.cpp
    licence/redis_mapping_test.cpp
    licence/year_groups_test.cpp
    licence/catalogue_test.cpp
    licence/licence_list_test.cpp
    licence/term_test.cpp
    licence/history_test.cpp
    licence/links_test.cpp
    licence/correction_test.cpp
    licence/seats_test.cpp
    licence/auto_link_simulation_test.cpp
  LIBS suite::licence_adapters autolink_sim)
