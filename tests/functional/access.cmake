suite_add_tests(access KIND functional SOURCES access/matrix_test.cpp access/strangers_test.cpp
  LIBS functional_support TIMEOUT 180)
