suite_add_tests(rpc KIND integration SOURCES rpc/mutual_tls_test.cpp LIBS suite::crypto suite::proto suite::rpc suite::testing)
