suite_add_tests(licence_basispoort KIND unit SOURCES licence/basispoort_users_test.cpp licence/visibility_test.cpp
  LIBS suite::licence_domain)
