// MLLP over TLS: server and mutual, and the reason of each refusal.
#include <string>

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>
#include <boost/test/unit_test.hpp>

#include "edge/net/tls.h"
#include "tests/edge/net/mllp_fixture.h"
#include "tests/support/certificates.h"
#include "tests/support/tcp_peer.h"

namespace wardbridge::net {

BOOST_AUTO_TEST_SUITE(mllp_tls)

namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
using test::Framed;
using test::Identity;
using test::TcpPeer;
using NoticeKind = MllpNotice::Kind;

// A listener with a certificate, and the reasons of what it refused.
struct TlsFixture : test::MllpFixture {
  // Starts; with `is_mutual` clients need a certificate of `authority`.
  std::uint16_t ListenTls(bool is_mutual) {
    TlsServerOptions tls{own.certificate, own.key, is_mutual ? authority.certificate : ""};
    options.tls = *TlsContext::ForServer(tls);
    return Listen();
  }
  std::string RefusedFor() { return script->NoticeReason(NoticeKind::kTlsRefused); }

  Identity authority = test::MakeIdentity({"authority", "", -1, 30, true});
  Identity own = test::MakeIdentity({"listener"}, &authority);
};

// A blocking client of OpenSSL.
class TlsPeer {
 public:
  TlsPeer(std::uint16_t port, const Identity& authority, const Identity* own = nullptr,
          int newest = TLS1_3_VERSION)
      : ssl_(asio::ssl::context::tls_client), stream_(context_, Prepared(authority, own, newest)) {
    stream_.lowest_layer().connect({asio::ip::address_v4::loopback(), port});
    stream_.handshake(asio::ssl::stream_base::client, error_);
  }

  // The answer to a frame; "" when the connection has ended.
  std::string Ask(const std::string& content) { return AskBytes(Framed(content)); }
  std::string AskBytes(const std::string& bytes) {
    if (error_) return "";
    asio::write(stream_, asio::buffer(bytes), error_);
    const std::size_t size =
        asio::read_until(stream_, asio::dynamic_buffer(rest_), "\x1C\r", error_);
    if (error_) return "";
    const std::string answer = rest_.substr(1, size - 3);
    rest_.erase(0, size);
    return answer;
  }
  // Whether the listener ends the connection in the orderly way of TLS.
  bool IsDismissed() {
    char byte = 0;
    stream_.read_some(asio::buffer(&byte, 1), error_);
    return error_ == asio::error::eof;
  }
  void Leave() { stream_.shutdown(error_); }
  [[nodiscard]] bool IsSecure() const { return !error_; }

 private:
  asio::ssl::context& Prepared(const Identity& authority, const Identity* own, int newest) {
    ssl_.add_certificate_authority(asio::buffer(authority.certificate));
    ssl_.set_verify_mode(asio::ssl::verify_peer);
    if (newest < TLS1_2_VERSION) SSL_CTX_set_security_level(ssl_.native_handle(), 0);
    SSL_CTX_set_max_proto_version(ssl_.native_handle(), newest);
    if (own != nullptr) {
      ssl_.use_certificate_chain(asio::buffer(own->certificate));
      ssl_.use_private_key(asio::buffer(own->key), asio::ssl::context::pem);
    }
    return ssl_;
  }

  asio::io_context context_;
  asio::ssl::context ssl_;
  asio::ssl::stream<tcp::socket> stream_;
  error_code error_;
  std::string rest_;  // read, but not of the answer asked for
};

}  // namespace

BOOST_FIXTURE_TEST_CASE(frames_are_answered_over_tls, TlsFixture) {
  TlsPeer peer(ListenTls(false), authority);
  BOOST_TEST(peer.Ask("a") == "ACK:a");
  BOOST_TEST(peer.Ask("b") == "ACK:b");
  peer.Leave();
  const auto events = script->Events(2);
  BOOST_TEST_REQUIRE(events.size() == 2U);
  BOOST_TEST(events[1] == "frame(b)");
}

BOOST_FIXTURE_TEST_CASE(tls_1_2_is_spoken_too, TlsFixture) {
  TlsPeer peer(ListenTls(false), authority, nullptr, TLS1_2_VERSION);
  BOOST_TEST(peer.Ask("a") == "ACK:a");
}

BOOST_FIXTURE_TEST_CASE(a_large_frame_and_a_large_answer_pass, TlsFixture) {
  TlsPeer peer(ListenTls(false), authority);
  const std::string content(3'000'000, 'x');
  BOOST_TEST((peer.Ask(content) == "ACK:" + content));
}

BOOST_FIXTURE_TEST_CASE(several_frames_in_hand_are_answered_in_order, TlsFixture) {
  options.in_flight = 4;
  TlsPeer peer(ListenTls(false), authority);
  BOOST_TEST(peer.Ask("two") == "ACK:two");
  BOOST_TEST(peer.Ask("a") == "ACK:again");
}

