suite_add_tests(suite KIND unit SOURCES suite/data_dir_test.cpp suite/roster_test.cpp suite/token_test.cpp
  LIBS suite_runner sleutelctl_core demo crypto testing nlohmann_json::nlohmann_json)
