suite_add_tests(pincode KIND integration TIMEOUT 120 SOURCES pincode/codes_test.cpp pincode/list_test.cpp
          pincode/schools_apart_test.cpp
  LIBS pincode_compose suite::testing)
