suite_add_tests(layers KIND contract SOURCES layers/layers_test.cpp)
target_compile_definitions(contract_layers_tests PRIVATE SUITE_ROOT="${PROJECT_SOURCE_DIR}")
