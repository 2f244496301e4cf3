// A signed JSON Web Token (RFC 7515, RFC 7519), as a client shows who it is. For
// edge/channel and the reading of its configuration.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace wardbridge::oauth2 {

// RS512 (NHS API platform), RS384 and ES384 (SMART Backend Services).
enum class JwtAlgorithm { kRs512, kRs384, kEs384 };
[[nodiscard]] std::string_view Name(JwtAlgorithm algorithm);  // "RS512"

// Whether `key` (PEM, not encrypted) can sign so: RSA of 2048 bits or more, or a key on P-384.
// Errors: kDenied with where "key".
[[nodiscard]] Result<> CheckSigningKey(JwtAlgorithm algorithm, const std::string& key);

// header.claims.signature, base64url without padding. `claims` is JSON text. Errors as above.
[[nodiscard]] Result<std::string> SignJwt(JwtAlgorithm algorithm, const std::string& key,
                                          const std::string& key_id, const std::string& claims);

}  // namespace wardbridge::oauth2
