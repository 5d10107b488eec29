# A source a line: several people add to this list at once.
suite_add_tests(licence KIND integration TIMEOUT 600
  SOURCES
    licence/as_of_test.cpp
    licence/auto_link_test.cpp
    licence/cache_test.cpp
    licence/catalogue_test.cpp
    licence/corrections_test.cpp
    licence/facts_test.cpp
    licence/four_answers_test.cpp
    licence/licences_test.cpp
    licence/link_property_test.cpp
    licence/link_years_test.cpp
    licence/links_test.cpp
    licence/list_test.cpp
    licence/model_test.cpp
    licence/orders_test.cpp
    licence/rollover_test.cpp
    licence/schools_apart_test.cpp
    licence/seat_guard_test.cpp
    licence/seats_test.cpp
    licence/terms_test.cpp
    licence/waiting_test.cpp
  LIBS licence_compose licence_adapters suite::roster_copy suite::testing)
