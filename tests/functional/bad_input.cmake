suite_add_tests(bad_input KIND functional
  SOURCES bad_input/body_test.cpp bad_input/language_test.cpp bad_input/request_test.cpp bad_input/roster_test.cpp
  LIBS functional_support compress TIMEOUT 180)
