#include "tests/support/http_peer.h"

#include <utility>

#include <boost/asio/buffer.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>

#include "base/text.h"

namespace wardbridge::test {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

PeerRequest ParseHead(const std::string& head) {
  PeerRequest request;
  bool is_first = true;
  for (const std::string_view raw : Split(head, '\n')) {
    const std::string_view line = Trim(raw);
    if (std::exchange(is_first, false)) {
      const auto words = Split(line, ' ');
      request.method = std::string(words.at(0));
      request.target = words.size() > 1 ? std::string(words.at(1)) : "";
      continue;
    }
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) continue;
    request.headers[LowerAscii(line.substr(0, colon))] = std::string(Trim(line.substr(colon + 1)));
  }
  return request;
}

}  // namespace

std::string AnswerText(int status, const std::string& headers, const std::string& body) {
  return "HTTP/1.1 " + std::to_string(status) +
         " x\r\nContent-Length: " + std::to_string(body.size()) + "\r\nConnection: close\r\n" +
         headers + "\r\n" + body;
}

HttpPeer::HttpPeer(std::deque<PeerStep> script, const PeerTls* tls)
    : acceptor_(context_, tcp::endpoint(asio::ip::address_v4::loopback(), 0)),
      port_(acceptor_.local_endpoint().port()),
      script_(std::move(script)) {
  if (tls != nullptr) {
    tls_ = std::make_unique<asio::ssl::context>(asio::ssl::context::tls_server);
    if (tls->only_tls_11) {
      SSL_CTX_set_security_level(tls_->native_handle(), 0);
      SSL_CTX_set_max_proto_version(tls_->native_handle(), TLS1_1_VERSION);
    }
    tls_->use_certificate_chain(asio::buffer(tls->identity.certificate));
    tls_->use_private_key(asio::buffer(tls->identity.key), asio::ssl::context::pem);
    if (!tls->client_ca.empty()) {
      tls_->add_certificate_authority(asio::buffer(tls->client_ca));
      tls_->set_verify_mode(asio::ssl::verify_peer | asio::ssl::verify_fail_if_no_peer_cert);
    }
  }
  thread_ = std::thread([this] { Serve(); });
}

HttpPeer::~HttpPeer() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  error_code ignored;
  tcp::socket last(context_);
  last.connect(tcp::endpoint(asio::ip::address_v4::loopback(), port_), ignored);
  thread_.join();
}

std::string HttpPeer::Url(const std::string& path) const {
  return (tls_ ? "https" : "http") + std::string("://127.0.0.1:") + std::to_string(port_) + path;
}

std::vector<PeerRequest> HttpPeer::Requests() const {
  const std::lock_guard lock(mutex_);
  return requests_;
}

void HttpPeer::Add(const PeerStep& step) {
  const std::lock_guard lock(mutex_);
  script_.push_back(step);
}

PeerStep HttpPeer::Next() {
  const std::lock_guard lock(mutex_);
  if (script_.empty()) return Say(599);  // nobody expected this request
  PeerStep step = script_.front();
  script_.pop_front();
  return step;
}

void HttpPeer::Serve() {
  while (true) {
    error_code error;
    tcp::socket socket(context_);
    acceptor_.accept(socket, error);
    {
      const std::lock_guard lock(mutex_);
      if (stopping_) return;
    }
    if (!error) ServeOne(std::move(socket));
  }
}

void HttpPeer::ServeOne(tcp::socket socket) {
  const PeerStep step = Next();
  if (step.act == PeerStep::Do::kCloseAtOnce) return;
  if (!tls_) {
    auto stream = std::make_shared<tcp::socket>(std::move(socket));
    Converse(*stream, step);
    if (step.act == PeerStep::Do::kStaySilent) silent_.push_back(stream);
    return;
  }
  auto stream = std::make_shared<asio::ssl::stream<tcp::socket>>(std::move(socket), *tls_);
  error_code error;
  stream->handshake(asio::ssl::stream_base::server, error);
  if (error) return;
  Converse(*stream, step);
  if (step.act == PeerStep::Do::kStaySilent) {
    silent_.push_back(stream);
  } else {
    stream->shutdown(error);
  }
}

template <typename Stream>
void HttpPeer::Converse(Stream& stream, const PeerStep& step) {
  error_code error;
  std::string bytes;
  const std::size_t head = asio::read_until(stream, asio::dynamic_buffer(bytes), "\r\n\r\n", error);
  if (error) return;
  PeerRequest request = ParseHead(bytes.substr(0, head));
  request.body = bytes.substr(head);
  const auto length = request.headers.find("content-length");
  const std::size_t wanted =
      length == request.headers.end()
          ? 0
          : static_cast<std::size_t>(ParseDigits(length->second).value_or(0));
  if (request.body.size() < wanted) {
    std::string rest(wanted - request.body.size(), '\0');
    asio::read(stream, asio::buffer(rest), error);
    request.body += rest;
  }
  {
    const std::lock_guard lock(mutex_);
    requests_.push_back(std::move(request));
  }
  if (step.act == PeerStep::Do::kAnswer) asio::write(stream, asio::buffer(step.answer), error);
}

}  // namespace wardbridge::test
