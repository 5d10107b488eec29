suite_add_tests(roster_sync KIND unit
  SOURCES roster_sync/apply_test.cpp roster_sync/basispoort_answers_test.cpp roster_sync/basispoort_records_test.cpp roster_sync/diff_groups_test.cpp
          roster_sync/diff_persons_test.cpp roster_sync/diff_property_test.cpp roster_sync/edexml_test.cpp
          roster_sync/as_of_test.cpp roster_sync/edexml_rules_test.cpp roster_sync/guard_test.cpp roster_sync/joins_test.cpp roster_sync/moved_test.cpp roster_sync/moves_test.cpp
          roster_sync/removal_test.cpp roster_sync/sign_in_test.cpp roster_sync/xml_shape_test.cpp
  LIBS suite::roster_sync_app suite::roster_sync_domain suite::roster_sync_parsing nlohmann_json::nlohmann_json)
# Files of third parties that are not in this repository; the tests that read them say so when they are absent.
target_compile_definitions(unit_roster_sync_tests PRIVATE SUITE_SHARED_DIR="${CMAKE_SOURCE_DIR}/../shared")
