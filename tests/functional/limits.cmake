suite_add_tests(limits KIND functional SOURCES limits/limits_test.cpp limits/uploads_test.cpp limits/second_gateway.cpp
  LIBS functional_support process http_client TIMEOUT 180)
