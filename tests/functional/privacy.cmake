suite_add_tests(privacy KIND functional SOURCES privacy/canary_test.cpp privacy/care_flows.cpp privacy/flows.cpp privacy/search.cpp
  LIBS functional_support process redis SQLite::SQLite3 TIMEOUT 300)
