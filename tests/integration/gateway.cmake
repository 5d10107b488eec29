suite_add_tests(gateway KIND integration
  SOURCES gateway/audit_writer_test.cpp gateway/clients_test.cpp gateway/known_addresses_test.cpp gateway/machines_test.cpp gateway/redis_counters_test.cpp
          gateway/repeats_test.cpp gateway/schools_apart_test.cpp gateway/sessions_test.cpp
  LIBS demo gateway_access gateway_audit gateway_clients gateway_core gateway_limits gateway_sign_in sleutelctl_core suite::testing
       nlohmann_json::nlohmann_json)
