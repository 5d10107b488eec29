suite_add_tests(basispoort_icons KIND functional TIMEOUT 600 SOURCES basispoort_icons/icons_test.cpp LIBS functional_support)
