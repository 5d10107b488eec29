suite_add_tests(pincode KIND unit
  SOURCES pincode/access_test.cpp pincode/list_group_pincodes_test.cpp pincode/pincode_test.cpp
  LIBS pincode_app)
