suite_add_tests(entitlements KIND functional
  SOURCES
    entitlements/explanation_test.cpp
    entitlements/many_test.cpp
  LIBS functional_support)
