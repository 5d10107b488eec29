# The real client against the real stand-in, over mutual TLS.
suite_add_tests(basispoort KIND integration
  SOURCES basispoort/config_test.cpp basispoort/consent_test.cpp basispoort/faults_test.cpp basispoort/routes_test.cpp
          basispoort/schools_test.cpp basispoort/tls_test.cpp
  LIBS roster_sync_compose roster_sync_basispoort suite::testing roster_gen nlohmann_json::nlohmann_json)
