# The shapes of target in this repository.

# suite_add_library(NAME SOURCES a.cpp ... LIBS public_lib ... PRIVATE_LIBS lib ...): a library, ALIAS suite::NAME.
# Third-party libraries belong in PRIVATE_LIBS, since only the wrapper's .cpp may see their headers.
function(suite_add_library name)
  cmake_parse_arguments(arg "" "" "SOURCES;LIBS;PRIVATE_LIBS" ${ARGN})
  add_library(${name} STATIC ${arg_SOURCES})
  add_library(suite::${name} ALIAS ${name})
  target_link_libraries(${name} PUBLIC ${arg_LIBS} PRIVATE suite_options ${arg_PRIVATE_LIBS})
endfunction()

# suite_add_program(NAME SOURCES ... LIBS ...): an executable in build/<preset>/bin.
function(suite_add_program name)
  cmake_parse_arguments(arg "" "" "SOURCES;LIBS" ${ARGN})
  add_executable(${name} ${arg_SOURCES})
  target_link_libraries(${name} PRIVATE suite_options ${arg_LIBS})
endfunction()

# suite_add_tests(NAME KIND unit|integration|functional|contract|fault SOURCES ... LIBS ... TIMEOUT seconds): one Catch2
# binary; every TEST_CASE is a ctest test "KIND/NAME: case" with label KIND.
if(SUITE_TESTS)
  include(Catch)
endif()
function(suite_add_tests name)
  cmake_parse_arguments(arg "SERIAL" "KIND;TIMEOUT" "SOURCES;LIBS" ${ARGN})
  if(NOT arg_TIMEOUT)
    set(arg_TIMEOUT 60)
  endif()
  set(target ${arg_KIND}_${name}_tests)
  add_executable(${target} ${arg_SOURCES})
  target_link_libraries(${target} PRIVATE suite_options ${arg_LIBS} Catch2::Catch2WithMain)
  set(serial)
  if(arg_SERIAL)
    set(serial RUN_SERIAL TRUE)
  endif()
  # NoTests: a name with ";" is two in CMake, and neither half would run anything and yet pass.
  catch_discover_tests(${target} TEST_PREFIX "${arg_KIND}/${name}: " EXTRA_ARGS --warn NoTests
    PROPERTIES LABELS ${arg_KIND} TIMEOUT ${arg_TIMEOUT} ${serial})
endfunction()
