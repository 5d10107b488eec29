suite_add_tests(mutual_tls KIND functional SOURCES mutual_tls/suite_test.cpp
  LIBS functional_support crypto rpc proto TIMEOUT 180)
