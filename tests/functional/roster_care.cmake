suite_add_tests(roster_care KIND functional
  SOURCES roster_care/deliveries_test.cpp roster_care/locations_test.cpp roster_care/reconcile_test.cpp roster_care/removals_test.cpp LIBS functional_support)
