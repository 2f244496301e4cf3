// Reads whatever text as a configuration, with the files of memory_files.cpp.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "tests/fuzz/config_target.h"

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's name
extern "C" int LLVMFuzzerInitialize(int*, char***) {
  // The machine's list of authorities takes longer than everything else, and is not what is tried.
  ::setenv("SSL_CERT_FILE", "/dev/null", 1);
  ::setenv("SSL_CERT_DIR", "/dev/null", 1);
  return 0;
}

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  wardbridge::engine::fuzz::RunConfig({reinterpret_cast<const char*>(data), size});
  return 0;
}
