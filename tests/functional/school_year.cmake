suite_add_tests(school_year KIND functional SOURCES school_year/edexml_year_test.cpp LIBS functional_support TIMEOUT 180)
