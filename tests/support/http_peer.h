// An HTTP server for tests that does what it is told, faults included: blocking sockets on a thread
// of its own, so that nothing of what is tested is used to test it.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>

#include "tests/support/certificates.h"

namespace wardbridge::test {

// What is done with one connection.
struct PeerStep {
  enum class Do {
    kAnswer,       // reads the request and writes `answer`
    kCloseAtOnce,  // before it reads anything
    kCloseAfter,   // reads the request and closes without an answer
    kStaySilent,   // reads the request and says nothing until the peer ends
  };
  std::string answer;
  Do act = Do::kAnswer;
};

// "HTTP/1.1 201 x" with the header lines ("Location: y\r\n") and the body.
[[nodiscard]] std::string AnswerText(int status, const std::string& headers = "",
                                     const std::string& body = "");
[[nodiscard]] inline PeerStep Say(int status, const std::string& headers = "",
                                  const std::string& body = "") {
  return {AnswerText(status, headers, body), PeerStep::Do::kAnswer};
}

struct PeerRequest {
  std::string method;
  std::string target;
  std::map<std::string, std::string> headers;  // keys in lower case
  std::string body;
};

struct PeerTls {
  Identity identity;
  std::string client_ca;     // PEM; "": no client certificate is asked for
  bool only_tls_11 = false;  // speaks nothing newer
};

// Listens on a free port of 127.0.0.1. Thread-safe.
class HttpPeer {
 public:
  explicit HttpPeer(std::deque<PeerStep> script, const PeerTls* tls = nullptr);
  ~HttpPeer();
  HttpPeer(const HttpPeer&) = delete;
  HttpPeer& operator=(const HttpPeer&) = delete;

  [[nodiscard]] std::uint16_t Port() const { return port_; }
  // "http://127.0.0.1:4711" and `path`
  [[nodiscard]] std::string Url(const std::string& path = "") const;
  [[nodiscard]] std::vector<PeerRequest> Requests() const;
  void Add(const PeerStep& step);

 private:
  void Serve();
  void ServeOne(boost::asio::ip::tcp::socket socket);
  template <typename Stream>
  void Converse(Stream& stream, const PeerStep& step);
  PeerStep Next();

  boost::asio::io_context context_;
  boost::asio::ip::tcp::acceptor acceptor_;
  std::uint16_t port_ = 0;
  std::unique_ptr<boost::asio::ssl::context> tls_;
  mutable std::mutex mutex_;
  std::deque<PeerStep> script_;
  std::vector<PeerRequest> requests_;
  std::vector<std::shared_ptr<void>> silent_;  // connections that are kept open
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace wardbridge::test
