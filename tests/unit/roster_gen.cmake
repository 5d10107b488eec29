suite_add_tests(roster_gen KIND unit
  SOURCES roster_gen/generator_test.cpp roster_gen/delta_test.cpp roster_gen/duo_test.cpp roster_gen/output_test.cpp
  LIBS roster_gen compress core nlohmann_json::nlohmann_json)
