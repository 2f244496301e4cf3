#include "base/digest.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <memory>
#include <stdexcept>

#include <openssl/evp.h>

namespace wardbridge {
namespace {

// 7c9d8f0e-5c1b-5a57-9c6b-1b1f0f6e8a42, chosen once for Wardbridge.
constexpr std::string_view kNamespace =
    "\x7c\x9d\x8f\x0e\x5c\x1b\x5a\x57\x9c\x6b\x1b\x1f\x0f\x6e\x8a\x42";

constexpr std::size_t kUuidBytes = 16;
static_assert(kNamespace.size() == kUuidBytes);

// Looked up once: every lookup by name costs more than the digest of a short text.
const EVP_MD* Known(const char* name) {
  EVP_MD* const kind = EVP_MD_fetch(nullptr, name, nullptr);
  if (kind == nullptr) throw std::runtime_error("OpenSSL has no such digest");
  return kind;
}

struct FreeContext {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

struct DigestBytes {
  std::array<unsigned char, EVP_MAX_MD_SIZE> bytes;
  unsigned int size = 0;

  // The first `count` of them, at most all.
  [[nodiscard]] std::string_view First(std::size_t count) const {
    return {reinterpret_cast<const char*>(bytes.data()), std::min<std::size_t>(count, size)};
  }
  [[nodiscard]] std::string All() const { return std::string(First(size)); }
};

DigestBytes Digest(const EVP_MD* kind, std::string_view first, std::string_view second = {}) {
  static thread_local const std::unique_ptr<EVP_MD_CTX, FreeContext> kContext(EVP_MD_CTX_new());
  DigestBytes digest;
  if (!kContext || EVP_DigestInit_ex2(kContext.get(), kind, nullptr) != 1 ||
      EVP_DigestUpdate(kContext.get(), first.data(), first.size()) != 1 ||
      EVP_DigestUpdate(kContext.get(), second.data(), second.size()) != 1 ||
      EVP_DigestFinal_ex(kContext.get(), digest.bytes.data(), &digest.size) != 1) {
    throw std::runtime_error("OpenSSL could not make a digest");
  }
  return digest;
}

DigestBytes Sha1(std::string_view first, std::string_view second) {
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

std::string Sha1(std::string_view bytes) { return Sha1(bytes, {}).All(); }

std::string Sha256(std::string_view bytes) {
  static const EVP_MD* const kSha256 = Known("SHA256");
  return Digest(kSha256, bytes).All();
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

std::string UuidText(std::string_view bytes, unsigned version) {
  std::array<char, kUuidBytes> all{};
  std::copy_n(bytes.begin(), std::min(bytes.size(), all.size()), all.begin());
  all[6] = static_cast<char>((static_cast<unsigned char>(all[6]) & 0x0FU) | (version << 4U));
  all[8] = static_cast<char>((static_cast<unsigned char>(all[8]) & 0x3FU) | 0x80U);
  std::string text(36, '-');
  char* to = text.data();
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) ++to;
    to = WriteHex({all.data() + i, 1}, to);
  }
  return text;
}

std::string Uuid5(std::string_view name) {
  return UuidText(Sha1(kNamespace, name).First(kUuidBytes), 5);
}

}  // namespace wardbridge
