suite_add_tests(links KIND functional
  SOURCES links/groups_test.cpp links/history_test.cpp links/pupils_test.cpp links/school.cpp
  LIBS functional_support TIMEOUT 180)
