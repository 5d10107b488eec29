suite_add_tests(known_addresses KIND functional
  SOURCES known_addresses/addresses_test.cpp limits/second_gateway.cpp
  LIBS functional_support process TIMEOUT 180)
