# SPDX-License-Identifier: Apache-2.0
# licet_module(NAME engine DEPS base model LIBS SQLite::SQLite3)
#
# Makes from the folder src/<NAME> and its subfolders:
#   licet_<NAME>            the library, from every .cpp without one of the suffixes below
#   licet_<NAME>_test       one program from every *_test.cpp          (run by ctest)
#   licet_<NAME>_bench      one program from every *_bench.cpp         (LICET_BENCH, run by ./dev bench);
#                           its main() is that of base/bench
#   <file name>             one libFuzzer program per *_fuzz.cpp       (LICET_FUZZ, run by ./dev fuzz)
# TESTLIBS names what only the tests link. PCH names headers that most files of the module include: they are
# compiled once for all (not in fuzz builds, so that one build shows an #include that is missing).
# FUZZ_SOURCES, FUZZ_DEPS: link the fuzz programs with these files and modules instead of the whole module.
# The targets `benches` and `fuzzers` build all of their kind; `headers` compiles every header
# that has no .cpp of its own name alone (the others are compiled alone by being the first include of
# their .cpp, which tools/tidy.py checks).
add_custom_target(benches)
add_custom_target(fuzzers)
add_custom_target(headers)

function(licet_module)
  cmake_parse_arguments(ARG "" "NAME" "DEPS;LIBS;TESTLIBS;PCH;FUZZ_SOURCES;FUZZ_DEPS" ${ARGN})
  set(dir ${CMAKE_CURRENT_SOURCE_DIR})
  file(GLOB_RECURSE all CONFIGURE_DEPENDS ${dir}/*.cpp)
  set(tests ${all})
  list(FILTER tests INCLUDE REGEX "_test\\.cpp$")
  set(benches ${all})
  list(FILTER benches INCLUDE REGEX "_bench\\.cpp$")
  set(fuzzers ${all})
  list(FILTER fuzzers INCLUDE REGEX "_fuzz\\.cpp$")
  set(sources ${all})
  list(FILTER sources EXCLUDE REGEX "(_(test|bench|fuzz)|/main)\\.cpp$")

  file(GLOB_RECURSE lone_headers CONFIGURE_DEPENDS ${dir}/*.h)
  list(TRANSFORM sources REPLACE "\\.cpp$" ".h" OUTPUT_VARIABLE paired_headers)
  list(REMOVE_ITEM lone_headers ${paired_headers})

  set(target licet_${ARG_NAME})
  add_library(${target} STATIC ${sources})
  list(TRANSFORM ARG_DEPS PREPEND licet_ OUTPUT_VARIABLE deps)
  target_link_libraries(${target} PUBLIC licet_options ${deps} PRIVATE ${ARG_LIBS} fmt::fmt)

  list(TRANSFORM ARG_PCH PREPEND ${PROJECT_SOURCE_DIR}/src/ OUTPUT_VARIABLE precompiled)
  if(precompiled AND NOT LICET_FUZZ)
    target_precompile_headers(${target} PRIVATE ${precompiled})
  endif()

  list(FILTER lone_headers EXCLUDE REGEX "_test\\.h$|conformance[^/]*\\.h$")  # these need GoogleTest
  if(lone_headers)
    target_sources(${target} PUBLIC FILE_SET HEADERS BASE_DIRS ${PROJECT_SOURCE_DIR}/src
      FILES ${lone_headers})
    set_target_properties(${target} PROPERTIES VERIFY_INTERFACE_HEADER_SETS ON)
    # CMake makes the target of this name when it generates.
    add_dependencies(headers ${target}_verify_interface_header_sets)
  endif()

  if(LICET_TESTS AND tests)
    add_executable(${target}_test ${tests})
    target_link_libraries(${target}_test PRIVATE ${target} ${ARG_LIBS} ${ARG_TESTLIBS} fmt::fmt
      GTest::gtest GTest::gmock GTest::gtest_main ${RAPIDCHECK_LIBRARY})
    target_compile_definitions(${target}_test PRIVATE
      LICET_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
    if(precompiled AND NOT LICET_FUZZ)
      target_precompile_headers(${target}_test PRIVATE ${precompiled} <gmock/gmock.h>)
    endif()
    add_test(NAME ${ARG_NAME} COMMAND ${target}_test --gtest_brief=1)
  endif()
  if(LICET_BENCH AND benches)
    add_executable(${target}_bench ${benches})
    target_link_libraries(${target}_bench PRIVATE ${target} licet_bench_main ${ARG_LIBS} fmt::fmt)
    add_dependencies(benches ${target}_bench)
  endif()
  if(LICET_FUZZ)
    list(TRANSFORM ARG_FUZZ_DEPS PREPEND licet_ OUTPUT_VARIABLE fuzz_deps)
    foreach(source ${fuzzers})
      get_filename_component(name ${source} NAME_WE)
      add_executable(${name} ${source})
      if(ARG_FUZZ_SOURCES)
        target_sources(${name} PRIVATE ${ARG_FUZZ_SOURCES})
        target_link_libraries(${name} PRIVATE licet_options ${fuzz_deps} ${ARG_LIBS} fmt::fmt)
      else()
        target_link_libraries(${name} PRIVATE ${target} ${ARG_LIBS} fmt::fmt)
      endif()
      target_compile_options(${name} PRIVATE -fsanitize=fuzzer)
      target_link_options(${name} PRIVATE -fsanitize=fuzzer)
      add_dependencies(fuzzers ${name})
    endforeach()
  endif()
endfunction()
