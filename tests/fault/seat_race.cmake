suite_add_tests(seat_race KIND fault SERIAL TIMEOUT 3600 SOURCES seat_race/race_test.cpp seat_race/coordinators.cpp
  LIBS functional_support http_client)
