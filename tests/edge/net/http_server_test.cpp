#include "edge/net/http_server.h"

#include <array>
#include <memory>
#include <ostream>
#include <string>
#include <thread>
#include <vector>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "tests/support/io_threads.h"
#include "tests/support/tcp_peer.h"

namespace wardbridge::net {

BOOST_AUTO_TEST_SUITE(http_server)

namespace {

using test::IoThreads;
using test::TcpPeer;

// Answers with the method and the path.
struct HttpFixture {
  HttpFixture() { Bind(Millis(10'000)); }
  ~HttpFixture() {
    server.reset();
    io.Join();
  }
  HttpFixture(const HttpFixture&) = delete;
  HttpFixture& operator=(const HttpFixture&) = delete;

  void Bind(Millis timeout) {
    auto bound = HttpServer::Bind(
        io.Executor(), "127.0.0.1:0",
        [](const HttpRequest& request) -> HttpResponse {
          if (request.target == "/throw") throw std::runtime_error("thrown by the test");
          if (request.target == "/unwell") return {503, "application/json", "{}"};
          return {200, "text/plain", request.method + " " + request.target};
        },
        timeout);
    BOOST_REQUIRE(bound.has_value());
    server = std::move(*bound);
    server->Start();
  }

  IoThreads io;
  std::unique_ptr<HttpServer> server;
};

struct Case {
  const char* name;
  std::string request;
  const char* status_line;
  const char* body;
};
std::ostream& operator<<(std::ostream& out, const Case& c) { return out << c.name; }

const std::string kEnd = "Host: x\r\nConnection: close\r\n\r\n";

const std::vector<Case> kCases = {
    {"GET", "GET /health HTTP/1.1\r\n" + kEnd, "HTTP/1.1 200 OK", "GET /health"},
    {"the query is left out", "GET /health?a=b&c HTTP/1.1\r\n" + kEnd, "HTTP/1.1 200 OK",
     "GET /health"},
    {"a whole address", "GET http://x:1/health HTTP/1.1\r\n" + kEnd, "HTTP/1.1 200 OK",
     "GET /health"},
    {"a whole address without a path", "GET http://x HTTP/1.1\r\n" + kEnd, "HTTP/1.1 200 OK",
     "GET /"},
    {"HEAD has no body", "HEAD /health HTTP/1.1\r\n" + kEnd, "HTTP/1.1 200 OK", ""},
    {"HTTP/1.0", "GET /health HTTP/1.0\r\n\r\n", "HTTP/1.0 200 OK", "GET /health"},
    {"the handler's status", "GET /unwell HTTP/1.1\r\n" + kEnd, "HTTP/1.1 503 Service Unavailable",
     "{}"},
    {"POST", "POST /health HTTP/1.1\r\nContent-Length: 3\r\n" + kEnd + "abc",
     "HTTP/1.1 405 Method Not Allowed", "only GET and HEAD\n"},
    {"DELETE", "DELETE / HTTP/1.1\r\n" + kEnd, "HTTP/1.1 405 Method Not Allowed",
     "only GET and HEAD\n"},
    {"a body", "GET / HTTP/1.1\r\nContent-Length: 3\r\n" + kEnd + "abc", "HTTP/1.1 400 Bad Request",
     "a request here has no body\n"},
    {"a body in chunks", "GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n" + kEnd + "0\r\n\r\n",
     "HTTP/1.1 400 Bad Request", "a request here has no body\n"},
    {"no path", "GET health HTTP/1.1\r\n" + kEnd, "HTTP/1.1 400 Bad Request", "no path\n"},
    {"no HTTP", "MSH|^~\\&|A\r\n\r\n", "HTTP/1.1 400 Bad Request", "not a request of HTTP/1.1\n"},
    {"another version", "GET / HTTP/3.0\r\n" + kEnd, "HTTP/1.1 400 Bad Request",
     "not a request of HTTP/1.1\n"},
    {"a large head", "GET / HTTP/1.1\r\nX: " + std::string(9'000, 'x') + "\r\n" + kEnd,
     "HTTP/1.1 431 Request Header Fields Too Large", "the head is above 8 KiB\n"},
    {"a large target", "GET /" + std::string(20'000, 'x') + " HTTP/1.1\r\n" + kEnd,
     "HTTP/1.1 431 Request Header Fields Too Large", "the head is above 8 KiB\n"},
    {"a handler that throws", "GET /throw HTTP/1.1\r\n" + kEnd,
     "HTTP/1.1 500 Internal Server Error", "internal error\n"},
};

BOOST_DATA_TEST_CASE_F(HttpFixture, a_request_has_its_answer, boost::unit_test::data::make(kCases),
                       c) {
  TcpPeer peer(server->Port());
  peer.Send(c.request);
  const std::string answer = peer.ReadAll();
  BOOST_TEST(answer.substr(0, answer.find("\r\n")) == c.status_line);
  BOOST_TEST(answer.substr(answer.find("\r\n\r\n") + 4) == c.body);
  BOOST_TEST(!peer.WasReset());
}

BOOST_FIXTURE_TEST_CASE(a_head_answer_tells_the_length_it_would_have, HttpFixture) {
  TcpPeer peer(server->Port());
  peer.Send("HEAD /health HTTP/1.1\r\n" + kEnd);
  BOOST_TEST(peer.ReadAll().find("Content-Length: 12\r\n") != std::string::npos);
}

BOOST_FIXTURE_TEST_CASE(a_refused_method_is_told_the_others, HttpFixture) {
  TcpPeer peer(server->Port());
  peer.Send("PUT / HTTP/1.1\r\n" + kEnd);
  BOOST_TEST(peer.ReadAll().find("Allow: GET, HEAD\r\n") != std::string::npos);
}

BOOST_FIXTURE_TEST_CASE(a_connection_is_kept_for_the_next_request, HttpFixture) {
  TcpPeer peer(server->Port());
  for (const char* path : {"/a", "/b", "/c"}) {
    peer.Send(std::string("GET ") + path + " HTTP/1.1\r\nHost: x\r\n\r\n");
    BOOST_TEST(peer.ReadUntil("GET " + std::string(path)).ends_with(path));
  }
}

BOOST_FIXTURE_TEST_CASE(requests_in_one_packet_are_answered_in_order, HttpFixture) {
  TcpPeer peer(server->Port());
  peer.Send("GET /a HTTP/1.1\r\nHost: x\r\n\r\nGET /b HTTP/1.1\r\n" + kEnd);
  const std::string answer = peer.ReadAll();
  BOOST_TEST(answer.find("GET /a") < answer.find("GET /b"));
  BOOST_TEST(answer.ends_with("GET /b"));
}

BOOST_FIXTURE_TEST_CASE(a_silent_peer_is_hung_up_on, HttpFixture) {
  Bind(Millis(50));
  TcpPeer peer(server->Port());
  BOOST_TEST(peer.IsClosed());
}

BOOST_FIXTURE_TEST_CASE(a_dripped_head_has_no_more_time, HttpFixture) {
  Bind(Millis(100));
  TcpPeer peer(server->Port());
  const auto begin = std::chrono::steady_clock::now();
  peer.Send("GET / HTTP/1.1\r\nX: ");
  while (peer.IsSilent(10) && std::chrono::steady_clock::now() - begin < std::chrono::seconds(5)) {
    peer.Send("x");
  }
  BOOST_TEST(peer.IsClosed(0));
}

BOOST_FIXTURE_TEST_CASE(many_peers_are_answered_at_once, HttpFixture) {
  std::vector<std::unique_ptr<TcpPeer>> peers;
  for (int i = 0; i < 50; ++i) peers.push_back(std::make_unique<TcpPeer>(server->Port()));
  for (const auto& peer : peers) peer->Send("GET /a HTTP/1.1\r\n" + kEnd);
  int answered = 0;
  for (const auto& peer : peers) answered += peer->ReadAll().ends_with("GET /a") ? 1 : 0;
  BOOST_TEST(answered == 50);
}

BOOST_FIXTURE_TEST_CASE(stop_closes_kept_connections_and_the_port, HttpFixture) {
  const std::uint16_t port = server->Port();
  TcpPeer peer(port);
  peer.Send("GET /a HTTP/1.1\r\nHost: x\r\n\r\n");
  BOOST_TEST(peer.ReadUntil("GET /a").ends_with("GET /a"));
  server->Stop();
  BOOST_TEST(peer.IsClosed());
  BOOST_TEST(!peer.WasReset());
  BOOST_TEST(!TcpPeer(port).Ok());
}

BOOST_FIXTURE_TEST_CASE(an_address_in_use_is_refused, HttpFixture) {
  const std::string address = "127.0.0.1:" + std::to_string(server->Port());
  const auto second =
      HttpServer::Bind(io.Executor(), address, [](const HttpRequest&) { return HttpResponse{}; });
  BOOST_REQUIRE(second.has_error());
  BOOST_TEST((second.error().code == Code::kIo));
  BOOST_TEST(second.error().where == address);
}

// Takes bodies of 100 bytes, and answers with what came.
struct PostFixture {
  PostFixture() {
    HttpPosts posts;
    posts.most_bytes = 100;
    posts.task = [](HttpRequest request) -> boost::asio::awaitable<HttpResponse> {
      if (request.target == "/throw") throw std::runtime_error("thrown by the test");
      HttpResponse response{201, "application/fhir+json",
                            request.content_type + " " + request.authorization + " " +
                                request.target + " " + request.body};
      response.location = "here/1";
      if (request.target == "/busy") {
        response.status = 503;
        response.retry_after = 7;
      }
      co_return response;
    };
    auto bound = HttpServer::Bind(
        io.Executor(), "127.0.0.1:0",
        [](const HttpRequest& request) -> HttpResponse {
          return {200, "text/plain", request.method};
        },
        std::move(posts), Millis(200));
    BOOST_REQUIRE(bound.has_value());
    server = std::move(*bound);
    server->Start();
  }
  ~PostFixture() {
    server.reset();
    io.Join();
  }
  PostFixture(const PostFixture&) = delete;
  PostFixture& operator=(const PostFixture&) = delete;

  std::string Ask(const std::string& request) {
    TcpPeer peer(server->Port());
    peer.Send(request);
    std::string answer = peer.ReadAll();
    BOOST_TEST(!peer.WasReset());
    return answer;
  }

  IoThreads io;
  std::unique_ptr<HttpServer> server;
};

BOOST_FIXTURE_TEST_CASE(a_posted_body_reaches_the_task, PostFixture) {
  const std::string answer =
      Ask("POST /Observation?x HTTP/1.1\r\nContent-Type: a/b\r\nAuthorization: Bearer t\r\n"
          "Content-Length: 5\r\n" +
          kEnd + "hello");
  BOOST_TEST(answer.starts_with("HTTP/1.1 201 Created\r\n"));
  BOOST_TEST(answer.find("Location: here/1\r\n") != std::string::npos);
  BOOST_TEST(answer.ends_with("a/b Bearer t /Observation hello"));
}

BOOST_FIXTURE_TEST_CASE(a_body_in_chunks_is_put_together, PostFixture) {
  BOOST_TEST(Ask("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n" + kEnd +
                 "2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n")
                 .ends_with(" / hello"));
}

BOOST_FIXTURE_TEST_CASE(a_body_is_waited_for_when_the_peer_asks_first, PostFixture) {
  TcpPeer peer(server->Port());
  peer.Send("POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 5\r\n" + kEnd);
  BOOST_TEST(peer.ReadUntil("\r\n\r\n").starts_with("HTTP/1.1 100 Continue"));
  peer.Send("hello");
  BOOST_TEST(peer.ReadAll().ends_with(" / hello"));
}

BOOST_FIXTURE_TEST_CASE(a_long_body_is_refused_with_or_without_a_length, PostFixture) {
  const std::string long_body(101, 'x');
  BOOST_TEST(Ask("POST / HTTP/1.1\r\nContent-Length: 101\r\n" + kEnd + long_body)
                 .starts_with("HTTP/1.1 413 "));
  BOOST_TEST(Ask("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n" + kEnd + "65\r\n" + long_body +
                 "\r\n0\r\n\r\n")
                 .starts_with("HTTP/1.1 413 "));
  BOOST_TEST(Ask("POST / HTTP/1.1\r\nContent-Length: 100\r\n" + kEnd + long_body.substr(1))
                 .starts_with("HTTP/1.1 201 "));
}

BOOST_FIXTURE_TEST_CASE(what_is_asked_wrongly_is_told_so, PostFixture) {
  BOOST_TEST(Ask("POST / HTTP/1.1\r\n" + kEnd).starts_with("HTTP/1.1 411 "));
  const std::string put = Ask("PUT / HTTP/1.1\r\nContent-Length: 0\r\n" + kEnd);
  BOOST_TEST(put.starts_with("HTTP/1.1 405 "));
  BOOST_TEST(put.find("Allow: GET, HEAD, POST\r\n") != std::string::npos);
  BOOST_TEST(
      Ask("POST /throw HTTP/1.1\r\nContent-Length: 0\r\n" + kEnd).starts_with("HTTP/1.1 500 "));
  BOOST_TEST(
      Ask("POST /busy HTTP/1.1\r\nContent-Length: 0\r\n" + kEnd).find("Retry-After: 7\r\n") !=
      std::string::npos);
}

BOOST_FIXTURE_TEST_CASE(half_a_body_is_never_handed_on, PostFixture) {
  BOOST_TEST(Ask("POST / HTTP/1.1\r\nContent-Length: 5\r\n" + kEnd + "hel").empty());
}

BOOST_FIXTURE_TEST_CASE(several_bodies_on_one_connection_are_taken_in_order, PostFixture) {
  TcpPeer peer(server->Port());
  for (const char* body : {"one", "two"}) {
    peer.Send(std::string("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\n") + body);
    BOOST_TEST(peer.ReadUntil(body).ends_with(body));
  }
  peer.Send("GET / HTTP/1.1\r\n" + kEnd);
  BOOST_TEST(peer.ReadAll().ends_with("GET"));
}

BOOST_AUTO_TEST_CASE(a_server_answers_on_ipv6) {
  IoThreads io;
  auto server =
      HttpServer::Bind(io.Executor(), "[::1]:0", [](const HttpRequest&) { return HttpResponse{}; });
  BOOST_REQUIRE(server.has_value());
  (*server)->Start();
  TcpPeer peer((*server)->Port(), true);
  peer.Send("GET / HTTP/1.1\r\n" + kEnd);
  BOOST_TEST(peer.ReadAll().starts_with("HTTP/1.1 200 OK\r\n"));
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::net
