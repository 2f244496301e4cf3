# Copies plugin/edge/store/connection.cpp with synchronous NORMAL in the place of FULL: what the product must never be. The
# control of the power cut needs a plugin that loses messages.
file(READ "${INPUT}" text)
foreach(change "synchronous = FULL|synchronous = NORMAL" "*synchronous != 2|*synchronous != 1")
  string(REPLACE "|" ";" change "${change}")
  list(GET change 0 old)
  list(GET change 1 new)
  string(FIND "${text}" "${old}" at)
  if(at EQUAL -1)
    message(FATAL_ERROR "${INPUT} does not hold '${old}': mend ${CMAKE_CURRENT_LIST_FILE}")
  endif()
  string(REPLACE "${old}" "${new}" text "${text}")
endforeach()
file(WRITE "${OUTPUT}" "${text}")
