// Reads whatever table there is.
#include <cstddef>
#include <cstdint>

#include "tests/fuzz/mapping_target.h"

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  wardbridge::mapping::fuzz::RunTable({reinterpret_cast<const char*>(data), size});
  return 0;
}
