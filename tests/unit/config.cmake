suite_add_tests(config KIND unit SOURCES ${CMAKE_CURRENT_SOURCE_DIR}/config/config_test.cpp LIBS suite::config)
