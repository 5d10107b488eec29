suite_add_tests(gateway KIND integration SOURCES gateway/clients_test.cpp gateway/machines_test.cpp gateway/sessions_test.cpp
  LIBS demo gateway_clients gateway_core gateway_sign_in sleutelctl_core suite::testing nlohmann_json::nlohmann_json)
