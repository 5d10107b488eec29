suite_add_tests(result_exchange KIND unit
  SOURCES result_exchange/access_test.cpp result_exchange/connection_test.cpp
          result_exchange/hand_in_test.cpp result_exchange/intake_test.cpp result_exchange/las_test.cpp
          result_exchange/submission_test.cpp
  LIBS result_exchange_app)
