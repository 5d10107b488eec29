suite_add_tests(http_strangers KIND fault SERIAL TIMEOUT 300
  SOURCES ${CMAKE_CURRENT_SOURCE_DIR}/http_strangers/strangers_test.cpp LIBS suite::http)
