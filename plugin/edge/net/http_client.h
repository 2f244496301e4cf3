// One HTTP/1.1 request at a time to one server, over TCP or TLS, with a deadline for each step.
// Redirects are never followed. Beast stays in the source file.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include "base/timestamp.h"
#include "edge/net/url.h"

namespace wardbridge::net {

class TlsContext;

struct HttpLimits {
  Millis connect{10'000};    // name and connection
  Millis handshake{10'000};  // TLS
  Millis exchange{30'000};   // from the first byte of the request to the last of the answer
  std::size_t answer_bytes = 16U << 20U;  // what is longer is cut
};

using HttpHeaders = std::vector<std::pair<std::string, std::string>>;

struct HttpCall {
  std::string method = "GET";
  std::string target;     // path and query, as they go on the wire
  HttpHeaders headers;    // beside Host, Connection and Content-Length
  std::string_view body;  // must outlive the call
};

struct HttpAnswer {
  int status = 0;
  HttpHeaders headers;
  std::string body;
  bool is_cut = false;  // the body was longer than answer_bytes

  // The first header of that name, case ignored; "" when there is none.
  [[nodiscard]] std::string_view Header(std::string_view name) const;
};

// Why there is no answer.
//   code                                          kind
//   name-unknown, connection-refused,
//   connection-timeout, unreachable,
//   connection-failed, request-not-sent           transient: no byte of the body has left
//   tls-...                                       see tls.h: configuration or transient
//   no-answer, answer-timeout, answer-malformed   in doubt: the body was on its way
struct HttpFailure {
  enum class Kind { kTransient, kConfiguration, kInDoubt };
  Kind kind = Kind::kTransient;
  std::string code;
  std::string detail;  // for people; nothing of request or answer
};

struct HttpResult {
  std::optional<HttpAnswer> answer;
  HttpFailure failure;  // when there is no answer
};

// What a connection without a request has found.
struct HttpProbe {
  std::optional<HttpFailure> failure;
  std::string peer;         // "127.0.0.1:8443"
  std::string tls_version;  // "TLSv1.3"; "" without TLS
  Timestamp peer_expires;   // the server's certificate
};

// Thread-safe. Each call makes a connection of its own and closes it: a kept connection that the
// server closes just then would put a delivery in doubt for nothing.
class HttpClient {
 public:
  // `url` says where and whether by TLS; its path and query are the caller's business. `tls` is
  // needed when url.is_tls. The executor's context must outlive the client and its calls.
  HttpClient(boost::asio::any_io_executor executor, HttpUrl url, std::shared_ptr<TlsContext> tls,
             HttpLimits limits);

  // Resumes on the caller's executor. Never throws but for memory. The answer of a name server may
  // take longer than limits.connect: a look-up that has begun cannot be ended.
  [[nodiscard]] boost::asio::awaitable<HttpResult> Ask(HttpCall call) const;
  // Connects, shakes hands and leaves.
  [[nodiscard]] boost::asio::awaitable<HttpProbe> Probe() const;

  [[nodiscard]] const HttpUrl& url() const { return url_; }

 private:
  boost::asio::any_io_executor executor_;
  HttpUrl url_;
  std::shared_ptr<TlsContext> tls_;
  HttpLimits limits_;
};

}  // namespace wardbridge::net
