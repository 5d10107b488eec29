# The one place for language level, warnings and sanitizers. Every own target links suite_options PRIVATE.
option(SUITE_WERROR "Warnings are errors" OFF)
set(SUITE_SANITIZE "" CACHE STRING "Sanitizers, for example address,undefined")

set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE OFF)
# -O2: -O3 gives GCC 12 false -Wrestrict reports on std::string.
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -DNDEBUG")
# -g1: line numbers in sanitizer reports and backtraces at a third of -g's link time.
set(CMAKE_CXX_FLAGS_DEBUG "-O1 -g1 -fno-omit-frame-pointer")

find_program(SUITE_CCACHE ccache)
if(SUITE_CCACHE)
  # Paths relative to the checkout, so that a fresh clone finds what another one compiled.
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${PROJECT_SOURCE_DIR} CCACHE_NOHASHDIR=1 ${SUITE_CCACHE})
endif()

add_library(suite_options INTERFACE)
target_include_directories(suite_options INTERFACE ${PROJECT_SOURCE_DIR}/libs ${PROJECT_SOURCE_DIR})
target_compile_options(suite_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Wold-style-cast -Wcast-align -Woverloaded-virtual
  -Wconversion -Wsign-conversion -Wdouble-promotion -Wformat=2 -Wimplicit-fallthrough
  -Wmisleading-indentation -Wduplicated-cond -Wlogical-op -Wsuggest-override
  # Designated initializers name what differs from the defaults: that is their point.
  -Wno-missing-field-initializers
  # GCC 12 reports these falsely at -O2 on std::string and std::vector; sanitizers find the real ones.
  -Wno-restrict)
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  target_compile_options(suite_options INTERFACE -Wno-unknown-warning-option) # some of the above are GCC's own
endif()
if(SUITE_WERROR)
  target_compile_options(suite_options INTERFACE -Werror)
endif()
if(SUITE_SANITIZE)
  # Everything is linked with the sanitizer's runtime, also the generated code, hence globally.
  add_compile_options(-fsanitize=${SUITE_SANITIZE} -fno-sanitize-recover=undefined)
  add_link_options(-fsanitize=${SUITE_SANITIZE})
endif()
find_program(SUITE_MOLD mold)
if(SUITE_MOLD)
  add_link_options(-fuse-ld=mold) # links a service in under a second instead of four
endif()
