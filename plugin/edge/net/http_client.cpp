#include "edge/net/http_client.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/asio/strand.hpp>
#include <boost/beast/core/buffers_generator.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/span_body.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>

#include "edge/net/completion.h"
#include "edge/net/tls.h"

namespace wardbridge::net {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using asio::ip::tcp;
using boost::system::error_code;

using PlainStream = beast::tcp_stream;
using TlsStream = beast::ssl_stream<beast::tcp_stream>;
using Request = http::request<http::span_body<const char>>;
using Serializer = http::request_serializer<http::span_body<const char>>;
using Parser = http::response_parser<http::string_body>;

constexpr unsigned kAnswerHeaderLimit = 32U << 10U;

HttpFailure Transient(const char* code, const char* detail) {
  return {HttpFailure::Kind::kTransient, code, detail};
}

HttpFailure ConnectFailure(const error_code& error) {
  if (error == beast::error::timeout || error == asio::error::timed_out) {
    return Transient("connection-timeout", "no connection within the time allowed");
  }
  if (error == asio::error::connection_refused) {
    return Transient("connection-refused", "nothing listens at the address of the server");
  }
  if (error == asio::error::host_unreachable || error == asio::error::network_unreachable) {
    return Transient("unreachable", "there is no way to the server's network");
  }
  return Transient("connection-failed", "the connection could not be made");
}

HttpFailure TlsFailure(const TlsReason& reason) {
  const auto kind =
      reason.is_configuration ? HttpFailure::Kind::kConfiguration : HttpFailure::Kind::kTransient;
  return {kind, reason.code, reason.detail};
}

// The body was on its way when the exchange ended.
HttpFailure AnswerFailure(const error_code& error) {
  // The peer ended the handshake late (TLS 1.3): it has not looked at the request.
  if (IsCertificateAlert(error)) return TlsFailure(ReasonOf(error, nullptr));
  HttpFailure failure{HttpFailure::Kind::kInDoubt, "no-answer",
                      "the connection ended before the answer"};
  if (error == beast::error::timeout) {
    failure.code = "answer-timeout";
    failure.detail = "no whole answer within the time allowed";
  } else if (error.category() == http::make_error_code(http::error::bad_method).category() &&
             error != http::error::end_of_stream && error != http::error::partial_message) {
    failure.code = "answer-malformed";
    failure.detail = "what came is no answer of HTTP/1.1";
  }
  return failure;
}

Request MakeRequest(const HttpUrl& url, const HttpCall& call) {
  Request request;
  request.version(kHttp11);
  request.method_string(call.method);
  request.target(call.target.empty() ? "/" : call.target);
  request.set(http::field::host, url.Authority());
  request.keep_alive(false);
  for (const auto& [name, value] : call.headers) request.set(name, value);
  request.body() = beast::span<const char>(call.body.data(), call.body.size());
  if (!call.body.empty() || call.method == "POST" || call.method == "PUT") {
    request.content_length(call.body.size());
  }
  return request;
}

HttpAnswer MakeAnswer(Parser& parser) {
  HttpAnswer answer;
  answer.status = static_cast<int>(parser.get().result_int());
  for (const auto& field : parser.get()) {
    answer.headers.emplace_back(std::string(field.name_string()), std::string(field.value()));
  }
  answer.body = std::move(parser.get().body());
  return answer;
}

// One request and its answer on a stream that is ready.
template <typename Stream>
asio::awaitable<void> Exchange(Stream& stream, const HttpUrl& url, const HttpCall& call,
                               const HttpLimits& limits, HttpResult& result) {
  beast::get_lowest_layer(stream).expires_after(limits.exchange);
  const Request request = MakeRequest(url, call);
  Serializer serializer(request);
  const auto [head_error, head_bytes] =
      co_await http::async_write_header(stream, serializer, kTuple);
  if (head_error) {
    result.failure = IsCertificateAlert(head_error)
                         ? TlsFailure(ReasonOf(head_error, nullptr))
                         : Transient("request-not-sent", "the connection ended too early");
    co_return;
  }
  if (!call.body.empty()) {
    // An error here is not the end: a server may answer (413) before it has taken everything.
    const auto [body_error, body_bytes] = co_await http::async_write(stream, serializer, kTuple);
    if (body_error == beast::error::timeout) {
      result.failure = AnswerFailure(body_error);
      co_return;
    }
  }
  Parser parser;
  parser.header_limit(kAnswerHeaderLimit);
  parser.body_limit(limits.answer_bytes);
  beast::flat_buffer buffer;
  const auto [error, bytes] = co_await http::async_read(stream, buffer, parser, kTuple);
  const bool is_cut = error == http::error::body_limit;
  if (error && !(is_cut && parser.is_header_done())) {
    result.failure = AnswerFailure(error);
    co_return;
  }
  result.answer = MakeAnswer(parser);
  result.answer->is_cut = is_cut;
}

// A TCP connection to `url`; the failure, or nothing.
asio::awaitable<std::optional<HttpFailure>> Connect(PlainStream& stream, const HttpUrl& url,
                                                    const HttpLimits& limits) {
  tcp::resolver resolver(stream.get_executor());
  const auto flags =
      url.IsAddress() ? tcp::resolver::numeric_host : tcp::resolver::address_configured;
  const std::string port = std::to_string(url.port);
  const auto [lookup_error, endpoints] =
      co_await resolver.async_resolve(url.host, port, flags, kTuple);
  if (lookup_error) {
    co_return Transient("name-unknown", "the name of the server is not known here");
  }
  stream.expires_after(limits.connect);
  const auto [error, endpoint] = co_await stream.async_connect(endpoints, kTuple);
  if (error) co_return ConnectFailure(error);
  error_code ignored;
  stream.socket().set_option(tcp::no_delay(true), ignored);
  co_return std::nullopt;
}

// TLS on a connected stream; the failure, or nothing.
asio::awaitable<std::optional<HttpFailure>> ShakeHands(TlsStream& stream, const HttpUrl& url,
                                                       const HttpLimits& limits) {
  if (!ExpectHost(stream.native_handle(), url.host, url.IsAddress())) {
    co_return TlsFailure({"tls-name-mismatch", "the name of the server cannot be verified", true});
  }
  beast::get_lowest_layer(stream).expires_after(limits.handshake);
  const auto [error] = co_await stream.async_handshake(asio::ssl::stream_base::client, kTuple);
  if (error) co_return TlsFailure(ReasonOf(error, stream.native_handle()));
  co_return std::nullopt;
}

asio::awaitable<HttpResult> AskPlain(const HttpUrl& url, const HttpCall& call,
                                     const HttpLimits& limits) {
  const auto executor = co_await asio::this_coro::executor;
  HttpResult result;
  PlainStream stream(executor);
  const std::optional<HttpFailure> failure = co_await Connect(stream, url, limits);
  if (failure) {
    result.failure = *failure;
    co_return result;
  }
  co_await Exchange(stream, url, call, limits, result);
  co_return result;
}

asio::awaitable<HttpResult> AskTls(const HttpUrl& url, TlsContext& tls, const HttpCall& call,
                                   const HttpLimits& limits) {
  const auto executor = co_await asio::this_coro::executor;
  HttpResult result;
  TlsStream stream(PlainStream(executor), tls.ssl());
  std::optional<HttpFailure> failure = co_await Connect(stream.next_layer(), url, limits);
  if (!failure) failure = co_await ShakeHands(stream, url, limits);
  if (failure) {
    result.failure = *failure;
    co_return result;
  }
  co_await Exchange(stream, url, call, limits, result);
  co_return result;
}

std::string PeerOf(PlainStream& stream) {
  error_code error;
  const tcp::endpoint peer = stream.socket().remote_endpoint(error);
  if (error) return "";
  const std::string address = peer.address().to_string();
  return (peer.address().is_v6() ? "[" + address + "]" : address) + ":" +
         std::to_string(peer.port());
}

asio::awaitable<HttpProbe> ProbeServer(const HttpUrl& url, TlsContext* tls,
                                       const HttpLimits& limits) {
  const auto executor = co_await asio::this_coro::executor;
  HttpProbe probe;
  if (tls == nullptr) {
    PlainStream stream(executor);
    probe.failure = co_await Connect(stream, url, limits);
    if (!probe.failure) probe.peer = PeerOf(stream);
    co_return probe;
  }
  TlsStream stream(PlainStream(executor), tls->ssl());
  probe.failure = co_await Connect(stream.next_layer(), url, limits);
  if (probe.failure) co_return probe;
  probe.peer = PeerOf(stream.next_layer());
  probe.failure = co_await ShakeHands(stream, url, limits);
  if (probe.failure) co_return probe;
  probe.tls_version = SSL_get_version(stream.native_handle());
  probe.peer_expires = PeerExpires(stream.native_handle());
  co_return probe;
}

}  // namespace

HttpClient::HttpClient(asio::any_io_executor executor, HttpUrl url, std::shared_ptr<TlsContext> tls,
                       HttpLimits limits)
    : executor_(std::move(executor)), url_(std::move(url)), tls_(std::move(tls)), limits_(limits) {}

// On a strand of its own: the timers of a stream and its reads must not meet.
asio::awaitable<HttpResult> HttpClient::Ask(HttpCall call) const {
  const auto strand = asio::make_strand(executor_);
  auto work = url_.is_tls ? AskTls(url_, *tls_, call, limits_) : AskPlain(url_, call, limits_);
  HttpResult result = co_await asio::co_spawn(strand, std::move(work), asio::use_awaitable);
  co_return result;
}

asio::awaitable<HttpProbe> HttpClient::Probe() const {
  const auto strand = asio::make_strand(executor_);
  auto work = ProbeServer(url_, url_.is_tls ? tls_.get() : nullptr, limits_);
  HttpProbe probe = co_await asio::co_spawn(strand, std::move(work), asio::use_awaitable);
  co_return probe;
}

}  // namespace wardbridge::net
