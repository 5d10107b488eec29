suite_add_tests(gateway KIND unit
  SOURCES ${CMAKE_CURRENT_SOURCE_DIR}/gateway/problem_test.cpp gateway/headers_test.cpp gateway/next_page_test.cpp gateway/problem_parts_test.cpp gateway/routes_test.cpp ${CMAKE_CURRENT_SOURCE_DIR}/gateway/clients_test.cpp
          ${CMAKE_CURRENT_SOURCE_DIR}/gateway/token_endpoint_test.cpp
          gateway/own_page_test.cpp gateway/provider_test.cpp gateway/sessions_test.cpp gateway/sign_in_test.cpp
  LIBS suite::gateway_core suite::proto suite::testing nlohmann_json::nlohmann_json PkgConfig::CJOSE)
