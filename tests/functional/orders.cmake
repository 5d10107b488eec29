suite_add_tests(orders KIND functional
  SOURCES orders/catalogue_test.cpp orders/list_test.cpp orders/orders_test.cpp orders/terms_test.cpp
  LIBS functional_support TIMEOUT 180)
