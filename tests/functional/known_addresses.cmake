suite_add_tests(known_addresses KIND functional
  SOURCES known_addresses/addresses_test.cpp known_addresses/start_test.cpp limits/second_gateway.cpp
  LIBS functional_support http http_client process TIMEOUT 180)
