suite_add_tests(audit KIND unit SOURCES ${CMAKE_CURRENT_SOURCE_DIR}/audit/chain_test.cpp LIBS suite::audit)
