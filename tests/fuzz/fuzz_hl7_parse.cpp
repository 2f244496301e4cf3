// Splits, parses, walks, dates, answers and merges whatever bytes there are.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "tests/fuzz/hl7_target.h"

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  wardbridge::hl7::fuzz::RunHl7({reinterpret_cast<const char*>(data), size});
  return 0;
}
