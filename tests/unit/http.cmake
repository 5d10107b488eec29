suite_add_tests(http KIND unit SOURCES ${CMAKE_CURRENT_SOURCE_DIR}/http/path_test.cpp
  ${CMAKE_CURRENT_SOURCE_DIR}/http/request_reader_test.cpp LIBS suite::http)
