suite_add_tests(access KIND functional
  SOURCES access/expectations.cpp access/matrix.cpp access/matrix_test.cpp access/rpcs.cpp access/services_test.cpp
          access/strangers_test.cpp access/teacher_test.cpp access/world.cpp access/world_gone.cpp
          access/world_roster.cpp
  LIBS functional_support crypto rpc proto PkgConfig::YAML_CPP TIMEOUT 300)
target_compile_definitions(functional_access_tests PRIVATE SUITE_OPENAPI_FILE="${CMAKE_SOURCE_DIR}/openapi.yaml"
  SUITE_PROTO_DIR="${CMAKE_SOURCE_DIR}/proto")
