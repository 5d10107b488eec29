suite_add_tests(suite_run KIND functional SOURCES suite_run/up_test.cpp suite_run/secret_files_test.cpp suite_run/services_test.cpp
  LIBS functional_support crypto process TIMEOUT 180)
