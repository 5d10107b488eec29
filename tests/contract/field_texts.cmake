suite_add_tests(field_texts KIND contract SOURCES field_texts/field_texts_test.cpp field_texts/literals.cpp LIBS suite::gateway_core)
target_compile_definitions(contract_field_texts_tests PRIVATE SUITE_ROOT="${PROJECT_SOURCE_DIR}")
