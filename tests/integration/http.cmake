suite_add_tests(http KIND integration SOURCES ${CMAKE_CURRENT_SOURCE_DIR}/http/server_test.cpp
  ${CMAKE_CURRENT_SOURCE_DIR}/http/server_limits_test.cpp LIBS suite::http suite::http_client)
