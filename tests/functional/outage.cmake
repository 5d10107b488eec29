suite_add_tests(outage KIND functional SOURCES outage/redis_test.cpp outage/services_test.cpp outage/roster_test.cpp
  LIBS functional_support TIMEOUT 180)
