// The first look at a frame: what is stored, what is refused, and with which answer.
#include "core/discharge/receive.h"

#include <array>
#include <ostream>
#include <string>
#include <vector>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

namespace wardbridge::discharge {

BOOST_AUTO_TEST_SUITE(receive)

namespace {

constexpr Timestamp kNow = Timestamp::FromUnixMs(1'793'000'000'000);

// A header with places for what a case changes; "" is a field that is not stated.
struct Head {
  std::string time = "20261025130001";
  std::string type = "ADT^A03";
  std::string control_id = "C1";
  std::string processing = "P";
  std::string charset = {};
};

constexpr const char* kPid = "PID|1||9990000018^^^NHS||Samplesby^Edith\r";

std::string Text(const Head& head = {}, const std::string& rest = kPid) {
  return "MSH|^~\\&|PAS|RXX|TIE|RXX|" + head.time + "||" + head.type + "|" + head.control_id + "|" +
         head.processing + "|2.4||||||" + head.charset + "\r" + rest;
}

std::vector<Received> Receive(const std::string& content, const FeedOptions& feed = {},
                              hl7::AckMode mode = hl7::AckMode::kOriginal) {
  return ReceiveContent(content, feed, mode, kNow, "ACK1");
}

Received One(const std::string& content, const FeedOptions& feed = {}) {
  std::vector<Received> all = Receive(content, feed);
  BOOST_REQUIRE(all.size() == 1U);
  return all.front();
}

// The named field of an answer's segment, "" when it is not there. MSH-1 counts as a field.
std::string FieldOf(const std::string& reply, const std::string& segment, std::size_t field) {
  const auto message = hl7::Message::Parse(reply);
  BOOST_REQUIRE(message.has_value());
  return std::string(message->Get(segment, field).Raw());
}

bool Holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

bool Warns(const Received& received, const std::string& code) {
  for (const model::Issue& warning : received.warnings) {
    if (warning.code == code) return true;
  }
  return false;
}

struct Case {
  const char* name;
  void (*change)(Head&, FeedOptions&);
  Verdict verdict;
  const char* code;    // MSA-1
  const char* reason;  // "" when there is none
  const char* error;   // of table 0357; "" when the message is accepted
};
std::ostream& operator<<(std::ostream& out, const Case& c) { return out << c.name; }

const std::array kCases = {
    Case{"a discharge", [](Head&, FeedOptions&) {}, Verdict::kStore, "AA", "", ""},
    Case{"no control id", [](Head& h, FeedOptions&) { h.control_id = ""; }, Verdict::kRefuse, "AE",
         "no-control-id", "101"},
    Case{"no processing id is live", [](Head& h, FeedOptions&) { h.processing = ""; },
         Verdict::kStore, "AA", "", ""},
    Case{"lower case p is live", [](Head& h, FeedOptions&) { h.processing = "p"; }, Verdict::kStore,
         "AA", "", ""},
    Case{"training traffic", [](Head& h, FeedOptions&) { h.processing = "T"; }, Verdict::kIgnore,
         "AA", "not-live", ""},
    Case{"debugging traffic with a mode", [](Head& h, FeedOptions&) { h.processing = "D^T"; },
         Verdict::kIgnore, "AA", "not-live", ""},
    Case{"training traffic where that is rejected",
         [](Head& h, FeedOptions& f) {
           h.processing = "T";
           f.reject_test_messages = true;
         },
         Verdict::kRefuse, "AE", "not-live", "202"},
    Case{"live traffic where training is rejected",
         [](Head&, FeedOptions& f) { f.reject_test_messages = true; }, Verdict::kStore, "AA", "",
         ""},
    Case{"training traffic in test mode",
         [](Head& h, FeedOptions& f) {
           h.processing = "T";
           f.test_mode = f.reject_test_messages = true;
         },
         Verdict::kStore, "AA", "", ""},
    Case{"an event nobody handles", [](Head& h, FeedOptions&) { h.type = "ADT^A05"; },
         Verdict::kIgnore, "AA", "unsupported", ""},
    Case{"a message type nobody handles", [](Head& h, FeedOptions&) { h.type = "MDM^T02"; },
         Verdict::kIgnore, "AA", "unsupported", ""},
    Case{"an event nobody handles where that is rejected",
         [](Head& h, FeedOptions& f) {
           h.type = "ADT^A05";
           f.unsupported = Unsupported::kReject;
         },
         Verdict::kRefuse, "AE", "unsupported", "201"},
    Case{"a message type nobody handles where that is rejected",
         [](Head& h, FeedOptions& f) {
           h.type = "MDM^T02";
           f.unsupported = Unsupported::kReject;
         },
         Verdict::kRefuse, "AE", "unsupported", "200"},
    Case{"a pending discharge of a feed that admits by A04",
         [](Head& h, FeedOptions& f) {
           h.type = "ADT^A04";
           f.a04_admits = true;
         },
         Verdict::kStore, "AA", "", ""},
    Case{"A04 of any other feed", [](Head& h, FeedOptions&) { h.type = "ADT^A04"; },
         Verdict::kIgnore, "AA", "unsupported", ""},
    Case{"an unhandled event of the state table is kept for its stay",
         [](Head& h, FeedOptions&) { h.type = "ADT^A13"; }, Verdict::kStore, "AA", "", ""},
};

}  // namespace

BOOST_DATA_TEST_CASE(a_message_gets_its_verdict_and_its_answer,
                     boost::unit_test::data::make(kCases), c) {
  Head head;
  FeedOptions feed;
  c.change(head, feed);
  const Received received = One(Text(head), feed);
  BOOST_TEST((received.verdict == c.verdict));
  BOOST_TEST(received.reply_code == c.code);
  BOOST_TEST(received.reason == c.reason);
  BOOST_TEST(FieldOf(received.reply, "MSA", 1) == c.code);
  BOOST_TEST(FieldOf(received.reply, "MSA", 2) == head.control_id);
  const bool refused = *c.error != '\0';
  BOOST_TEST(Holds(received.reply, "\rERR|") == refused);
  if (refused) BOOST_TEST(Holds(received.reply, "^" + std::string(c.error) + "&"));
}

BOOST_AUTO_TEST_CASE(what_identifies_a_message_is_read_from_its_header) {
  const std::string bytes = Text();
  const Received received = One(bytes);
  BOOST_TEST(received.bytes == bytes);
  BOOST_TEST(received.sender_application == "PAS");
  BOOST_TEST(received.sender_facility == "RXX");
  BOOST_TEST(received.control_id == "C1");
  BOOST_TEST(received.type == "ADT^A03");
  BOOST_TEST(received.body_hash.size() == 64U);
  BOOST_TEST(received.warnings.empty());
}

BOOST_AUTO_TEST_CASE(types_outside_the_state_table_are_counted_as_other) {
  BOOST_TEST(One(Text({.type = "MDM^T02"})).type == "other");
  BOOST_TEST(One(Text({.type = "ORU^R01^ORU_R01"})).type == "ORU^R01");
}

BOOST_AUTO_TEST_CASE(an_empty_trigger_is_read_from_the_event_segment) {
  const Received received = One(Text({.type = "ADT"}, std::string("EVN|A03\r") + kPid));
  BOOST_TEST(received.type == "ADT^A03");
  BOOST_TEST((received.verdict == Verdict::kStore));
}

BOOST_AUTO_TEST_CASE(the_body_hash_ignores_the_time_of_sending_and_nothing_else) {
  const std::string hash = One(Text()).body_hash;
  BOOST_TEST(One(Text({.time = "20261026090000"})).body_hash == hash);
  BOOST_TEST(One(Text({.time = ""})).body_hash == hash);
  BOOST_TEST(One(Text({.control_id = "C2"})).body_hash != hash);
  BOOST_TEST(One(Text({}, "PID|1||9990000026^^^NHS||Samplesby^Edith\r")).body_hash != hash);
}

BOOST_AUTO_TEST_CASE(the_answer_goes_back_to_the_sender_under_our_own_id) {
  const Received received = One(Text());
  BOOST_TEST(FieldOf(received.reply, "MSH", 3) == "TIE");
  BOOST_TEST(FieldOf(received.reply, "MSH", 5) == "PAS");
  BOOST_TEST(FieldOf(received.reply, "MSH", 10) == "ACK1");
}

BOOST_AUTO_TEST_CASE(each_message_of_a_frame_is_answered_under_an_id_of_its_own) {
  const auto all = Receive(Text() + Text({.control_id = "C2"}) + Text({.control_id = ""}));
  BOOST_REQUIRE(all.size() == 3U);
  const std::array ids = {"ACK1", "ACK1.2", "ACK1.3"};
  for (std::size_t i = 0; i < all.size(); ++i) {
    BOOST_TEST(FieldOf(all[i].reply, "MSH", 10) == ids[i]);
  }
  BOOST_TEST(all[1].control_id == "C2");
  BOOST_TEST((all[2].verdict == Verdict::kRefuse));
}

BOOST_AUTO_TEST_CASE(several_messages_are_refused_where_one_a_frame_is_wanted) {
  FeedOptions feed;
  feed.split_multi_msh = false;
  const auto all = Receive(Text() + Text({.control_id = "C2"}), feed);
  BOOST_REQUIRE(all.size() == 2U);
  for (const Received& received : all) {
    BOOST_TEST((received.verdict == Verdict::kRefuse));
    BOOST_TEST(received.reason == "several-messages");
    BOOST_TEST(received.reply_code == "AE");
    BOOST_TEST(FieldOf(received.reply, "MSA", 2) == received.control_id);
  }
}

BOOST_AUTO_TEST_CASE(a_batch_is_several_messages_on_purpose) {
  FeedOptions feed;
  feed.split_multi_msh = false;
  const std::string batch = "BHS|^~\\&|PAS\r" + Text() + Text({.control_id = "C2"}) + "BTS|2\r";
  const auto all = Receive(batch, feed);
  BOOST_REQUIRE(all.size() == 2U);
  for (const Received& received : all) {
    BOOST_TEST((received.verdict == Verdict::kStore));
    BOOST_TEST(received.warnings.empty());
  }
}

BOOST_AUTO_TEST_CASE(a_batch_that_states_another_number_of_messages_is_warned_of) {
  const auto all = Receive("BHS|^~\\&|PAS\r" + Text() + "BTS|2\r");
  BOOST_REQUIRE(all.size() == 1U);
  BOOST_TEST((all.front().verdict == Verdict::kStore));
  BOOST_TEST(Warns(all.front(), "batch.count"));
}

BOOST_AUTO_TEST_CASE(noise_before_the_header_is_warned_of) {
  const Received received = One("\xEF\xBB\xBF" + Text());
  BOOST_TEST((received.verdict == Verdict::kStore));
  BOOST_TEST(Warns(received, "frame.leading-noise"));
  BOOST_TEST(received.bytes == Text());
}

BOOST_AUTO_TEST_CASE(a_segment_without_a_valid_id_is_refused_by_the_header) {
  const Received received = One(Text({}, "PID|1||9990000018^^^NHS\rp!|secret\r"));
  BOOST_TEST((received.verdict == Verdict::kRefuse));
  BOOST_TEST(received.reason == "bad-segment");
  BOOST_TEST(FieldOf(received.reply, "MSA", 2) == "C1");
  BOOST_TEST(Holds(received.reply, "^100&"));
}

BOOST_AUTO_TEST_CASE(what_is_no_message_is_a_fragment_without_an_answer) {
  for (const char* content : {"hello", "", "PID|1||9990000018\r"}) {
    const Received received = One(content);
    BOOST_TEST((received.verdict == Verdict::kFragment));
    BOOST_TEST(received.bytes == content);
    BOOST_TEST(received.reason == "not-hl7");
    BOOST_TEST(received.reply.empty());
    BOOST_TEST(received.reply_code == "none");
  }
}

BOOST_AUTO_TEST_CASE(bytes_outside_the_declared_character_set_are_warned_of) {
  const std::string latin = "PID|1||9990000018^^^NHS||S\xE4mplesby\r";
  BOOST_TEST(Warns(One(Text({.charset = "UNICODE UTF-8"}, latin)), "charset.declared-wrong"));
  BOOST_TEST(!Warns(One(Text({.charset = "8859/1"}, latin)), "charset.declared-wrong"));
}

BOOST_AUTO_TEST_CASE(no_value_of_a_message_is_in_a_reason_a_warning_or_an_error) {
  const std::string secret = "SECRETVALUE";
  const std::string rest = "PID|1||" + secret + "\xE4^^^NHS||" + secret + "\r";
  const std::array texts = {Text({.processing = secret, .charset = "UNICODE UTF-8"}, rest),
                            Text({.type = secret}, rest), Text({.control_id = ""}, rest),
                            Text({}, rest + "x!" + secret + "\r"),
                            "BHS|^~\\&|PAS\r" + Text({}, rest) + "BTS|7|" + secret + "\r"};
  FeedOptions strict;
  strict.reject_test_messages = true;
  strict.unsupported = Unsupported::kReject;
  for (const std::string& text : texts) {
    for (const Received& received : Receive(text, strict)) {
      BOOST_TEST(!Holds(received.reason, secret));
      BOOST_TEST(!Holds(received.type, secret));
      const std::size_t error = received.reply.find("\rERR|");
      if (error != std::string::npos) BOOST_TEST(!Holds(received.reply.substr(error), secret));
      for (const model::Issue& warning : received.warnings) {
        BOOST_TEST(!Holds(warning.path + warning.text + warning.code, secret));
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(a_listener_that_always_accepts_says_aa_and_still_refuses_to_store) {
  const auto all = Receive(Text({.control_id = ""}), {}, hl7::AckMode::kAlwaysAa);
  BOOST_TEST((all.at(0).verdict == Verdict::kRefuse));
  BOOST_TEST(all.at(0).reply_code == "AA");
}

BOOST_AUTO_TEST_CASE(a_commit_listener_answers_with_commit_codes) {
  BOOST_TEST(Receive(Text(), {}, hl7::AckMode::kCommit).at(0).reply_code == "CA");
  BOOST_TEST(Receive(Text({.control_id = ""}), {}, hl7::AckMode::kCommit).at(0).reply_code == "CE");
}

BOOST_AUTO_TEST_CASE(a_lent_identity_is_what_is_stored_and_hashed) {
  FeedOptions feed;
  feed.test_identity = {{"*", "*", "9990000026", "VW1"}};
  const Received received = One(Text(), feed);
  BOOST_TEST(Holds(received.bytes, "9990000026"));
  BOOST_TEST(!Holds(received.bytes, "9990000018"));
  BOOST_TEST(received.body_hash != One(Text()).body_hash);
}

BOOST_AUTO_TEST_CASE(a_frame_over_the_limit_is_refused_by_its_first_bytes) {
  const std::string reply =
      RefuseOversizeFrame(Text().substr(0, 90), hl7::AckMode::kOriginal, kNow, "ACK1");
  BOOST_TEST(FieldOf(reply, "MSA", 1) == "AE");
  BOOST_TEST(FieldOf(reply, "MSA", 2) == "C1");
  BOOST_TEST(Holds(reply, "^207&"));
}

BOOST_AUTO_TEST_CASE(a_frame_over_the_limit_whose_control_id_was_not_seen_gets_no_answer) {
  for (const std::string& start :
       {Text().substr(0, 30), Text({.control_id = ""}), std::string("x")}) {
    BOOST_TEST(RefuseOversizeFrame(start, hl7::AckMode::kOriginal, kNow, "ACK1").empty());
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::discharge
