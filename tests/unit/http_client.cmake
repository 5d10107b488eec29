suite_add_tests(http_client KIND unit SOURCES http_client/retry_test.cpp LIBS suite::http_client)
