suite_add_tests(gateway KIND unit
  SOURCES ${CMAKE_CURRENT_SOURCE_DIR}/gateway/problem_test.cpp gateway/answer_test.cpp gateway/field_texts_test.cpp gateway/headers_test.cpp gateway/next_page_test.cpp
          gateway/problem_pages_test.cpp gateway/problem_parts_test.cpp gateway/routes_test.cpp
          gateway/assertion_test.cpp gateway/client_test.cpp gateway/client_gate_test.cpp
          ${CMAKE_CURRENT_SOURCE_DIR}/gateway/token_endpoint_test.cpp
          gateway/address_range_test.cpp gateway/known_address_test.cpp gateway/known_addresses_test.cpp
          gateway/start_address_test.cpp gateway/start_test.cpp gateway/url_template_test.cpp
          gateway/admission_test.cpp gateway/audit_texts_test.cpp gateway/client_address_test.cpp gateway/config_test.cpp gateway/limits_test.cpp gateway/own_page_test.cpp
          gateway/provider_test.cpp gateway/rate_limiter_test.cpp gateway/repeats_test.cpp gateway/sessions_test.cpp gateway/sign_in_test.cpp
          gateway/shown_persons_test.cpp gateway/sliding_window_test.cpp gateway/timeline_test.cpp gateway/view_notes_test.cpp
  LIBS suite::gateway_compose suite::gateway_core suite::proto suite::testing nlohmann_json::nlohmann_json PkgConfig::CJOSE)
