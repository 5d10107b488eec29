suite_add_tests(sql KIND unit SOURCES sql/error_map_test.cpp sql/postgres_url_test.cpp LIBS sql)
