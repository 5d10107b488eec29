# What the functional tests share: the suite as processes, and its REST surface.
suite_add_library(functional_support SOURCES support/api.cpp support/suite_fixture.cpp
  LIBS core http_client suite_runner testing nlohmann_json::nlohmann_json PRIVATE_LIBS crypto)
target_compile_definitions(functional_support PUBLIC SUITE_BIN_DIR="${CMAKE_RUNTIME_OUTPUT_DIRECTORY}")
foreach(program roster-sync licence pincode result-exchange gateway sleutelctl)
  if(TARGET ${program})
    add_dependencies(functional_support ${program})
  endif()
endforeach()
