suite_add_tests(outbox KIND unit SOURCES ${CMAKE_CURRENT_SOURCE_DIR}/outbox/retry_test.cpp LIBS suite::outbox)
