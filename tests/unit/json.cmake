suite_add_tests(json KIND unit SOURCES json/strict_test.cpp LIBS suite::json nlohmann_json::nlohmann_json)
