# What the functional tests share: the suite as processes, and its REST surface.
suite_add_library(functional_support
  SOURCES support/api.cpp support/browser.cpp support/raw_http.cpp support/route_walk.cpp support/steps.cpp support/suite_fixture.cpp
  LIBS core gateway_core http http_client suite_runner testing nlohmann_json::nlohmann_json PRIVATE_LIBS crypto demo)
target_compile_definitions(functional_support PUBLIC SUITE_BIN_DIR="${CMAKE_RUNTIME_OUTPUT_DIRECTORY}"
  SUITE_SHARED_DIR="${CMAKE_SOURCE_DIR}/../shared")
foreach(program roster-sync licence pincode result-exchange gateway sleutelctl)
  if(TARGET ${program})
    add_dependencies(functional_support ${program})
  endif()
endforeach()
