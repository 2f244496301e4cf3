// Frames to inbox rows to answers: nothing is answered AA before its commit has returned.
#include "pipeline/intake.h"

#include <array>
#include <optional>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "tests/pipeline/held_store.h"
#include "tests/pipeline/workbench.h"

namespace wardbridge::pipeline {

BOOST_AUTO_TEST_SUITE(intake)

namespace {

using FrameKind = net::FrameEvent::Kind;

class Door {
 public:
  // A frame comes in; its commit is not done yet.
  void Frame(const std::string& content, FrameKind kind = FrameKind::kFrame,
             const std::string& reason = "") {
    reply.reset();
    net::FrameEvent event;
    event.kind = kind;
    event.bytes = content;
    event.reason = reason;
    asio::co_spawn(bench.executor(), intake_.OnEvent(entrance, std::move(event)),
                   [this](const std::exception_ptr& failure, net::MllpReply answer) {
                     BOOST_TEST(!failure);
                     reply = std::move(answer);
                   });
    bench.Settle();
  }
  void Release() {
    while (held.QueueDepth() > 0) {
      held.Release();
      bench.Settle();
    }
  }
  void Fail() {
    held.Fail(Error{Code::kFull, "store", "no space"});
    bench.Settle();
  }
  // A frame whose messages are stored.
  const net::MllpReply& Take(const std::string& content) {
    Frame(content);
    Release();
    BOOST_REQUIRE(reply.has_value());
    return *reply;
  }
  std::vector<store::InboxRow> NewMessages() {
    return bench.In([](store::Rows& rows) { return rows.NewMessages(100); });
  }
  store::Depths Depths() {
    return bench.In([](store::Rows& rows) { return rows.Count(); });
  }

  Workbench bench;
  HeldStore held{*bench.store};
  Entrance entrance{"adt", "pas", hl7::AckMode::kOriginal, TransientNak::kHangup};
  std::optional<net::MllpReply> reply;
  int rung = 0;  // how often something new to project was told

