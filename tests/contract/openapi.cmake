suite_add_tests(openapi KIND contract
  SOURCES ${CMAKE_CURRENT_SOURCE_DIR}/openapi/operations_test.cpp ${CMAKE_CURRENT_SOURCE_DIR}/openapi/schemas_test.cpp
          ${CMAKE_CURRENT_SOURCE_DIR}/openapi/examples_test.cpp ${CMAKE_CURRENT_SOURCE_DIR}/openapi/contract.cpp
  LIBS suite::gateway_core suite::proto suite::proto_json PkgConfig::YAML_CPP)
target_compile_definitions(contract_openapi_tests PRIVATE SUITE_OPENAPI_FILE="${CMAKE_SOURCE_DIR}/openapi.yaml")
