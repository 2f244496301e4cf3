// Certificates for tests, made when they are needed and never written down.
#pragma once

#include <string>

namespace wardbridge::test {

// A certificate with its key, both PEM.
struct Identity {
  std::string certificate;
  std::string key;
};

struct Wish {
  std::string name = "test";                                // common name
  std::string alternatives = "IP:127.0.0.1,DNS:localhost";  // subjectAltName; "" none
  int from_days = -1;                                       // valid from, days from now
  int until_days = 30;
  bool is_authority = false;
};

// Signed by `authority`, or by itself when that is null. Keys are P-256.
[[nodiscard]] Identity MakeIdentity(const Wish& wish, const Identity* authority = nullptr);

// A private key for signatures, PEM: "P-384" or "RSA".
[[nodiscard]] std::string MakeKey(const std::string& kind);
// Whether `signature` (an ES384 one as raw r and s) is that of `text` by the private key `key`.
[[nodiscard]] bool IsSignedBy(const std::string& key, const std::string& algorithm,
                              const std::string& text, const std::string& signature);

}  // namespace wardbridge::test
