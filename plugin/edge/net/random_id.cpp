#include "edge/net/random_id.h"

#include <array>
#include <random>

#include <openssl/rand.h>

#include "base/digest.h"

namespace wardbridge::net {
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
  const Bytes bytes = RandomBytes();
  return UuidText(std::string(bytes.begin(), bytes.end()), 4);
}

}  // namespace wardbridge::net
