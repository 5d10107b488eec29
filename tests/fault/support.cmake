# What the fault tests of the whole suite share.
suite_add_library(fault_support SOURCES support/sender.cpp support/stored_state.cpp
  LIBS functional_support core http_client sql PRIVATE_LIBS nlohmann_json::nlohmann_json)
