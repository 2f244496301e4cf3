// A small HTTP/1.1 server for loopback use: GET and HEAD, one handler. Beast stays in the source
// file.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include <boost/asio/any_io_executor.hpp>

#include "base/result.h"

namespace wardbridge::net {

struct HttpRequest {
  std::string method;
  std::string target;  // path without the query
};

struct HttpResponse {
  int status = 200;
  std::string content_type = "text/plain; charset=utf-8";
  std::string body;
};

// Called on an io thread; must not block for long.
using HttpHandler = std::function<HttpResponse(const HttpRequest&)>;

// Thread-safe.
class HttpServer {
 public:
  // Errors: kIo with the address and the reason.
  [[nodiscard]] static Result<std::unique_ptr<HttpServer>> Bind(
      boost::asio::any_io_executor executor, const std::string& address, HttpHandler handler);
  HttpServer() = default;
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;
  virtual ~HttpServer() = default;

  virtual void Start() = 0;
  virtual void Stop() = 0;
  [[nodiscard]] virtual std::uint16_t Port() const = 0;
};

}  // namespace wardbridge::net
