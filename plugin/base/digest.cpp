#include "base/digest.h"

#include <array>
#include <cstddef>
#include <stdexcept>

#include <openssl/evp.h>

namespace wardbridge {
namespace {

// 7c9d8f0e-5c1b-5a57-9c6b-1b1f0f6e8a42, chosen once for Wardbridge.
constexpr std::array<unsigned char, 16> kNamespace = {
    0x7c, 0x9d, 0x8f, 0x0e, 0x5c, 0x1b, 0x5a, 0x57, 0x9c, 0x6b, 0x1b, 0x1f, 0x0f, 0x6e, 0x8a, 0x42};

std::string Digest(const EVP_MD* kind, std::string_view bytes) {
  std::string out(EVP_MAX_MD_SIZE, '\0');
  unsigned int size = 0;
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): OpenSSL speaks unsigned char.
  auto* to = reinterpret_cast<unsigned char*>(out.data());
  if (EVP_Digest(bytes.data(), bytes.size(), to, &size, kind, nullptr) != 1) {
    throw std::runtime_error("OpenSSL could not make a digest");
  }
  out.resize(size);
  return out;
}

}  // namespace

std::string Sha1(std::string_view bytes) { return Digest(EVP_sha1(), bytes); }

std::string Sha256(std::string_view bytes) { return Digest(EVP_sha256(), bytes); }

std::string Hex(std::string_view bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out;
  out.reserve(bytes.size() * 2);
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    out.push_back(kDigits[byte >> 4U]);
    out.push_back(kDigits[byte & 15U]);
  }
  return out;
}

std::string KeyOf(std::initializer_list<std::string_view> parts) {
  std::string joined;
  bool first = true;
  for (const std::string_view part : parts) {
    if (!first) joined.push_back('\x1f');
    joined.append(part);
    first = false;
  }
  return Hex(Sha256(joined));
}

std::string UuidText(std::string bytes, unsigned version) {
  bytes[6] = static_cast<char>((static_cast<unsigned char>(bytes[6]) & 0x0FU) | (version << 4U));
  bytes[8] = static_cast<char>((static_cast<unsigned char>(bytes[8]) & 0x3FU) | 0x80U);
  std::string text = Hex(bytes);
  for (const std::size_t hyphen : {8U, 13U, 18U, 23U}) text.insert(hyphen, 1, '-');
  return text;
}

std::string Uuid5(std::string_view name) {
  std::string input(kNamespace.begin(), kNamespace.end());
  input.append(name);
  return UuidText(Sha1(input).substr(0, 16), 5);
}

}  // namespace wardbridge
