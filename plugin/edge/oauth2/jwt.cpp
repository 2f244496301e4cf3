#include "edge/oauth2/jwt.h"

#include <cstddef>
#include <memory>
#include <vector>

#include <nlohmann/json.hpp>
#include <openssl/bio.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include "base/base64.h"

namespace wardbridge::oauth2 {
namespace {

template <typename T>
using Owned = std::unique_ptr<T, void (*)(T*)>;
using Key = Owned<EVP_PKEY>;

constexpr int kLeastRsaBits = 2048;
constexpr int kEs384Bits = 384;
constexpr int kEs384Part = 48;  // bytes of r and of s

Error Denied(const char* detail) { return {Code::kDenied, "key", detail}; }

// An encrypted key is refused, never asked for on a terminal.
int NoPassword(char*, int, int, void*) { return -1; }

Result<std::shared_ptr<EVP_PKEY>> ReadKey(JwtAlgorithm algorithm, const std::string& text) {
  const Owned<BIO> bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())), BIO_free_all);
  std::shared_ptr<EVP_PKEY> key(PEM_read_bio_PrivateKey(bio.get(), nullptr, NoPassword, nullptr),
                                EVP_PKEY_free);
  if (!key) return Denied("holds no readable private key (PEM, not encrypted)");
  const int bits = EVP_PKEY_get_bits(key.get());
  if (algorithm == JwtAlgorithm::kEs384) {
    if (EVP_PKEY_get_base_id(key.get()) != EVP_PKEY_EC || bits != kEs384Bits) {
      return Denied("ES384 wants a key on the curve P-384");
    }
  } else if (EVP_PKEY_get_base_id(key.get()) != EVP_PKEY_RSA || bits < kLeastRsaBits) {
    return Denied("RS512 and RS384 want an RSA key of 2048 bits or more");
  }
  return key;
}

std::string Base64Url(std::string_view bytes) {
  std::string text = Base64(bytes);
  while (text.ends_with('=')) text.pop_back();
  for (char& c : text) {
    if (c == '+') c = '-';
    if (c == '/') c = '_';
  }
  return text;
}

// RFC 7518 section 3.4: r and s, 48 bytes each, instead of OpenSSL's DER.
std::string RawSignature(const std::vector<unsigned char>& der) {
  const unsigned char* data = der.data();
  const Owned<ECDSA_SIG> parts(d2i_ECDSA_SIG(nullptr, &data, static_cast<long>(der.size())),
                               ECDSA_SIG_free);
  std::vector<unsigned char> raw(std::size_t{2} * kEs384Part);
  const bool done =
      parts != nullptr &&
      BN_bn2binpad(ECDSA_SIG_get0_r(parts.get()), raw.data(), kEs384Part) == kEs384Part &&
      BN_bn2binpad(ECDSA_SIG_get0_s(parts.get()), raw.data() + kEs384Part, kEs384Part) ==
          kEs384Part;
  return done ? std::string(raw.begin(), raw.end()) : std::string();
}

std::string Sign(JwtAlgorithm algorithm, EVP_PKEY* key, std::string_view text) {
  const EVP_MD* digest = algorithm == JwtAlgorithm::kRs512 ? EVP_sha512() : EVP_sha384();
  const Owned<EVP_MD_CTX> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  const std::vector<unsigned char> bytes(text.begin(), text.end());
  std::size_t size = 0;
  if (context == nullptr || EVP_DigestSignInit(context.get(), nullptr, digest, nullptr, key) != 1 ||
      EVP_DigestSign(context.get(), nullptr, &size, bytes.data(), bytes.size()) != 1) {
    return "";
  }
  std::vector<unsigned char> signature(size);
  if (EVP_DigestSign(context.get(), signature.data(), &size, bytes.data(), bytes.size()) != 1) {
    return "";
  }
  signature.resize(size);
  if (algorithm == JwtAlgorithm::kEs384) return RawSignature(signature);
  return std::string(signature.begin(), signature.end());
}

}  // namespace

std::string_view Name(JwtAlgorithm algorithm) {
  switch (algorithm) {
    case JwtAlgorithm::kRs512:
      return "RS512";
    case JwtAlgorithm::kRs384:
      return "RS384";
    case JwtAlgorithm::kEs384:
      return "ES384";
  }
  return "";
}

Result<> CheckSigningKey(JwtAlgorithm algorithm, const std::string& key) {
  const auto read = ReadKey(algorithm, key);
  if (!read) return read.error();
  return {};
}

Result<std::string> SignJwt(JwtAlgorithm algorithm, const std::string& key,
                            const std::string& key_id, const std::string& claims) {
  const auto read = ReadKey(algorithm, key);
  if (!read) return read.error();
  nlohmann::ordered_json header;
  header["alg"] = Name(algorithm);
  header["typ"] = "JWT";
  if (!key_id.empty()) header["kid"] = key_id;
  std::string text = Base64Url(header.dump());
  text += '.';
  text += Base64Url(claims);
  const std::string signature = Sign(algorithm, read->get(), text);
  if (signature.empty()) return Denied("could not sign");
  text += '.';
  text += Base64Url(signature);
  return text;
}

}  // namespace wardbridge::oauth2
