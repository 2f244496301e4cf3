// Takes any bytes for a resource in XML, and for one in JSON.
#include <cstddef>
#include <cstdint>

#include "tests/fuzz/xml_target.h"

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  wardbridge::fhir::fuzz::RunXml({reinterpret_cast<const char*>(data), size});
  return 0;
}