 private:
  Intake intake_{held,        test::WardProgram(), bench.reporter,
                 bench.clock, bench.executor(),    [this] { ++rung; }};
};

// MSA-1 and MSA-2 of an answer.
std::string Acknowledgement(const std::string& answer) {
  const std::size_t msa = answer.find("\rMSA|");
  BOOST_REQUIRE(msa != std::string::npos);
  return answer.substr(msa + 5, 5);
}

struct NakCase {
  const char* name;
  TransientNak nak;
  const char* answer;  // "" when there is none
  bool close;
};
std::ostream& operator<<(std::ostream& out, const NakCase& c) { return out << c.name; }

const std::array kNaks = {NakCase{"hang up", TransientNak::kHangup, "", true},
                          NakCase{"reject", TransientNak::kAr, "AR|C1", false},
                          NakCase{"error", TransientNak::kAe, "AE|C1", false}};

}  // namespace

BOOST_AUTO_TEST_CASE(nothing_is_answered_before_the_commit_has_returned) {
  Door door;
  door.Frame(test::AdmitMessage());
  BOOST_TEST(door.held.QueueDepth() == 1U);
  BOOST_TEST(!door.reply.has_value());
  BOOST_TEST(door.rung == 0);
  door.Release();
  BOOST_REQUIRE(door.reply.has_value());
  BOOST_REQUIRE(door.reply->answers.size() == 1U);
  BOOST_TEST(Acknowledgement(door.reply->answers.front()) == "AA|C1");
  BOOST_TEST(!door.reply->close);
  BOOST_TEST(door.rung == 1);
  const auto stored = door.NewMessages();
  BOOST_REQUIRE(stored.size() == 1U);
  BOOST_TEST((stored.front().bytes == test::AdmitMessage()));
  BOOST_TEST(stored.front().feed == "pas");
  BOOST_TEST((stored.front().received == door.bench.clock.Now()));
}

BOOST_DATA_TEST_CASE(a_message_that_cannot_be_stored_is_never_accepted,
                     boost::unit_test::data::make(kNaks), c) {
  Door door;
  door.entrance.transient_nak = c.nak;
  door.Frame(test::AdmitMessage());
  door.Fail();
  BOOST_REQUIRE(door.reply.has_value());
  BOOST_TEST(door.reply->close == c.close);
  BOOST_TEST(door.reply->answers.size() == (*c.answer == '\0' ? 0U : 1U));
  for (const std::string& answer : door.reply->answers)
    BOOST_TEST(Acknowledgement(answer) == c.answer);
  BOOST_TEST(door.rung == 0);
  BOOST_TEST(door.bench.Logged("not-stored"));
}

BOOST_AUTO_TEST_CASE(what_follows_a_message_that_was_not_stored_is_left_to_come_again) {
  Door door;
  door.Frame(test::AdmitMessage() + test::DischargeMessage());
  BOOST_TEST(door.held.QueueDepth() == 1U);
  door.Fail();
  BOOST_TEST(door.held.QueueDepth() == 0U);
  BOOST_REQUIRE(door.reply.has_value());
  BOOST_TEST(door.reply->answers.empty());
  BOOST_TEST(door.reply->close);
}

BOOST_AUTO_TEST_CASE(messages_of_a_frame_are_answered_in_their_order) {
  Door door;
  const net::MllpReply& reply = door.Take(test::AdmitMessage() + test::DischargeMessage());
  BOOST_REQUIRE(reply.answers.size() == 2U);
  BOOST_TEST(Acknowledgement(reply.answers[0]) == "AA|C1");
  BOOST_TEST(Acknowledgement(reply.answers[1]) == "AA|C3");
  BOOST_TEST(door.rung == 1);
}

BOOST_AUTO_TEST_CASE(a_message_that_comes_again_is_accepted_and_not_stored_again) {
  Door door;
  door.Take(test::AdmitMessage());
  const net::MllpReply& reply = door.Take(test::AdmitMessage());
  BOOST_REQUIRE(reply.answers.size() == 1U);
  BOOST_TEST(Acknowledgement(reply.answers.front()) == "AA|C1");
  BOOST_TEST(door.NewMessages().size() == 1U);
  BOOST_TEST(door.rung == 1);
  BOOST_TEST(door.bench.Logged("duplicate"));
}

BOOST_AUTO_TEST_CASE(a_control_id_with_another_content_is_stored_and_told) {
  Door door;
  door.Take(test::AdmitMessage());
  test::AdtParts other;
  other.control_id = "C1";
  door.Take(test::Adt(other));
  BOOST_TEST(door.NewMessages().size() == 2U);
  BOOST_TEST(door.bench.Logged("control-id-reused"));
}

BOOST_AUTO_TEST_CASE(an_unsupported_message_is_kept_as_ignored_and_rings_nobody) {
  Door door;
  test::AdtParts parts;
  parts.trigger = "A05";
  const net::MllpReply& reply = door.Take(test::Adt(parts));
  BOOST_REQUIRE(reply.answers.size() == 1U);
  BOOST_TEST(Acknowledgement(reply.answers.front()) == "AA|C3");
  BOOST_TEST(door.NewMessages().empty());
  BOOST_TEST(door.Depths().inbox_total == 1);
  BOOST_TEST(door.rung == 0);
}

BOOST_AUTO_TEST_CASE(a_refused_message_is_answered_at_once_and_not_stored) {
  Door door;
  test::AdtParts parts;
  parts.control_id = "";
  door.Frame(test::Adt(parts));
  BOOST_TEST(door.held.QueueDepth() == 0U);
  BOOST_REQUIRE(door.reply.has_value());
  BOOST_REQUIRE(door.reply->answers.size() == 1U);
  BOOST_TEST(Acknowledgement(door.reply->answers.front()).starts_with("AE|"));
  BOOST_TEST(!door.reply->close);
  BOOST_TEST(!door.reply->unreadable);
}

BOOST_AUTO_TEST_CASE(what_is_no_message_is_kept_as_a_fragment_and_called_unreadable) {
  Door door;
  const net::MllpReply& reply = door.Take("hello");
  BOOST_TEST(reply.answers.empty());
  BOOST_TEST(reply.unreadable);
  BOOST_TEST(!reply.close);
  BOOST_TEST(door.Depths().fragments == 1);
  BOOST_TEST(door.Depths().inbox_total == 0);
}

BOOST_AUTO_TEST_CASE(a_fragment_is_kept_and_not_answered) {
  Door door;
  door.Frame("MSH|^~\\&|PAS", FrameKind::kFragment, "peer-closed");
  BOOST_REQUIRE(door.reply.has_value());
  BOOST_TEST(door.reply->answers.empty());
  door.Release();
  BOOST_TEST(door.Depths().fragments == 1);
  BOOST_TEST(door.bench.Logged("peer-closed"));
}

BOOST_AUTO_TEST_CASE(too_much_noise_hangs_up) {
  Door door;
  door.Frame("", FrameKind::kTooMuchNoise);
  BOOST_REQUIRE(door.reply.has_value());
  BOOST_TEST(door.reply->close);
  BOOST_TEST(door.reply->answers.empty());
}

BOOST_AUTO_TEST_CASE(a_frame_over_the_limit_is_refused_when_its_sender_is_known) {
  Door door;
  door.Frame(test::AdmitMessage().substr(0, 200), FrameKind::kOversize);
  BOOST_REQUIRE(door.reply.has_value());
  BOOST_REQUIRE(door.reply->answers.size() == 1U);
  BOOST_TEST(Acknowledgement(door.reply->answers.front()) == "AE|C1");
  BOOST_TEST(!door.reply->close);
  door.Release();
  BOOST_TEST(door.Depths().fragments == 1);
}

BOOST_AUTO_TEST_CASE(a_frame_over_the_limit_of_an_unknown_sender_is_hung_up_on) {
  Door door;
  door.Frame("xxxx", FrameKind::kOversize);
  BOOST_REQUIRE(door.reply.has_value());
  BOOST_TEST(door.reply->answers.empty());
  BOOST_TEST(door.reply->close);
}

BOOST_AUTO_TEST_CASE(a_large_message_is_taken_like_any_other) {
  Door door;
  const std::string large = test::AdmitMessage() + "ZZZ|" + std::string(100'000, 'x') + "\r";
  const net::MllpReply& reply = door.Take(large);
  BOOST_REQUIRE(reply.answers.size() == 1U);
  BOOST_TEST((door.NewMessages().at(0).bytes == large));
}

BOOST_AUTO_TEST_CASE(no_log_line_holds_a_value_of_a_message) {
  Door door;
  door.Take(test::AdmitMessage());
  door.Take(test::AdmitMessage());
  door.Take("hello Samplesby 9990000018");
  door.Frame(test::DischargeMessage());
  door.Fail();
  BOOST_TEST(!door.bench.lines.empty());
  BOOST_TEST(!door.bench.Logged("9990000018"));
  BOOST_TEST(!door.bench.Logged("Samplesby"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::pipeline
