suite_add_tests(auto_link KIND functional SOURCES auto_link/auto_link_test.cpp LIBS functional_support)