BOOST_FIXTURE_TEST_CASE(a_frame_without_cr_is_complete_after_the_quiet_time, TlsFixture) {
  options.quiet_after_fs = Millis(20);
  TlsPeer peer(ListenTls(false), authority);
  BOOST_TEST(peer.AskBytes("\x0B"
                           "a\x1C") == "ACK:a");
  BOOST_TEST(peer.Ask("b") == "ACK:b");  // reading goes on after a read that was given up
}

BOOST_FIXTURE_TEST_CASE(a_stop_ends_connections_in_the_orderly_way, TlsFixture) {
  TlsPeer peer(ListenTls(false), authority);
  BOOST_TEST(peer.Ask("a") == "ACK:a");
  listener->Stop(Millis(5'000), {});
  BOOST_TEST(peer.IsDismissed());
}

BOOST_FIXTURE_TEST_CASE(a_client_with_a_certificate_of_the_authority_is_admitted, TlsFixture) {
  const Identity client = test::MakeIdentity({"client"}, &authority);
  TlsPeer peer(ListenTls(true), authority, &client);
  BOOST_TEST(peer.Ask("a") == "ACK:a");
}

BOOST_FIXTURE_TEST_CASE(a_client_without_a_certificate_is_refused, TlsFixture) {
  TlsPeer peer(ListenTls(true), authority);
  BOOST_TEST(peer.Ask("a").empty());
  BOOST_TEST(RefusedFor() == "tls-no-certificate");
  BOOST_TEST(script->EventCount() == 0U);
}

BOOST_FIXTURE_TEST_CASE(a_client_of_another_authority_is_refused, TlsFixture) {
  const Identity other = test::MakeIdentity({"other authority", "", -1, 30, true});
  const Identity client = test::MakeIdentity({"client"}, &other);
  TlsPeer peer(ListenTls(true), authority, &client);
  BOOST_TEST(peer.Ask("a").empty());
  BOOST_TEST(RefusedFor() == "tls-unknown-ca");
}

BOOST_FIXTURE_TEST_CASE(a_client_whose_certificate_is_over_is_refused, TlsFixture) {
  const Identity client = test::MakeIdentity({"client", "DNS:client", -9, -1}, &authority);
  TlsPeer peer(ListenTls(true), authority, &client);
  BOOST_TEST(peer.Ask("a").empty());
  BOOST_TEST(RefusedFor() == "tls-expired");
}

BOOST_FIXTURE_TEST_CASE(a_client_that_does_not_trust_us_is_named, TlsFixture) {
  const Identity other = test::MakeIdentity({"other authority", "", -1, 30, true});
  TlsPeer peer(ListenTls(false), other);
  BOOST_TEST(!peer.IsSecure());
  BOOST_TEST(RefusedFor() == "tls-certificate-refused");
}

BOOST_FIXTURE_TEST_CASE(an_old_version_of_tls_is_refused, TlsFixture) {
  TlsPeer peer(ListenTls(false), authority, nullptr, TLS1_1_VERSION);
  BOOST_TEST(!peer.IsSecure());
  BOOST_TEST(RefusedFor() == "tls-version");
}

BOOST_FIXTURE_TEST_CASE(a_plain_client_on_a_tls_port_is_named, TlsFixture) {
  TcpPeer peer(ListenTls(false));
  peer.Send(Framed("a message that is long enough to be a record of TLS"));
  BOOST_TEST(peer.IsClosed());
  BOOST_TEST(RefusedFor() == "tls-not-tls");
  BOOST_TEST(script->EventCount() == 0U);
}

BOOST_FIXTURE_TEST_CASE(a_tls_client_on_a_plain_port_is_named, TlsFixture) {
  TlsPeer peer(Listen(), authority);
  BOOST_TEST(!peer.IsSecure());
  BOOST_TEST(RefusedFor() == "tls-not-expected");
  BOOST_TEST(script->EventCount() == 0U);
}

BOOST_FIXTURE_TEST_CASE(a_client_that_never_shakes_hands_is_sent_away, TlsFixture) {
  options.handshake_timeout = Millis(50);
  TcpPeer peer(ListenTls(false));
  BOOST_TEST(peer.IsClosed());
  BOOST_TEST(RefusedFor() == "tls-timeout");
}

BOOST_FIXTURE_TEST_CASE(a_look_whether_the_port_is_open_is_no_news, TlsFixture) {
  {
    TcpPeer look(ListenTls(false));
    look.FinishSending();
    BOOST_TEST(look.IsClosed());
  }
  TcpPeer plain(listener->Port());
  plain.Send(Framed("a message that is long enough to be a record of TLS"));
  BOOST_TEST(RefusedFor() == "tls-not-tls");  // the first that was told
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::net
