#include "edge/net/mllp_connection.h"

#include <string>
#include <thread>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "tests/edge/net/mllp_fixture.h"

namespace wardbridge::net {

BOOST_AUTO_TEST_SUITE(mllp_connection)

namespace {

using test::Becomes;
using test::Framed;
using test::MllpFixture;
using test::TcpPeer;
using Kind = MllpNotice::Kind;
using Lines = std::vector<std::string>;
namespace tools = boost::test_tools;

// --- frames and answers

BOOST_FIXTURE_TEST_CASE(a_frame_is_answered_in_a_frame, MllpFixture) {
  TcpPeer peer(Listen());
  peer.Send(Framed("a"));
  BOOST_TEST(peer.ReadUntil("\r") == Framed("ACK:a"));
}

BOOST_FIXTURE_TEST_CASE(each_answer_is_one_segment_of_its_own, MllpFixture) {
  TcpPeer peer(Listen());
  peer.Send(Framed("two"));
  BOOST_TEST(peer.ReadFrame() == "ACK:two");
  BOOST_TEST(peer.ReadFrame() == "ACK:again");
  BOOST_TEST(peer.DataSegmentsReceived() == 2);
}

BOOST_FIXTURE_TEST_CASE(frames_in_one_packet_are_answered_in_order, MllpFixture) {
  TcpPeer peer(Listen());
  peer.Send(Framed("a") + Framed("b") + Framed("c"));
  BOOST_TEST(peer.ReadFrame() == "ACK:a");
  BOOST_TEST(peer.ReadFrame() == "ACK:b");
  BOOST_TEST(peer.ReadFrame() == "ACK:c");
}

BOOST_FIXTURE_TEST_CASE(a_frame_may_come_byte_by_byte, MllpFixture) {
  TcpPeer peer(Listen());
  for (const char c : Framed("slow")) peer.Send(std::string(1, c));
  BOOST_TEST(peer.ReadFrame() == "ACK:slow");
}

BOOST_FIXTURE_TEST_CASE(a_frame_of_one_mib_comes_whole, MllpFixture) {
  TcpPeer peer(Listen());
  const std::string content(1U << 20U, 'm');
  std::thread sender([&] { peer.Send(Framed(content)); });
  const std::string answer = peer.ReadFrame();
  sender.join();
  BOOST_TEST((answer == "ACK:" + content));
}

BOOST_FIXTURE_TEST_CASE(a_large_answer_reaches_a_peer_that_reads_late, MllpFixture) {
  TcpPeer peer;
  peer.ShrinkReceiveBuffer();
  BOOST_REQUIRE(peer.Connect(Listen()));
  peer.Send(Framed("long"));
  BOOST_TEST(script->Events(1).size() == 1U);
  BOOST_TEST(peer.ReadFrame(20'000).size() == 4U + (8U << 20U));
}

BOOST_FIXTURE_TEST_CASE(a_commit_block_of_release_2_goes_to_the_handler, MllpFixture) {
  TcpPeer peer(Listen());
  peer.Send(Framed("\x06"));
  BOOST_TEST(script->Events(1) == Lines{"frame(\x06)"}, tools::per_element());
}

BOOST_FIXTURE_TEST_CASE(a_fragment_goes_to_the_handler_and_is_not_answered, MllpFixture) {
  TcpPeer peer(Listen());
  peer.Send(
      "\x0B"
      "half" +
      Framed("whole"));
  BOOST_TEST(peer.ReadFrame() == "ACK:whole");
  BOOST_TEST(script->Events(2) == (Lines{"fragment/restarted(half)", "frame(whole)"}),
             tools::per_element());
}

BOOST_FIXTURE_TEST_CASE(an_oversize_frame_goes_to_the_handler_with_its_head_and_is_answered,
                        MllpFixture) {
  options.max_frame_bytes = 5'000;
  TcpPeer peer(Listen());
  const std::string head(4'096, 'h');
  peer.Send(Framed(head + std::string(200'000, 'x')) + Framed("next"));
  BOOST_TEST((peer.ReadFrame() == "ACK:" + head));
  BOOST_TEST(peer.ReadFrame() == "ACK:next");
  BOOST_TEST((script->Events(2)[0] == "oversize(" + head + ")"));
}

BOOST_FIXTURE_TEST_CASE(an_empty_frame_is_noticed_and_given_to_nobody, MllpFixture) {
  TcpPeer peer(Listen());
  peer.Send(Framed("") + Framed("a"));
  BOOST_TEST(peer.ReadFrame() == "ACK:a");
  BOOST_TEST(script->EventCount() == 1U);
  BOOST_TEST(script->Notices(Kind::kEmptyFrame).size() == 1U);
}

// --- tolerance

BOOST_FIXTURE_TEST_CASE(noise_is_counted_and_the_frame_after_it_is_taken, MllpFixture) {
  TcpPeer peer(Listen());
  peer.Send("hello\r\n" + Framed("a"));
  BOOST_TEST(peer.ReadFrame() == "ACK:a");
  BOOST_TEST(script->Notices(Kind::kNoise) == std::vector<std::size_t>{5}, tools::per_element());
}

BOOST_FIXTURE_TEST_CASE(too_much_noise_ends_the_connection, MllpFixture) {
  TcpPeer peer(Listen());
  peer.Send(Framed("a") + std::string(65'537, 'n'));
  BOOST_TEST(peer.ReadFrame() == "ACK:a");
  BOOST_TEST(peer.IsClosed());
}

BOOST_FIXTURE_TEST_CASE(silence_after_fs_completes_the_frame_with_a_warning, MllpFixture) {
  options.quiet_after_fs = Millis(20);
  TcpPeer peer(Listen());
  peer.Send(
      "\x0B"
      "a\x1C");
  BOOST_TEST(peer.ReadFrame() == "ACK:a");
  BOOST_TEST(script->Events(1) == Lines{"frame!(a)"}, tools::per_element());
  BOOST_TEST(script->Notices(Kind::kFrameWarning).size() == 1U);
  peer.Send("\r" + Framed("b"));
  BOOST_TEST(peer.ReadFrame() == "ACK:b");
}

BOOST_FIXTURE_TEST_CASE(a_frame_is_not_completed_before_the_silence_has_lasted, MllpFixture) {
  options.quiet_after_fs = Millis(60'000);
  TcpPeer peer(Listen());
  peer.Send(
      "\x0B"
      "a\x1C");
  BOOST_TEST(peer.IsSilent(50));
  peer.Send("b\x1C\r");
  BOOST_TEST(peer.ReadFrame() ==
             "ACK:a\x1C"
             "b");
}

BOOST_FIXTURE_TEST_CASE(a_frame_that_is_never_finished_ends_the_connection, MllpFixture) {
  options.frame_timeout = Millis(50);
  TcpPeer peer(Listen());
  peer.Send(
      "\x0B"
      "half");
  BOOST_TEST(peer.IsClosed());
  BOOST_TEST(script->Events(1) == Lines{"fragment/timeout(half)"}, tools::per_element());
}

BOOST_FIXTURE_TEST_CASE(a_drip_of_bytes_does_not_prolong_a_frame, MllpFixture) {
  options.frame_timeout = Millis(100);
  TcpPeer peer(Listen());
  peer.Send("\x0B");
  const auto begin = std::chrono::steady_clock::now();
  while (peer.IsSilent(10) && std::chrono::steady_clock::now() - begin < std::chrono::seconds(5)) {
    peer.Send("x");
  }
  BOOST_TEST(peer.IsClosed(0));
}

BOOST_FIXTURE_TEST_CASE(an_idle_connection_is_kept, MllpFixture) {
  options.frame_timeout = Millis(20);
  options.quiet_after_fs = Millis(5);
  TcpPeer peer(Listen());
  peer.Send(Framed("a"));
  BOOST_TEST(peer.ReadFrame() == "ACK:a");
  BOOST_TEST(peer.IsSilent(100));
  peer.Send(Framed("b"));
  BOOST_TEST(peer.ReadFrame() == "ACK:b");
}

BOOST_FIXTURE_TEST_CASE(the_time_the_handler_takes_is_not_the_peer_s, MllpFixture) {
  options.frame_timeout = Millis(50);
  TcpPeer peer(Listen());
  peer.Send(Framed("hold") +
            "\x0B"
            "sec");
  BOOST_TEST(script->Events(1).size() == 1U);
  BOOST_TEST(peer.IsSilent(150));
  script->Release("hold");
  BOOST_TEST(peer.ReadFrame() == "ACK:hold");
  peer.Send("ond\x1C\r");
  BOOST_TEST(peer.ReadFrame() == "ACK:second");
}

// --- back-pressure and pipelining

BOOST_FIXTURE_TEST_CASE(nothing_is_read_while_a_frame_is_in_hand, MllpFixture) {
  TcpPeer peer(Listen());
  peer.Send(Framed("hold"));
  BOOST_TEST(script->Events(1).size() == 1U);
  const std::string chunk = Framed(std::string(100'000, 'x'));
  std::size_t taken = 0;
  for (int still = 0; still < 5 && taken < (64U << 20U);) {
    const std::size_t sent = peer.SendSome(chunk);
    taken += sent;
    if (sent > 0) continue;
    ++still;
    static_cast<void>(peer.IsSilent(20));
  }
  BOOST_TEST(taken < (32U << 20U));
  BOOST_TEST(script->EventCount() == 1U);
  script->Release("hold");
  BOOST_TEST(peer.ReadFrame() == "ACK:hold");
  BOOST_TEST(peer.ReadFrame().size() == 100'004U);
}

BOOST_FIXTURE_TEST_CASE(pipelined_frames_are_in_hand_together_up_to_the_limit, MllpFixture) {
  options.in_flight = 3;
  TcpPeer peer(Listen());
  peer.Send(Framed("hold1") + Framed("hold2") + Framed("hold3") + Framed("hold4"));
  BOOST_TEST(script->Events(3).size() == 3U);
  BOOST_TEST(peer.IsSilent(30));
  BOOST_TEST(script->EventCount() == 3U);
  script->Release("hold1");
  BOOST_TEST(script->Events(4).size() == 4U);
}

BOOST_FIXTURE_TEST_CASE(pipelined_answers_keep_the_order_of_the_frames, MllpFixture) {
  options.in_flight = 8;
  TcpPeer peer(Listen());
  peer.Send(Framed("hold1") + Framed("b") + Framed("hold3") + Framed("d"));
  BOOST_TEST(script->Events(4).size() == 4U);
  script->Release("hold3");
  BOOST_TEST(peer.IsSilent(30));
  script->Release("hold1");
  for (const char* want : {"ACK:hold1", "ACK:b", "ACK:hold3", "ACK:d"}) {
    BOOST_TEST(peer.ReadFrame() == want);
  }
}

BOOST_FIXTURE_TEST_CASE(many_pipelined_frames_are_all_answered_in_order, MllpFixture) {
  options.in_flight = 64;
  TcpPeer peer(Listen());
  constexpr int kCount = 2'000;
  std::thread sender([&] {
    for (int i = 0; i < kCount; ++i) peer.Send(Framed(std::to_string(i)));
  });
  int right = 0;
  for (int i = 0; i < kCount; ++i) right += peer.ReadFrame() == "ACK:" + std::to_string(i) ? 1 : 0;
  sender.join();
  BOOST_TEST(right == kCount);
}

// --- hanging up

BOOST_FIXTURE_TEST_CASE(a_reply_that_closes_is_written_first_and_nothing_after_it_is_taken,
                        MllpFixture) {
  TcpPeer peer(Listen());
  peer.Send(Framed("close") + Framed("b"));
  BOOST_TEST(peer.ReadAll() == Framed("ACK:close"));
  BOOST_TEST(script->EventCount() == 1U);
}

BOOST_FIXTURE_TEST_CASE(after_a_reply_that_closes_pipelined_answers_are_not_written, MllpFixture) {
  options.in_flight = 4;
  TcpPeer peer(Listen());
  peer.Send(Framed("hold1") + Framed("close") + Framed("c"));
  BOOST_TEST(script->Events(3).size() == 3U);
  script->Release("hold1");
  BOOST_TEST(peer.ReadAll() == Framed("ACK:hold1") + Framed("ACK:close"));
}

BOOST_FIXTURE_TEST_CASE(hanging_up_on_a_peer_that_goes_on_sending_does_not_lose_the_answer,
                        MllpFixture) {
  TcpPeer peer(Listen());
  peer.Send(Framed("hold"));
  BOOST_TEST(script->Events(1).size() == 1U);
  peer.Send(Framed("close") + std::string(100'000, '\r'));
  script->Release("hold");
  BOOST_TEST(script->Events(2).size() == 2U);
  peer.Send(std::string(100'000, '\r'));
  BOOST_TEST(peer.ReadAll() == Framed("ACK:hold") + Framed("ACK:close"));
  BOOST_TEST(!peer.WasReset());
}

BOOST_FIXTURE_TEST_CASE(a_handler_that_throws_hangs_up_without_an_answer, MllpFixture) {
  const std::uint16_t port = Listen();
  TcpPeer peer(port);
  peer.Send(Framed("throw"));
  BOOST_TEST(peer.ReadAll() == "");
  TcpPeer other(port);
  other.Send(Framed("a"));
  BOOST_TEST(other.ReadFrame() == "ACK:a");
}

BOOST_FIXTURE_TEST_CASE(a_pipelined_handler_that_throws_hangs_up_after_the_answers_before_it,
                        MllpFixture) {
  options.in_flight = 4;
  TcpPeer peer(Listen());
  peer.Send(Framed("hold1") + Framed("throw") + Framed("c"));
  BOOST_TEST(script->Events(3).size() == 3U);
  script->Release("hold1");
  BOOST_TEST(peer.ReadAll() == Framed("ACK:hold1"));
}

BOOST_FIXTURE_TEST_CASE(ten_unreadable_frames_in_a_row_end_the_connection, MllpFixture) {
  TcpPeer peer(Listen());
  for (int i = 0; i < 11; ++i) peer.Send(Framed("unreadable"));
  BOOST_TEST(peer.IsClosed());
  BOOST_TEST(script->EventCount() == 10U);
}

BOOST_FIXTURE_TEST_CASE(a_readable_frame_begins_the_count_of_unreadable_ones_anew, MllpFixture) {
  TcpPeer peer(Listen());
  for (int round = 0; round < 3; ++round) {
    for (int i = 0; i < 9; ++i) peer.Send(Framed("unreadable"));
    peer.Send(Framed("good"));
    BOOST_TEST(peer.ReadFrame() == "ACK:good");
  }
}

BOOST_FIXTURE_TEST_CASE(a_peer_that_does_not_take_its_answer_is_hung_up_on, MllpFixture) {
  options.write_timeout = Millis(100);
  TcpPeer peer;
  peer.ShrinkReceiveBuffer();
  BOOST_REQUIRE(peer.Connect(Listen()));
  peer.Send(Framed("long"));
  BOOST_TEST(script->Events(1).size() == 1U);
  BOOST_TEST(Becomes([&] { return listener->ConnectionCount() == 0; }));
}

// --- the peer's end

BOOST_FIXTURE_TEST_CASE(a_half_closed_peer_gets_its_answer_then_the_end, MllpFixture) {
  TcpPeer peer(Listen());
  peer.Send(Framed("hold") + Framed("b"));
  peer.FinishSending();
  BOOST_TEST(script->Events(1).size() == 1U);
  script->Release("hold");
  BOOST_TEST(peer.ReadAll() == Framed("ACK:hold") + Framed("ACK:b"));
}

BOOST_FIXTURE_TEST_CASE(a_half_closed_peer_gets_pipelined_answers_too, MllpFixture) {
  options.in_flight = 4;
  TcpPeer peer(Listen());
  peer.Send(Framed("hold") + Framed("b"));
  peer.FinishSending();
  BOOST_TEST(script->Events(2).size() == 2U);
  script->Release("hold");
  BOOST_TEST(peer.ReadAll() == Framed("ACK:hold") + Framed("ACK:b"));
}

BOOST_FIXTURE_TEST_CASE(an_orderly_end_right_after_fs_is_as_good_as_silence, MllpFixture) {
  options.quiet_after_fs = Millis(60'000);
  TcpPeer peer(Listen());
  peer.Send(
      "\x0B"
      "a\x1C");
  peer.FinishSending();
  BOOST_TEST(peer.ReadAll() == Framed("ACK:a"));
}

BOOST_FIXTURE_TEST_CASE(an_end_inside_a_frame_leaves_a_fragment_and_no_answer, MllpFixture) {
  TcpPeer peer(Listen());
  peer.Send(
      "\x0B"
      "half");
  peer.FinishSending();
  BOOST_TEST(peer.ReadAll() == "");
  BOOST_TEST(script->Events(1) == Lines{"fragment/peer-closed(half)"}, tools::per_element());
}

BOOST_FIXTURE_TEST_CASE(a_reset_inside_a_frame_leaves_a_fragment, MllpFixture) {
  TcpPeer peer(Listen());
  peer.Send(Framed("a") +
            "\x0B"
            "half");
  BOOST_TEST(peer.ReadFrame() == "ACK:a");
  peer.Reset();
  BOOST_TEST(script->Events(2).back() == "fragment/peer-closed(half)");
}

BOOST_FIXTURE_TEST_CASE(a_reset_while_a_frame_is_in_hand_harms_nobody_else, MllpFixture) {
  const std::uint16_t port = Listen();
  {
    TcpPeer peer(port);
    peer.Send(Framed("hold"));
    BOOST_TEST(script->Events(1).size() == 1U);
    peer.Reset();
  }
  script->Release("hold");
  BOOST_TEST(Becomes([&] { return listener->ConnectionCount() == 0; }));
  TcpPeer other(port);
  other.Send(Framed("a"));
  BOOST_TEST(other.ReadFrame() == "ACK:a");
}

BOOST_FIXTURE_TEST_CASE(a_peer_that_drips_does_not_keep_others_waiting, MllpFixture) {
  const std::uint16_t port = Listen();
  std::vector<std::unique_ptr<TcpPeer>> slow;
  for (int i = 0; i < 20; ++i) {
    slow.push_back(std::make_unique<TcpPeer>(port));
    slow.back()->Send(
        "\x0B"
        "MSH");
  }
  TcpPeer other(port);
  other.Send(Framed("a"));
  BOOST_TEST(other.ReadFrame() == "ACK:a");
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::net
