# The licence service's client for Basispoort against the real stand-in, over mutual TLS.
suite_add_tests(hosted_lika KIND integration SOURCES hosted_lika/client_test.cpp hosted_lika/stand_in_test.cpp
  LIBS licence_basispoort suite::testing nlohmann_json::nlohmann_json)
