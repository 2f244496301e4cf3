// A small HTTP/1.1 server for loopback use: GET and HEAD, and POST where a task takes bodies. Beast
// stays in the source file.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include "base/result.h"
#include "base/timestamp.h"

namespace wardbridge::net {

struct HttpRequest {
  std::string method;
  std::string target;  // path without the query
  // Of a POST.
  std::string content_type = {};
  std::string authorization = {};
  std::string body = {};
};

struct HttpResponse {
  int status = 200;
  std::string content_type = "text/plain; charset=utf-8";
  std::string body;
  std::string location = {};  // header Location; "" none
  int retry_after = 0;        // header Retry-After, in seconds; 0 none
  std::string allow = {};     // header Allow of a 405; "" GET and HEAD
};

// Called on an io thread; must not block for long.
using HttpHandler = std::function<HttpResponse(const HttpRequest&)>;
// The same for requests that take time, on the connection's strand.
using HttpTask = std::function<boost::asio::awaitable<HttpResponse>(HttpRequest)>;

// Takes what is posted.
struct HttpPosts {
  HttpTask task;
  std::size_t most_bytes = 16U << 20U;  // of a body; a longer one is 413
};

// Thread-safe. HTTP/1.1 with kept connections; a head has at most 8 KiB, and only a POST has a
// body. 405 for other methods, 400 and 431 for faulty heads, 411 for a POST without a length, 413
// for long bodies, 500 when the handler or the task throws. At most 64 connections are open at
// once. The executor's context must outlive it.
class HttpServer {
 public:
  // Binds and listens on an address ("127.0.0.1:8025", "[::1]:0"); answers from Start() on.
  // `timeout` is for the head of a request, the wait for it included, and for writing an answer.
  // Errors: kIo with the address and the reason.
  [[nodiscard]] static Result<std::unique_ptr<HttpServer>> Bind(
      const boost::asio::any_io_executor& executor, const std::string& address, HttpHandler handler,
      Millis timeout = Millis(10'000));
  // The same for a server that takes POST requests beside. `timeout` is for a body, too.
  [[nodiscard]] static Result<std::unique_ptr<HttpServer>> Bind(
      const boost::asio::any_io_executor& executor, const std::string& address, HttpHandler handler,
      HttpPosts posts, Millis timeout);
  HttpServer() = default;
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;
  virtual ~HttpServer() = default;

  virtual void Start() = 0;
  // Accepts nobody any more; answers being written are finished, then the connections are closed,
  // within a second.
  virtual void Stop() = 0;
  [[nodiscard]] virtual std::uint16_t Port() const = 0;
};

}  // namespace wardbridge::net
