// One connection of the HTTP server. Inside of edge/net; the only header that shows Beast.
#pragma once

#include <memory>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include "edge/net/gate.h"
#include "edge/net/http_server.h"

namespace wardbridge::net {

struct HttpSettings {
  HttpHandler handler;
  HttpPosts posts;  // without a task: nothing may be posted
  Millis timeout{
      10'000};  // for the head of a request (the wait for it too), and for writing an answer
};

// Requests are answered one after another until one is faulty, the peer does not keep the
// connection, or it is silent for the timeout. Everything runs on the strand of the socket.
class HttpSession final : public Visitor, public std::enable_shared_from_this<HttpSession> {
 public:
  HttpSession(boost::asio::ip::tcp::socket socket, std::shared_ptr<const HttpSettings> settings);

  boost::asio::awaitable<void> Run() override;
  void Finish() override;
  void Abort() override;

 private:
  using Parser = boost::beast::http::request_parser<boost::beast::http::empty_body>;

  boost::asio::awaitable<bool> ServeOne();
  boost::asio::awaitable<bool> ServePost(Parser& head);
  boost::asio::awaitable<bool> Answer(HttpResponse response, bool with_body, unsigned version,
                                      bool keep);
  boost::asio::awaitable<HttpResponse> Hand(HttpRequest request) const;
  boost::asio::awaitable<void> Farewell();
  [[nodiscard]] HttpResponse Ask(const Parser& parser) const;

  boost::beast::tcp_stream stream_;
  std::shared_ptr<const HttpSettings> settings_;
  boost::beast::flat_buffer buffer_;
  bool reading_ = false;
  bool finishing_ = false;
};

}  // namespace wardbridge::net
