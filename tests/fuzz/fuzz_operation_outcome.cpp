// Judges whatever a FHIR server may answer.
#include <cstddef>
#include <cstdint>

#include "tests/fuzz/answer_target.h"

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  wardbridge::channel::fuzz::RunAnswer({reinterpret_cast<const char*>(data), size});
  return 0;
}
