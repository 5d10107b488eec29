suite_add_tests(pages KIND functional SOURCES pages/lists_test.cpp pages/problems_test.cpp pages/traces_test.cpp
  LIBS functional_support TIMEOUT 180)
