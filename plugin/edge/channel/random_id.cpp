#include "edge/channel/random_id.h"

#include <array>
#include <cstddef>
#include <random>

#include <openssl/rand.h>

#include "base/digest.h"

namespace wardbridge::channel {
namespace {

using Bytes = std::array<unsigned char, 16>;

Bytes RandomBytes() {
  Bytes bytes{};
  if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) == 1) return bytes;
  std::random_device device;  // OpenSSL has no entropy: an id must only be another one
  for (unsigned char& byte : bytes) byte = static_cast<unsigned char>(device());
  return bytes;
}

}  // namespace

std::string RandomUuid() {
  Bytes bytes = RandomBytes();
  bytes[6] = static_cast<unsigned char>((bytes[6] & 0x0FU) | 0x40U);
  bytes[8] = static_cast<unsigned char>((bytes[8] & 0x3FU) | 0x80U);
  std::string text = Hex(std::string(bytes.begin(), bytes.end()));
  for (const std::size_t hyphen : {8U, 13U, 18U, 23U}) text.insert(hyphen, 1, '-');
  return text;
}

}  // namespace wardbridge::channel
