suite_add_tests(machines KIND functional SOURCES machines/gateways.cpp machines/helpdesk_test.cpp machines/keys_test.cpp
          machines/secrets_test.cpp
  LIBS functional_support crypto http_client process sql PkgConfig::CJOSE TIMEOUT 180)
