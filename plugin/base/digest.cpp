#include "base/digest.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstring>
#include <memory>
#include <stdexcept>
#include <utility>

// SHA-1 is called without the EVP layer, which OpenSSL 3 wants for new code: for texts as short as
// those of ids EVP costs more than twice the digest itself.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/evp.h>
#include <openssl/sha.h>

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

DigestBytes Digest(const EVP_MD* kind, std::string_view bytes) {
  static thread_local const std::unique_ptr<EVP_MD_CTX, FreeContext> kContext(EVP_MD_CTX_new());
  DigestBytes digest;
  if (!kContext || EVP_DigestInit_ex2(kContext.get(), kind, nullptr) != 1 ||
      EVP_DigestUpdate(kContext.get(), bytes.data(), bytes.size()) != 1 ||
      EVP_DigestFinal_ex(kContext.get(), digest.bytes.data(), &digest.size) != 1) {
    throw std::runtime_error("OpenSSL could not make a digest");
  }
  return digest;
}

DigestBytes Sha1(std::string_view first, std::string_view second) {
  SHA_CTX context;
  DigestBytes digest;
  if (SHA1_Init(&context) != 1 || SHA1_Update(&context, first.data(), first.size()) != 1 ||
      SHA1_Update(&context, second.data(), second.size()) != 1 ||
      SHA1_Final(digest.bytes.data(), &context) != 1) {
    throw std::runtime_error("OpenSSL could not make a digest");
  }
  digest.size = SHA_DIGEST_LENGTH;
  return digest;
}

constexpr std::array<std::array<char, 2>, 256> kHexPairs = [] {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::array<std::array<char, 2>, 256> pairs{};
  for (std::size_t i = 0; i < pairs.size(); ++i) pairs[i] = {kDigits[i / 16], kDigits[i % 16]};
  return pairs;
}();

// The two hexadecimal digits of each byte from `to` on; what is behind them.
inline char* WriteHex(std::string_view bytes, char* to) {
  for (const char c : bytes) {
    to = std::copy_n(kHexPairs[static_cast<unsigned char>(c)].data(), 2, to);
  }
  return to;
}

// The text of a UUID of `version`.
void WriteUuid(std::array<unsigned char, kUuidBytes> all, unsigned version,
               std::span<char, kUuidTextSize> text) {
  all[6] = static_cast<unsigned char>((all[6] & 0x0FU) | (version << 4U));
  all[8] = static_cast<unsigned char>((all[8] & 0x3FU) | 0x80U);
  // Byte by byte without a loop: hyphens stand behind the bytes 3, 5, 7 and 9.
  const auto write = [&]<std::size_t... kByte>(std::index_sequence<kByte...>) {
    constexpr auto kAt = [](std::size_t byte) {
      return 2 * byte + (byte < 4 ? 0 : byte < 10 ? byte / 2 - 1 : 4);
    };
    ((std::memcpy(text.data() + kAt(kByte), kHexPairs[all[kByte]].data(), 2)), ...);
  };
  write(std::make_index_sequence<kUuidBytes>());
  for (const std::size_t hyphen : {8U, 13U, 18U, 23U}) text[hyphen] = '-';
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
  std::array<unsigned char, kUuidBytes> all{};
  std::copy_n(bytes.begin(), std::min(bytes.size(), all.size()), all.begin());
  std::string text(kUuidTextSize, '\0');
  WriteUuid(all, version, std::span<char, kUuidTextSize>(text));
  return text;
}

std::string Uuid5(std::string_view name) {
  std::string text(kUuidTextSize, '\0');
  WriteUuid5(name, std::span<char, kUuidTextSize>(text));
  return text;
}

void WriteUuid5(std::string_view name, std::span<char, kUuidTextSize> to) {
  const DigestBytes digest = Sha1(kNamespace, name);
  std::array<unsigned char, kUuidBytes> first;
  std::memcpy(first.data(), digest.bytes.data(), first.size());
  WriteUuid(first, 5, to);
}

}  // namespace wardbridge
