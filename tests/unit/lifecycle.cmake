suite_add_tests(lifecycle KIND unit SOURCES ${CMAKE_CURRENT_SOURCE_DIR}/lifecycle/background_test.cpp LIBS suite::lifecycle)
