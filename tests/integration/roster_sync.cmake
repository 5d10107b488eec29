suite_add_tests(roster_sync KIND integration TIMEOUT 120
  SOURCES roster_sync/batches_test.cpp roster_sync/imports_at_once_test.cpp roster_sync/dry_run_test.cpp roster_sync/failed_school_test.cpp roster_sync/feed_limits_test.cpp roster_sync/feed_test.cpp roster_sync/gauges_test.cpp roster_sync/history_test.cpp roster_sync/lists_test.cpp
          roster_sync/many_schools_test.cpp roster_sync/no_consent_test.cpp roster_sync/rejections_csv_test.cpp
          roster_sync/schools_apart_test.cpp
          roster_sync/care_test.cpp roster_sync/reconcile_test.cpp roster_sync/removals_test.cpp roster_sync/sign_in_test.cpp
  LIBS roster_sync_compose roster_sync_adapters suite::proto suite::rpc suite::roster_copy suite::testing)
