// Access tokens by OAuth2 client credentials (RFC 6749 section 4.4; RFC 7523 where a key signs):
// cached, renewed in time, one renewal at a time.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>

#include "base/clock.h"
#include "base/timestamp.h"
#include "edge/net/http_client.h"
#include "edge/oauth2/oauth2_options.h"
#include "model/delivery.h"

namespace wardbridge::oauth2 {

// A token, or why there is none.
//   code                     kind
//   oauth2.refused           configuration: the token server refuses who we say we are
//   oauth2.answer            configuration: what answers is no token server
//   oauth2.unavailable       transient: it asks us to wait, or has trouble of its own
//   oauth2.key               configuration: the key cannot sign
//   oauth2.tls-...           configuration or transient, as in edge/net/tls.h
//   oauth2.connection-...    transient, as in edge/net/http_client.h
struct TokenResult {
  std::string token;  // a secret: only ever for the header Authorization
  Millis lifetime{0};
  std::optional<model::Outcome> failure;
};

// Thread-safe. The executor's context and the clock must outlive it and its calls.
class TokenSource {
 public:
  TokenSource(boost::asio::any_io_executor executor, Oauth2Options options,
              std::shared_ptr<net::TlsContext> tls, net::HttpLimits limits, const Clock& clock);

  // A token that is good for now. `rejected`: the token that a server has just refused, which is
  // not given again; "" none. Who asks while one is being fetched waits for it.
  boost::asio::awaitable<TokenResult> Get(std::string rejected);

 private:
  boost::asio::awaitable<TokenResult> GetOnStrand(std::string rejected);
  boost::asio::awaitable<TokenResult> Fetch();
  // The form to be posted; adds the headers it needs.
  [[nodiscard]] Result<std::string> MakeForm(net::HttpHeaders& headers) const;
  [[nodiscard]] std::string MakeClaims() const;

  boost::asio::strand<boost::asio::any_io_executor> strand_;
  Oauth2Options options_;
  const Clock& clock_;
  net::HttpClient client_;
  // The members below are touched on strand_ only.
  boost::asio::steady_timer fetched_;  // cancelled when a fetch is over
  bool fetching_ = false;
  std::string token_;
  Timestamp asked_;
  Timestamp renew_at_;  // 90 % of the token's life
  Timestamp expires_;
};

}  // namespace wardbridge::oauth2
