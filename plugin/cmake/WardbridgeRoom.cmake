# wb_room(<room> [THREADS] SOURCES ... [USES rooms...] [LIBRARIES targets...] [TESTS files...] [CAMPAIGNS files...]
#         [TEST_LIBRARIES targets...])
#
# Adds the library of one room: target wardbridge_<room with _>, alias wardbridge::<last part of the room>.
#   THREADS         its tests run on more than one thread: target and label "threads", for ThreadSanitizer
#   SOURCES         .cpp files of the room, listed by hand
#   USES            the rooms of its row in docs/architecture.md, by alias without the prefix: base model hl7 ...
#   LIBRARIES       third-party targets whose home this room is (PRIVATE: nobody else sees them)
#   TESTS           test files under tests/<room>/; they become one Boost.Test binary, test_<room with _>
#   CAMPAIGNS       test files of thousands of random cases, which sanitizers make too slow: campaign_<room with _>, built as shipped too
#   TEST_LIBRARIES  what only the tests need
function(wb_room room)
  cmake_parse_arguments(ARG "THREADS" "" "SOURCES;USES;LIBRARIES;PUBLIC_LIBRARIES;TESTS;CAMPAIGNS;TEST_LIBRARIES" ${ARGN})
  string(REPLACE "/" "_" flat "${room}")
  string(REPLACE "-" "_" flat "${flat}")
  get_filename_component(name "${room}" NAME)
  set(target wardbridge_${flat})

  if(NOT ARG_SOURCES)  # a room whose owner has not moved in yet
    add_library(${target} INTERFACE)
    add_library(wardbridge::${name} ALIAS ${target})
    return()
  endif()
  add_library(${target} STATIC ${ARG_SOURCES})
  add_library(wardbridge::${name} ALIAS ${target})
  if(WARDBRIDGE_BULK)
    set_target_properties(${target} PROPERTIES UNITY_BUILD ON)
    # A coroutine's lambdas stand in a file that is included: GCC then thinks of a header.
    target_compile_options(${target} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-Wno-subobject-linkage>)
  endif()
  target_compile_features(${target} PUBLIC cxx_std_20)
  target_include_directories(${target} PUBLIC "${PROJECT_SOURCE_DIR}/plugin" "${PROJECT_SOURCE_DIR}")
  list(TRANSFORM ARG_USES PREPEND wardbridge::)
  target_link_libraries(${target}
    PUBLIC ${ARG_USES} ${ARG_PUBLIC_LIBRARIES} wardbridge_sanitizers
    PRIVATE wardbridge_warnings ${ARG_LIBRARIES})

  foreach(kind test campaign)
    if(kind STREQUAL "test")
      set(files ${ARG_TESTS})
      set(name ${room})
      set(wanted ${WARDBRIDGE_BUILD_UNIT_TESTS})
    else()
      set(files ${ARG_CAMPAIGNS})
      set(name ${room}/campaign)
      set(wanted ON)
    endif()
    if(NOT WARDBRIDGE_BUILD_TESTS OR NOT wanted OR NOT files)
      continue()
    endif()
    set(program ${kind}_${flat})
    list(TRANSFORM files PREPEND "${PROJECT_SOURCE_DIR}/tests/${room}/")
    list(APPEND files "${PROJECT_SOURCE_DIR}/tests/support/boost_main.cpp")
    add_executable(${program} ${files})
    target_compile_definitions(${program} PRIVATE BOOST_TEST_DYN_LINK
      WARDBRIDGE_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
    target_link_libraries(${program} PRIVATE ${target} ${ARG_TEST_LIBRARIES} ${ARG_LIBRARIES}
      Boost::unit_test_framework wardbridge_warnings wardbridge_tests)
    if(WARDBRIDGE_BULK)
      set_target_properties(${program} PROPERTIES UNITY_BUILD ON)
      list(FILTER files EXCLUDE REGEX "_test\\.cpp$")  # those open a suite first, which is a namespace; helpers have names of their own
      set_source_files_properties(${files} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
      target_compile_options(${program} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-Wno-subobject-linkage>)
    endif()
    add_test(NAME ${name} COMMAND ${program} --color_output=no)
    set(labels unit)
    if(ARG_THREADS)
      list(APPEND labels threads)
      add_dependencies(threads ${program})
    endif()
    set_tests_properties(${name} PROPERTIES LABELS "${labels}" TIMEOUT 600)
  endforeach()
endfunction()
