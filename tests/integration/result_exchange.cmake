suite_add_tests(result_exchange KIND integration TIMEOUT 120
  SOURCES result_exchange/support.cpp result_exchange/connections_test.cpp result_exchange/intake_test.cpp
          result_exchange/parallel_test.cpp result_exchange/pull_test.cpp result_exchange/start_test.cpp
          result_exchange/schools_apart_test.cpp
  LIBS result_exchange_compose result_exchange_adapters suite::testing)
