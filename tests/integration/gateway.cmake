suite_add_tests(gateway KIND integration SOURCES gateway/sessions_test.cpp LIBS gateway_sign_in suite::testing)
