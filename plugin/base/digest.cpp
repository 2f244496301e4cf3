#include "base/digest.h"

#include <array>
#include <cstddef>
#include <memory>
#include <stdexcept>

#include <openssl/evp.h>

namespace wardbridge {
namespace {

// 7c9d8f0e-5c1b-5a57-9c6b-1b1f0f6e8a42, chosen once for Wardbridge.
constexpr std::array<unsigned char, 16> kNamespace = {
    0x7c, 0x9d, 0x8f, 0x0e, 0x5c, 0x1b, 0x5a, 0x57, 0x9c, 0x6b, 0x1b, 0x1f, 0x0f, 0x6e, 0x8a, 0x42};

// Looked up once: every lookup by name costs more than the digest of a short text.
const EVP_MD* Known(const char* name) {
  EVP_MD* const kind = EVP_MD_fetch(nullptr, name, nullptr);
  if (kind == nullptr) throw std::runtime_error("OpenSSL has no such digest");
  return kind;
}

struct FreeContext {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

std::string Digest(const EVP_MD* kind, std::string_view first, std::string_view second = {}) {
  static thread_local const std::unique_ptr<EVP_MD_CTX, FreeContext> kContext(EVP_MD_CTX_new());
  std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
  unsigned int size = 0;
  if (!kContext || EVP_DigestInit_ex2(kContext.get(), kind, nullptr) != 1 ||
      EVP_DigestUpdate(kContext.get(), first.data(), first.size()) != 1 ||
      EVP_DigestUpdate(kContext.get(), second.data(), second.size()) != 1 ||
      EVP_DigestFinal_ex(kContext.get(), bytes.data(), &size) != 1) {
    throw std::runtime_error("OpenSSL could not make a digest");
  }
  return {bytes.begin(), bytes.begin() + size};
}

std::string Sha1(std::string_view first, std::string_view second) {
  static const EVP_MD* const kSha1 = Known("SHA1");
  return Digest(kSha1, first, second);
}

// The two hexadecimal digits of each byte from `to` on; what is behind them.
char* WriteHex(std::string_view bytes, char* to) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    *to++ = kDigits[byte >> 4U];
    *to++ = kDigits[byte & 15U];
  }
  return to;
}

}  // namespace

std::string Sha1(std::string_view bytes) { return Sha1(bytes, {}); }

std::string Sha256(std::string_view bytes) {
  static const EVP_MD* const kSha256 = Known("SHA256");
  return Digest(kSha256, bytes);
}

std::string Hex(std::string_view bytes) {
  std::string out(bytes.size() * 2, '\0');
  WriteHex(bytes, out.data());
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
  const std::string_view all = bytes;
  std::string text(36, '-');
  char* to = WriteHex(all.substr(0, 4), text.data());
  for (const std::size_t from : {4U, 6U, 8U}) to = WriteHex(all.substr(from, 2), to + 1);
  WriteHex(all.substr(10), to + 1);
  return text;
}

std::string Uuid5(std::string_view name) {
  const std::string space(kNamespace.begin(), kNamespace.end());
  return UuidText(Sha1(space, name).substr(0, 16), 5);
}

}  // namespace wardbridge
