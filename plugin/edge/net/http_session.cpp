#include "edge/net/http_session.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <boost/asio/buffer.hpp>
#include <boost/beast/core/error.hpp>
#include <boost/beast/core/string.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>

#include "edge/net/completion.h"

namespace wardbridge::net {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using boost::system::error_code;

constexpr unsigned kRequestHeaderLimit = 8U << 10U;
constexpr std::size_t kBufferLimit = 16U << 10U;
constexpr Millis kLinger{1'000};

HttpResponse Plain(http::status status, std::string_view text) {
  HttpResponse response;
  response.status = static_cast<int>(status);
  response.body = text;
  return response;
}

// What is said about a head that cannot be read; nothing when nobody is left to hear it.
std::optional<HttpResponse> AnswerTo(const error_code& error) {
  if (error == http::error::header_limit || error == http::error::buffer_overflow) {
    return Plain(http::status::request_header_fields_too_large, "the head is above 8 KiB\n");
  }
  if (error == http::error::end_of_stream || error == http::error::partial_message) {
    return std::nullopt;
  }
  if (error.category() != http::make_error_code(http::error::bad_method).category()) {
    return std::nullopt;
  }
  return Plain(http::status::bad_request, "not a request of HTTP/1.1\n");
}

bool HasBody(const http::request_parser<http::empty_body>& parser) {
  return parser.chunked() || parser.content_length().value_or(0) > 0;
}

// The path of "/path?query" and of "http://host/path?query" (RFC 9112 section 3.2.2); "" when it is
// neither.
std::string PathOf(std::string_view target) {
  constexpr std::string_view kScheme = "http://";
  if (target.substr(0, kScheme.size()) == kScheme) {
    const std::size_t slash = target.find('/', kScheme.size());
    target = slash == std::string_view::npos ? std::string_view("/") : target.substr(slash);
  }
  if (target.empty() || target.front() != '/') return "";
  return std::string(target.substr(0, target.find('?')));
}

template <typename Message>
void SetHead(Message& message, const HttpResponse& response, bool keep) {
  message.set(http::field::content_type, response.content_type);
  message.set(http::field::cache_control, "no-store");
  message.set("X-Content-Type-Options", "nosniff");
  if (message.result() == http::status::method_not_allowed) {
    message.set(http::field::allow, response.allow.empty() ? "GET, HEAD" : response.allow);
  }
  if (message.result() == http::status::unauthorized) {
    message.set(http::field::www_authenticate, "Bearer");
  }
  if (response.retry_after > 0) {
    message.set(http::field::retry_after, std::to_string(response.retry_after));
  }
  if (!response.location.empty()) message.set(http::field::location, response.location);
  message.content_length(response.body.size());
  message.keep_alive(keep);
}

}  // namespace

HttpSession::HttpSession(asio::ip::tcp::socket socket, std::shared_ptr<const HttpSettings> settings)
    : stream_(std::move(socket)), settings_(std::move(settings)), buffer_(kBufferLimit) {}

asio::awaitable<void> HttpSession::Run() {
  const auto self = shared_from_this();
  error_code ignored;
  stream_.socket().set_option(asio::ip::tcp::no_delay(true), ignored);
  bool more = true;
  while (more && !finishing_) more = co_await ServeOne();
  co_await Farewell();
}

void HttpSession::Finish() {
  finishing_ = true;
  if (reading_) stream_.cancel();
}

void HttpSession::Abort() {
  finishing_ = true;
  stream_.close();
}

// Reads the head of one request and answers it. False when the connection is over.
asio::awaitable<bool> HttpSession::ServeOne() {
  Parser parser;
  parser.header_limit(kRequestHeaderLimit);
  parser.body_limit(boost::none);  // judged here, and never read
  stream_.expires_after(settings_->timeout);
  reading_ = true;
  const auto [error, count] = co_await http::async_read_header(stream_, buffer_, parser, kTuple);
  reading_ = false;
  if (error) {
    auto answer = AnswerTo(error);
    if (!answer || finishing_) co_return false;
    co_return co_await Answer(std::move(*answer), true, kHttp11, false);
  }
  const http::verb method = parser.get().method();
  const unsigned version = parser.get().version();
  if (method == http::verb::post && settings_->posts.task) {
    co_return co_await ServePost(parser);
  }
  if (method != http::verb::get && method != http::verb::head) {
    HttpResponse refused =
        Plain(http::status::method_not_allowed,
              settings_->posts.task ? "only GET, HEAD and POST\n" : "only GET and HEAD\n");
    if (settings_->posts.task) refused.allow = "GET, HEAD, POST";
    co_return co_await Answer(std::move(refused), true, version, false);
  }
  const bool with_body = method == http::verb::get;
  if (HasBody(parser)) {
    HttpResponse refused = Plain(http::status::bad_request, "a request here has no body\n");
    co_return co_await Answer(std::move(refused), with_body, version, false);
  }
  const bool keep = parser.get().keep_alive() && !finishing_;
  co_return co_await Answer(Ask(parser), with_body, version, keep);
}

// Reads the body after `head` and answers. False when the connection is over.
asio::awaitable<bool> HttpSession::ServePost(Parser& head) {
  const unsigned version = head.get().version();
  const bool waits = beast::iequals(head.get()[http::field::expect], "100-continue");
  const bool has_length = head.chunked() || head.content_length().has_value();
  const std::size_t most = settings_->posts.most_bytes;
  if (!has_length) {
    HttpResponse refused = Plain(http::status::length_required, "a POST has a length\n");
    co_return co_await Answer(std::move(refused), true, version, false);
  }
  HttpResponse too_long = Plain(http::status::payload_too_large,
                                "the body is above " + std::to_string(most) + " bytes\n");
  if (head.content_length().value_or(0) > most) {
    co_return co_await Answer(std::move(too_long), true, version, false);
  }
  stream_.expires_after(settings_->timeout);
  if (waits) {
    http::response<http::empty_body> go_on(http::status::continue_, version);
    const auto [told, count] = co_await http::async_write(stream_, go_on, kTuple);
    if (told) co_return false;
  }
  http::request_parser<http::string_body> parser(std::move(head));
  parser.body_limit(most);
  const auto [error, count] = co_await http::async_read(stream_, buffer_, parser, kTuple);
  if (error == http::error::body_limit) {
    co_return co_await Answer(std::move(too_long), true, version, false);
  }
  if (error) co_return false;
  const bool keep = parser.get().keep_alive() && !finishing_;
  HttpRequest request;
  request.method = "POST";
  request.target = PathOf(std::string_view(parser.get().target()));
  request.content_type = std::string(parser.get()[http::field::content_type]);
  request.authorization = std::string(parser.get()[http::field::authorization]);
  request.body = std::move(parser.get().body());
  stream_.expires_never();
  HttpResponse response = co_await Hand(std::move(request));
  co_return co_await Answer(std::move(response), true, version, keep && !finishing_);
}

asio::awaitable<HttpResponse> HttpSession::Hand(HttpRequest request) const {
  try {
    HttpResponse response = co_await settings_->posts.task(std::move(request));
    co_return response;
  } catch (const std::exception&) {  // the reason may hold anything
  }
  co_return Plain(http::status::internal_server_error, "internal error\n");
}

HttpResponse HttpSession::Ask(const Parser& parser) const {
  HttpRequest request;
  request.method = std::string(parser.get().method_string());
  request.target = PathOf(std::string_view(parser.get().target()));
  if (request.target.empty()) return Plain(http::status::bad_request, "no path\n");
  try {
    return settings_->handler(request);
  } catch (...) {  // the reason may hold anything; the caller is told only that it was our fault
    return Plain(http::status::internal_server_error, "internal error\n");
  }
}

// False when the connection is over.
asio::awaitable<bool> HttpSession::Answer(HttpResponse response, bool with_body, unsigned version,
                                          bool keep) {
  stream_.expires_after(settings_->timeout);
  const auto status = static_cast<http::status>(response.status);
  error_code error;
  if (with_body) {
    http::response<http::string_body> message(status, version);
    SetHead(message, response, keep);
    message.body() = std::move(response.body);
    std::tie(error, std::ignore) = co_await http::async_write(stream_, message, kTuple);
  } else {
    http::response<http::empty_body> message(status, version);
    SetHead(message, response, keep);
    http::response_serializer<http::empty_body> head(message);
    std::tie(error, std::ignore) = co_await http::async_write_header(stream_, head, kTuple);
  }
  co_return !error && keep;
}

// FIN, then what the peer still sends is thrown away for a moment: closing over unread bytes would
// reset the connection, and the answer with it.
asio::awaitable<void> HttpSession::Farewell() {
  error_code ignored;
  stream_.socket().shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
  stream_.expires_after(kLinger);
  buffer_.clear();
  error_code error;
  while (!error) {
    std::tie(error, std::ignore) =
        co_await stream_.async_read_some(buffer_.prepare(kBufferLimit), kTuple);
  }
  stream_.close();
}

}  // namespace wardbridge::net
