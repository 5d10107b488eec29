# The licence service and the real stand-in for Basispoort, over mutual TLS.
suite_add_tests(hosted_lika KIND integration TIMEOUT 300
  SOURCES hosted_lika/client_test.cpp hosted_lika/config_test.cpp hosted_lika/explain_test.cpp hosted_lika/failing_test.cpp hosted_lika/read_back_test.cpp hosted_lika/stand_in_test.cpp
          hosted_lika/users_test.cpp
  LIBS licence_compose licence_basispoort licence_adapters suite::outbox suite::roster_copy suite::testing nlohmann_json::nlohmann_json)
