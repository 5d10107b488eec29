suite_add_tests(core KIND unit
  SOURCES ${CMAKE_CURRENT_SOURCE_DIR}/core/id_test.cpp ${CMAKE_CURRENT_SOURCE_DIR}/core/ip_address_test.cpp
          ${CMAKE_CURRENT_SOURCE_DIR}/core/time_test.cpp
          ${CMAKE_CURRENT_SOURCE_DIR}/core/text_test.cpp ${CMAKE_CURRENT_SOURCE_DIR}/core/paging_test.cpp
          ${CMAKE_CURRENT_SOURCE_DIR}/core/retry_test.cpp
  LIBS suite::core)
