suite_add_tests(seats KIND functional SOURCES seats/corrections_test.cpp seats/manual_test.cpp LIBS functional_support)
