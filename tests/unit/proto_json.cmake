suite_add_tests(proto_json KIND unit
  SOURCES ${CMAKE_CURRENT_SOURCE_DIR}/proto_json/reader_test.cpp ${CMAKE_CURRENT_SOURCE_DIR}/proto_json/writer_test.cpp
          ${CMAKE_CURRENT_SOURCE_DIR}/proto_json/parameter_test.cpp
  LIBS suite::proto_json suite::proto)
