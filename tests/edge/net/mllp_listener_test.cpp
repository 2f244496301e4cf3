#include "edge/net/mllp_listener.h"

#include <future>
#include <string>
#include <thread>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "tests/edge/net/mllp_fixture.h"

namespace wardbridge::net {

BOOST_AUTO_TEST_SUITE(mllp_listener)

namespace {

using test::Becomes;
using test::Framed;
using test::MllpFixture;
using test::TcpPeer;
using Kind = MllpNotice::Kind;
using Counts = std::vector<std::size_t>;
namespace tools = boost::test_tools;

// Stops the listener and says when it is drained.
std::future<void> Stop(MllpListener& listener, Millis limit) {
  const auto drained = std::make_shared<std::promise<void>>();
  std::future<void> done = drained->get_future();
  listener.Stop(limit, [drained] { drained->set_value(); });  // a second call would throw
  return done;
}

bool IsDone(std::future<void>& future, std::chrono::milliseconds within = std::chrono::seconds(5)) {
  return future.wait_for(within) == std::future_status::ready;
}

BOOST_FIXTURE_TEST_CASE(an_address_in_use_is_refused_with_the_reason, MllpFixture) {
  const std::uint16_t port = Listen();
  MllpOptions second = options;
  second.address = "127.0.0.1:" + std::to_string(port);
  const auto bound = MllpListener::Bind(io.Executor(), second, script->AsHandler(), nullptr);
  BOOST_REQUIRE(bound.has_error());
  BOOST_TEST((bound.error().code == Code::kIo));
  BOOST_TEST(bound.error().where == second.address);
  BOOST_TEST(bound.error().detail == "in use: another program listens there");
}

BOOST_FIXTURE_TEST_CASE(a_listener_hears_on_ipv6, MllpFixture) {
  options.address = "[::1]:0";
  TcpPeer peer(Listen(), true);
  peer.Send(Framed("a"));
  BOOST_TEST(peer.ReadFrame() == "ACK:a");
}

BOOST_FIXTURE_TEST_CASE(a_listener_without_an_observer_serves, MllpFixture) {
  auto bound = MllpListener::Bind(io.Executor(), options, script->AsHandler(), nullptr);
  BOOST_REQUIRE(bound.has_value());
  (*bound)->Start();
  TcpPeer peer((*bound)->Port());
  peer.Send("noise" + Framed("a"));
  BOOST_TEST(peer.ReadFrame() == "ACK:a");
}

BOOST_FIXTURE_TEST_CASE(the_handler_is_told_the_listener_s_name, MllpFixture) {
  const auto name = std::make_shared<std::promise<std::string>>();
  const auto handler = [name](std::string listener_name,
                              FrameEvent) -> boost::asio::awaitable<MllpReply> {
    name->set_value(std::move(listener_name));
    throw std::runtime_error("enough");
  };
  auto bound = MllpListener::Bind(io.Executor(), options, handler, nullptr);
  BOOST_REQUIRE(bound.has_value());
  (*bound)->Start();
  TcpPeer peer((*bound)->Port());
  peer.Send(Framed("a"));
  BOOST_TEST(name->get_future().get() == "adt");
}

BOOST_FIXTURE_TEST_CASE(an_observer_that_throws_is_borne, MllpFixture) {
  auto bound = MllpListener::Bind(io.Executor(), options, script->AsHandler(),
                                  [](const MllpNotice&) { throw std::runtime_error("observer"); });
  BOOST_REQUIRE(bound.has_value());
  (*bound)->Start();
  TcpPeer peer((*bound)->Port());
  peer.Send("noise" + Framed("a"));
  BOOST_TEST(peer.ReadFrame() == "ACK:a");
}

BOOST_FIXTURE_TEST_CASE(comers_and_goers_are_told_with_the_number_inside, MllpFixture) {
  const std::uint16_t port = Listen();
  TcpPeer first(port);
  BOOST_TEST(script->Notices(Kind::kConnected, 1) == Counts{1}, tools::per_element());
  {
    TcpPeer second(port);
    BOOST_TEST(script->Notices(Kind::kConnected, 2) == (Counts{1, 2}), tools::per_element());
    BOOST_TEST(listener->ConnectionCount() == 2U);
  }
  BOOST_TEST(script->Notices(Kind::kDisconnected, 1) == Counts{1}, tools::per_element());
  BOOST_TEST(listener->ConnectionCount() == 1U);
}

BOOST_FIXTURE_TEST_CASE(beyond_the_limit_nobody_is_accepted_until_one_leaves, MllpFixture) {
  options.max_connections = 2;
  const std::uint16_t port = Listen();
  auto first = std::make_unique<TcpPeer>(port);
  TcpPeer second(port);
  BOOST_TEST(script->Notices(Kind::kConnected, 2).size() == 2U);
  TcpPeer third(port);
  third.Send(Framed("c"));
  BOOST_TEST(script->Notices(Kind::kRefusedFull) == Counts{2}, tools::per_element());
  BOOST_TEST(third.IsSilent(50));
  first.reset();
  BOOST_TEST(third.ReadFrame() == "ACK:c");
  BOOST_TEST(listener->ConnectionCount() == 2U);
}

BOOST_FIXTURE_TEST_CASE(being_full_is_told_once_as_long_as_somebody_waits, MllpFixture) {
  options.max_connections = 1;
  const std::uint16_t port = Listen();
  auto inside = std::make_unique<TcpPeer>(port);
  BOOST_TEST(script->Notices(Kind::kConnected, 1).size() == 1U);
  std::vector<std::unique_ptr<TcpPeer>> waiting;
  for (int i = 0; i < 3; ++i) waiting.push_back(std::make_unique<TcpPeer>(port));
  BOOST_TEST(script->Notices(Kind::kRefusedFull).size() == 1U);
  inside.reset();
  BOOST_TEST(script->Notices(Kind::kConnected, 2).size() == 2U);
  BOOST_TEST(waiting.back()->IsSilent(50));
  BOOST_TEST(script->Notices(Kind::kRefusedFull).size() == 1U);
}

BOOST_FIXTURE_TEST_CASE(many_connections_are_served_on_two_threads, MllpFixture) {
  const std::uint16_t port = Listen();
  constexpr int kPeers = 200;
  constexpr int kMessages = 10;
  std::vector<std::unique_ptr<TcpPeer>> peers;
  for (int i = 0; i < kPeers; ++i) peers.push_back(std::make_unique<TcpPeer>(port));
  int right = 0;
  for (int m = 0; m < kMessages; ++m) {
    for (int i = 0; i < kPeers; ++i) peers[i]->Send(Framed(std::to_string(i)));
    for (int i = 0; i < kPeers; ++i)
      right += peers[i]->ReadFrame() == "ACK:" + std::to_string(i) ? 1 : 0;
  }
  BOOST_TEST(right == kPeers * kMessages);
}

BOOST_FIXTURE_TEST_CASE(two_listeners_share_the_threads, MllpFixture) {
  const std::uint16_t first = Listen();
  auto second = MllpListener::Bind(io.Executor(), options, script->AsHandler(), nullptr);
  BOOST_REQUIRE(second.has_value());
  (*second)->Start();
  TcpPeer a(first);
  TcpPeer b((*second)->Port());
  b.Send(Framed("b"));
  a.Send(Framed("a"));
  BOOST_TEST(a.ReadFrame() == "ACK:a");
  BOOST_TEST(b.ReadFrame() == "ACK:b");
}

// --- stopping

BOOST_FIXTURE_TEST_CASE(a_listener_that_was_never_started_drains_at_once, MllpFixture) {
  auto bound = MllpListener::Bind(io.Executor(), options, script->AsHandler(), nullptr);
  BOOST_REQUIRE(bound.has_value());
  auto drained = Stop(**bound, Millis(60'000));
  BOOST_TEST(IsDone(drained));
}

BOOST_FIXTURE_TEST_CASE(idle_connections_are_closed_in_order_at_stop, MllpFixture) {
  TcpPeer peer(Listen());
  peer.Send(Framed("a"));
  BOOST_TEST(peer.ReadFrame() == "ACK:a");
  auto drained = Stop(*listener, Millis(60'000));
  BOOST_TEST(peer.IsClosed());
  BOOST_TEST(!peer.WasReset());
  BOOST_TEST(IsDone(drained));
  BOOST_TEST(listener->ConnectionCount() == 0U);
}

BOOST_FIXTURE_TEST_CASE(frames_in_hand_are_answered_at_stop, MllpFixture) {
  TcpPeer peer(Listen());
  peer.Send(Framed("hold") + Framed("b") +
            "\x0B"
            "half");
  BOOST_TEST(script->Events(1).size() == 1U);
  auto drained = Stop(*listener, Millis(60'000));
  BOOST_TEST(!IsDone(drained, std::chrono::milliseconds(50)));
  script->Release("hold");
  BOOST_TEST(peer.ReadAll() == Framed("ACK:hold") + Framed("ACK:b"));
  BOOST_TEST(IsDone(drained));
  BOOST_TEST(script->Events(3).back() == "fragment/stopped(half)");
}

BOOST_FIXTURE_TEST_CASE(a_frame_whose_end_is_not_sure_is_not_acknowledged_at_stop, MllpFixture) {
  options.quiet_after_fs = Millis(60'000);
  TcpPeer peer(Listen());
  peer.Send(Framed("a") +
            "\x0B"
            "b\x1C");
  BOOST_TEST(peer.ReadFrame() == "ACK:a");
  auto drained = Stop(*listener, Millis(60'000));
  BOOST_TEST(peer.ReadAll() == "");
  BOOST_TEST(IsDone(drained));
  BOOST_TEST(script->Events(2).back() == "fragment/stopped(b\x1C)");
}

BOOST_FIXTURE_TEST_CASE(pipelined_frames_in_hand_are_answered_at_stop, MllpFixture) {
  options.in_flight = 4;
  TcpPeer peer(Listen());
  peer.Send(Framed("hold") + Framed("b"));
  BOOST_TEST(script->Events(2).size() == 2U);
  auto drained = Stop(*listener, Millis(60'000));
  script->Release("hold");
  BOOST_TEST(peer.ReadAll() == Framed("ACK:hold") + Framed("ACK:b"));
  BOOST_TEST(IsDone(drained));
}

BOOST_FIXTURE_TEST_CASE(a_handler_that_hangs_does_not_keep_stop_beyond_its_limit, MllpFixture) {
  TcpPeer peer(Listen());
  peer.Send(Framed("hold"));
  BOOST_TEST(script->Events(1).size() == 1U);
  auto drained = Stop(*listener, Millis(50));
  BOOST_TEST(IsDone(drained));
  BOOST_TEST(peer.ReadAll() == "");
}

BOOST_FIXTURE_TEST_CASE(a_second_stop_shortens_the_limit, MllpFixture) {
  TcpPeer peer(Listen());
  peer.Send(Framed("hold"));
  BOOST_TEST(script->Events(1).size() == 1U);
  auto patient = Stop(*listener, Millis(60'000));
  auto hasty = Stop(*listener, Millis(0));
  BOOST_TEST(IsDone(hasty));
  BOOST_TEST(IsDone(patient));
}

BOOST_FIXTURE_TEST_CASE(nobody_is_accepted_after_stop, MllpFixture) {
  const std::uint16_t port = Listen();
  auto drained = Stop(*listener, Millis(60'000));
  BOOST_TEST(IsDone(drained));
  BOOST_TEST(!TcpPeer(port).Ok());
}

BOOST_FIXTURE_TEST_CASE(who_waits_outside_at_stop_is_turned_away, MllpFixture) {
  options.max_connections = 1;
  const std::uint16_t port = Listen();
  TcpPeer inside(port);
  BOOST_TEST(script->Notices(Kind::kConnected).size() == 1U);
  TcpPeer outside(port);
  BOOST_TEST(script->Notices(Kind::kRefusedFull).size() == 1U);
  auto drained = Stop(*listener, Millis(60'000));
  BOOST_TEST(outside.IsClosed());
  BOOST_TEST(inside.IsClosed());
  BOOST_TEST(IsDone(drained));
}

BOOST_FIXTURE_TEST_CASE(a_listener_that_is_destroyed_hangs_up, MllpFixture) {
  const std::uint16_t port = Listen();
  TcpPeer peer(port);
  peer.Send(Framed("a"));
  BOOST_TEST(peer.ReadFrame() == "ACK:a");
  listener.reset();
  BOOST_TEST(peer.IsClosed());
  BOOST_TEST(Becomes([&] { return !TcpPeer(port).Ok(); }));
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::net
