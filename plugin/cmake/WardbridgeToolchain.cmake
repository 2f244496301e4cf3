# Warnings, sanitizers and output folders as two INTERFACE targets and a few defaults; no global flags.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_C_STANDARD 99)
set(CMAKE_C_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_CXX_VISIBILITY_PRESET hidden)
set(CMAKE_VISIBILITY_INLINES_HIDDEN ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/bin")
set(CMAKE_LIBRARY_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/lib")
set(CMAKE_ARCHIVE_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/lib")

# Linking is memory-hungry: one at a time.
set_property(GLOBAL APPEND PROPERTY JOB_POOLS wardbridge_link=1)
set(CMAKE_JOB_POOL_LINK wardbridge_link)

find_program(WARDBRIDGE_CCACHE ccache)
if(WARDBRIDGE_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_C_COMPILER_LAUNCHER "${WARDBRIDGE_CCACHE}")
  set(CMAKE_CXX_COMPILER_LAUNCHER "${WARDBRIDGE_CCACHE}")
endif()

add_library(wardbridge_warnings INTERFACE)
target_compile_options(wardbridge_warnings INTERFACE
  -Wall -Wextra -Wpedantic $<$<COMPILE_LANGUAGE:CXX>:-Wnon-virtual-dtor -Woverloaded-virtual>
  $<$<BOOL:${WARDBRIDGE_WERROR}>:-Werror>)

add_library(wardbridge_sanitizers INTERFACE)
if(WARDBRIDGE_SANITIZE)
  target_compile_options(wardbridge_sanitizers INTERFACE
    -fsanitize=${WARDBRIDGE_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(wardbridge_sanitizers INTERFACE -fsanitize=${WARDBRIDGE_SANITIZE})
  if(WARDBRIDGE_SANITIZE MATCHES "thread")
    # TSan cannot see fences; Asio has a spelling without them.
    target_compile_definitions(wardbridge_sanitizers INTERFACE BOOST_ASIO_DISABLE_FENCED_BLOCK)
    target_compile_options(wardbridge_sanitizers INTERFACE -Wno-tsan)
  endif()
endif()

# The sources of tests, linked last: without UBSan, which is a third of the time that Boost.Test's expressions take to
# compile. An inline function of a product header may then be without it in a unit test, because the linker keeps one
# copy; in the programs that the flows run it is not. AddressSanitizer and ThreadSanitizer stay.
add_library(wardbridge_tests INTERFACE)
if(WARDBRIDGE_SANITIZE MATCHES "undefined")
  target_compile_options(wardbridge_tests INTERFACE -fno-sanitize=undefined)
endif()
