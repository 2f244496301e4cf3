// How a destination gets its access tokens: OAuth2 client credentials.
#pragma once

#include <memory>
#include <string>

#include "edge/oauth2/jwt.h"

namespace wardbridge::net {
class TlsContext;
}

namespace wardbridge::oauth2 {

// Either key (private_key_jwt) or client_secret (client_secret_basic) is set; both are secrets.
struct Oauth2Options {
  std::string token_url;  // character for character: it is the audience of the assertion
  std::string client_id;
  std::string key;  // PEM
  std::string key_id;
  JwtAlgorithm algorithm = JwtAlgorithm::kRs512;
  std::string client_secret;
  std::string scope;                     // "" none
  std::shared_ptr<net::TlsContext> tls;  // null: that of the destination
};

}  // namespace wardbridge::oauth2
