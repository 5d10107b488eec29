suite_add_tests(repeats KIND functional SOURCES repeats/repeats_test.cpp LIBS functional_support crypto TIMEOUT 180)
