suite_add_tests(sign_in KIND functional
  SOURCES sign_in/bearer_test.cpp sign_in/independent_test.cpp sign_in/odd_provider.cpp sign_in/own_page_test.cpp
          sign_in/provider_process.cpp sign_in/provider_test.cpp
          sign_in/public_test.cpp sign_in/session_test.cpp sign_in/sign_in_test.cpp
  LIBS functional_support http http_client process TIMEOUT 180)
target_compile_definitions(functional_sign_in_tests PRIVATE
  SUITE_INDEPENDENT_PROVIDER="${CMAKE_CURRENT_SOURCE_DIR}/sign_in/independent/main.mjs"
  SUITE_ODD_PROVIDER="${CMAKE_CURRENT_SOURCE_DIR}/sign_in/odd_provider.mjs")
