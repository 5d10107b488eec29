suite_add_tests(compress KIND unit SOURCES ${CMAKE_CURRENT_SOURCE_DIR}/compress/gzip_test.cpp LIBS suite::compress)
