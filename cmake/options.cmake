# SPDX-License-Identifier: Apache-2.0
# CMake would choose -O3, which makes larger programs and slower builds.
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -DNDEBUG")

# Compiler settings every target shares, as the interface target licet_options.
add_library(licet_options INTERFACE)
target_include_directories(licet_options INTERFACE ${PROJECT_SOURCE_DIR}/src)
target_compile_options(licet_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wnon-virtual-dtor -Wno-missing-field-initializers -Werror
  -fno-omit-frame-pointer -fstack-protector-strong)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # g++ 12 reports these inside the standard library's own inlined code at -O2.
  target_compile_options(licet_options INTERFACE -Wno-restrict -Wno-maybe-uninitialized
    -Wno-stringop-overflow -Wno-array-bounds -Wno-stringop-overread -Wno-dangling-pointer)
endif()
target_compile_definitions(licet_options INTERFACE
  LICET_VERSION="${PROJECT_VERSION}"
  $<$<NOT:$<CONFIG:Debug>>:_FORTIFY_SOURCE=2>)

set(LICET_SANITIZE "" CACHE STRING "Sanitizers to build with: 'address,undefined' or 'thread'")
if(LICET_SANITIZE)
  target_compile_options(licet_options INTERFACE -fsanitize=${LICET_SANITIZE}
    -fno-sanitize-recover=all -D_GLIBCXX_ASSERTIONS -U_FORTIFY_SOURCE)
  target_link_options(licet_options INTERFACE -fsanitize=${LICET_SANITIZE})
endif()

find_program(MOLD mold)
if(MOLD)
  target_link_options(licet_options INTERFACE -fuse-ld=mold)
endif()
find_program(CCACHE ccache)
if(CCACHE)
  # Without these ccache would not serve files that use a precompiled header.
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env
    CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime ${CCACHE})
endif()
