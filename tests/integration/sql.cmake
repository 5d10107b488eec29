suite_add_tests(sql KIND integration TIMEOUT 120
  SOURCES sql/values_test.cpp sql/transactions_test.cpp sql/failures_test.cpp sql/migrations_test.cpp sql/query_alone_test.cpp
          sql/schools_apart_test.cpp
  LIBS suite::sql suite::testing)
