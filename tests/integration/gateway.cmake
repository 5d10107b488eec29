suite_add_tests(gateway KIND integration SOURCES gateway/repeats_test.cpp gateway/sessions_test.cpp LIBS gateway_sign_in suite::testing)
