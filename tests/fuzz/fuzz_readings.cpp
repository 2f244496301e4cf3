// Takes any bytes for what a source of readings brings.
#include <cstddef>
#include <cstdint>

#include "tests/fuzz/readings_target.h"

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  wardbridge::discharge::fuzz::RunReadings({reinterpret_cast<const char*>(data), size});
  return 0;
}
