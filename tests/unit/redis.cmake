suite_add_tests(redis KIND unit SOURCES redis/address_test.cpp LIBS suite::redis)
