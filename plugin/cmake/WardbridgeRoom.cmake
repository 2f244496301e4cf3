# wb_room(<room> SOURCES ... [USES rooms...] [LIBRARIES targets...] [TESTS files...] [TEST_LIBRARIES targets...])
#
# Adds the library of one room: target wardbridge_<room with _>, alias wardbridge::<last part of the room>.
#   SOURCES         .cpp files of the room, listed by hand
#   ONE_BY_ONE      its sources never share a translation unit (names of one file hide those of another)
#   USES            the rooms of its row in docs/architecture.md, by alias without the prefix: base model hl7 ...
#   LIBRARIES       third-party targets whose home this room is (PRIVATE: nobody else sees them)
#   TESTS           test files under tests/<room>/; they become one Boost.Test binary, test_<room with _>
#   TEST_LIBRARIES  what only the tests need
function(wb_room room)
  cmake_parse_arguments(ARG "ONE_BY_ONE" "" "SOURCES;USES;LIBRARIES;PUBLIC_LIBRARIES;TESTS;TEST_LIBRARIES" ${ARGN})
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
  if(WARDBRIDGE_BULK AND NOT ARG_ONE_BY_ONE)
    set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 8)
    # A coroutine's lambdas stand in a file that is included: GCC then thinks of a header.
    target_compile_options(${target} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-Wno-subobject-linkage>)
  endif()
  target_compile_features(${target} PUBLIC cxx_std_20)
  target_include_directories(${target} PUBLIC "${PROJECT_SOURCE_DIR}/plugin" "${PROJECT_SOURCE_DIR}")
  list(TRANSFORM ARG_USES PREPEND wardbridge::)
  target_link_libraries(${target}
    PUBLIC ${ARG_USES} ${ARG_PUBLIC_LIBRARIES} wardbridge_sanitizers
    PRIVATE wardbridge_warnings ${ARG_LIBRARIES})

  if(WARDBRIDGE_BUILD_TESTS AND WARDBRIDGE_BUILD_UNIT_TESTS AND ARG_TESTS)
    list(TRANSFORM ARG_TESTS PREPEND "${PROJECT_SOURCE_DIR}/tests/${room}/" OUTPUT_VARIABLE tests)
    add_executable(test_${flat} ${tests} "${PROJECT_SOURCE_DIR}/tests/support/boost_main.cpp")
    target_compile_definitions(test_${flat} PRIVATE BOOST_TEST_DYN_LINK
      WARDBRIDGE_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
    target_link_libraries(test_${flat} PRIVATE ${target} ${ARG_TEST_LIBRARIES} ${ARG_LIBRARIES}
      Boost::unit_test_framework wardbridge_warnings wardbridge_tests)
    add_test(NAME ${room} COMMAND test_${flat} --color_output=no)
    set_tests_properties(${room} PROPERTIES LABELS "unit" TIMEOUT 600)
  endif()
endfunction()
