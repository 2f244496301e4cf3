// `why` is told by the code that decides: each rule with its input and verdict, and nothing of the
// patient.
#include "core/discharge/trace.h"

#include <algorithm>
#include <array>
#include <memory>
#include <ostream>
#include <stdexcept>
#include <string>
#include <vector>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "core/discharge/discharge.h"
#include "tests/support/virtual_ward.h"

namespace wardbridge::discharge {

BOOST_AUTO_TEST_SUITE(trace)

namespace {

// What came of messages that were received, interpreted and applied, and why.
struct Told {
  Trace trace;
  std::vector<model::Stay> stays;

  [[nodiscard]] std::vector<std::string> Of(const std::string& rule) const {
    std::vector<std::string> lines;
    for (const TraceStep& step : trace) {
      if (step.rule != rule) continue;
      lines.push_back(step.subject + " | " + step.input + " | " + step.verdict);
    }
    return lines;
  }
  [[nodiscard]] std::string One(const std::string& rule) const {
    const std::vector<std::string> lines = Of(rule);
    BOOST_REQUIRE_MESSAGE(lines.size() == 1U, rule << " is told " << lines.size() << " times");
    return lines.front();
  }
};

std::shared_ptr<const Program> Compiled(const Options& options) {
  std::vector<Fault> faults;
  auto program = Program::Compile(options, faults);
  BOOST_REQUIRE(program != nullptr);
  return program;
}

Told Play(const Program& program, const std::vector<std::string>& messages) {
  Told told;
  const auto traced = program.Traced(told.trace);
  const Timestamp now = test::Instant("2026-10-23T16:01:00+01:00");
  std::int64_t id = 0;
  for (const std::string& message : messages) {
    for (const Received& received :
         traced->Receive(message, "pas", hl7::AckMode::kOriginal, now, "A")) {
      if (received.verdict != Verdict::kStore) continue;
      const std::string trigger = received.type.substr(received.type.find('^') + 1);
      const Interpreted meaning = traced->Interpret({++id, trigger, "pas", received.bytes}, now);
      for (const model::Event& event : meaning.events) {
        const BookChange change = traced->Apply(event, {told.stays, {}, told.stays, {}});
        if (!change.stays.empty()) told.stays = change.stays;
      }
    }
  }
  return told;
}

std::string Changed(const std::string& message, const std::string& from, const std::string& to) {
  const std::size_t at = message.find(from);
  if (at == std::string::npos) throw std::runtime_error("the message has no " + from);
  return message.substr(0, at) + to + message.substr(at + from.size());
}

WardOptions Row(const std::string& sender, const std::string& code) {
  WardOptions row;
  row.sender = sender;
  if (!code.empty()) row.codes = {code};
  return row;
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_discharge_from_the_virtual_ward_tells_every_rule) {
  const Told told = Play(test::WardProgram(), {test::AdmitMessage(), test::DischargeMessage()});
  BOOST_TEST(told.Of("message.live").front() == " | MSH-11 P, mode live | yes");
  BOOST_TEST(told.Of("message.type").back() ==
             " | MSH-9 ADT^A03 | yes: an event of the state table");
  BOOST_TEST(told.Of("ward.code").front() == "wards[0] | PV1-3.2 VW1, PV1-3.1 RXX | yes: ward VW1");
  BOOST_TEST(told.Of("ward.code").size() == 2U);  // PV1-6 is empty
  BOOST_TEST(told.Of("ward.class").front() == " | PV1-2 I | yes: one of I");
  BOOST_TEST(told.Of("ward.exclude").front() == " | PV1-3.1 RXX, PV1-3.2 VW1 | yes: not excluded");
  BOOST_TEST(told.Of("ward").back() == " | the rows of wards | yes: a virtual ward");
  BOOST_TEST(told.Of("disposition").back() ==
             " | PV1-36 1, PV1-37 19, disposition-layout auto | method 1, destination 19");
  BOOST_TEST(told.Of("spell.key").back() ==
             " | PV1-19 stated by assigner RXX, PV1-50 empty, PV1-44 stated | yes: by the visit "
             "number");
  BOOST_TEST(told.One("stay.start").ends_with("2026-10-20T09:00:00+01:00, from PV1-44"));
  BOOST_TEST(told.One("stay.end").ends_with("2026-10-23T15:50:00+01:00, from PV1-45"));
  BOOST_TEST(told.One("stay.period") ==
             " | 2026-10-20T09:00:00+01:00 to 2026-10-23T15:50:00+01:00 | yes");
  BOOST_TEST(told.One("stay.due") ==
             " | received 2026-10-23T16:01:00+01:00, settle 900s | 2026-10-23T16:16:00+01:00");
  BOOST_TEST(told.Of("stay").back().ends_with("pending, summary due 2026-10-23T16:16:00+01:00"));
}

BOOST_AUTO_TEST_CASE(a_trace_changes_nothing) {
  const Program& program = test::WardProgram();
  Trace trace;
  const Timestamp now = test::Instant("2026-10-23T16:01:00+01:00");
  const StoredMessage message{1, "A03", "pas", test::DischargeMessage()};
  const Interpreted plain = program.Interpret(message, now);
  const Interpreted traced = program.Traced(trace)->Interpret(message, now);
  BOOST_REQUIRE(plain.events.size() == 1U);
  BOOST_REQUIRE(traced.events.size() == 1U);
  BOOST_TEST((plain.events[0].ward == traced.events[0].ward));
  BOOST_TEST((plain.events[0].visit.spell_keys == traced.events[0].visit.spell_keys));
  const BookChange one = program.Apply(plain.events[0], {});
  const BookChange other = program.Traced(trace)->Apply(traced.events[0], {});
  BOOST_REQUIRE(one.stays.size() == 1U);
  BOOST_TEST((one.stays[0].due == other.stays[0].due));
  BOOST_TEST((one.stays[0].start == other.stays[0].start));
  BOOST_TEST(!trace.empty());
}

BOOST_AUTO_TEST_CASE(rows_are_told_up_to_the_one_that_decides) {
  Options options = test::WardSettings();
  WardOptions elsewhere = Row("*", "VW1");
  elsewhere.site = "RXX99";
  WardOptions site = Row("RXX", "");
  site.site = "RXX";
  options.wards = {Row("RYY", "VW1"), site, Row("RXX", "HAH"), elsewhere, Row("*", "HAH2")};
  const Told told = Play(*Compiled(options), {test::AdmitMessage()});
  const std::vector<std::string> want = {"wards[0] | MSH-4.1 RXX | no: the row is of sender RYY",
                                         "wards[2] | PV1-3.2 VW1, PV1-3.1 RXX | no: none of HAH",
                                         "wards[3] | PV1-3.4 RXX | no: the row is of site RXX99",
                                         "wards[4] | PV1-3.2 VW1, PV1-3.1 RXX | no: none of HAH2"};
  BOOST_TEST(told.Of("ward.code") == want, boost::test_tools::per_element());
  BOOST_TEST(told.One("ward.site") == "wards[1] | PV1-3.4 RXX | yes: the reserved site RXX");
}

struct Case {
  const char* name;
  std::vector<std::string> messages;
  const char* rule;
  const char* end;  // of what is told last
};
std::ostream& operator<<(std::ostream& out, const Case& c) { return out << c.name; }

std::string Bed() { return Changed(test::AdmitMessage(), "RXX^VW1", "RXX^W12"); }
std::string Transfer(const std::string& location) {
  test::AdtParts parts;
  parts.trigger = "A02";
  parts.control_id = "C2" + location;
  parts.occurred = "20261021100000";
  parts.method = parts.destination = parts.discharged = "";
  return Changed(test::Adt(parts), "RXX^VW1", location);
}

const std::array kCases = {
    Case{"a test message",
         {Changed(test::AdmitMessage(), "|P|2.4", "|T|2.4")},
         "message.live",
         "MSH-11 T, mode live | no: ignored"},
    Case{"a patient who came from the ward",
         {Changed(Transfer("RXX^W12"), "^^RXX||||", "^^RXX|||RXX^VW1^^RXX|")},
         "ward.code",
         "wards[0] | PV1-6.2 VW1, PV1-6.1 RXX | yes: ward VW1"},
    Case{"an event of no interest",
         {Changed(test::AdmitMessage(), "ADT^A01", "ADT^A05")},
         "message.type",
         "MSH-9 ADT^A05 | no: ignored"},
    Case{"a ward that is none of ours", {Bed()}, "ward", "no: kept for state tracking only"},
    Case{"an attendance",
         {Changed(test::AdmitMessage(), "PV1|1|I", "PV1|1|E")},
         "ward",
         "no: excluded"},
    Case{"no visit number",
         {Changed(test::AdmitMessage(), "V1^^^RXX", "")},
         "spell.key",
         "yes: by the local number and the time of admission"},
    Case{"exchanged disposition",
         {Changed(test::DischargeMessage(), "|1|19|", "|19|1|")},
         "disposition",
         "method 1, destination 19; exchanged"},
    Case{"a death",
         {Changed(test::DischargeMessage(), "|1|19|", "|4|79|")},
         "hold",
         "yes: held, patient.deceased PV1-36"},
    Case{"a start by transfer",
         {Bed(), Transfer("RXX^VW1")},
         "stay.start",
         "2026-10-21T10:00:00+01:00, from A02"},
    Case{"the way back to a bed",
         {test::AdmitMessage(), Transfer("RXX^W12")},
         "stay.exit",
         "no: the patient left the ward, the stay goes on"},
    Case{"a discharge from a bed",
         {Bed(), Changed(test::DischargeMessage(), "RXX^VW1", "RXX^W12")},
         "stay.event",
         "no: kept for state tracking only"},
    Case{"no admission was seen",
         {test::DischargeMessage()},
         "stay.start",
         "2026-10-20T09:00:00+01:00, from PV1-44 fallback"},
    Case{"no discharge time",
         {Changed(test::DischargeMessage(), "|20261023155000", "|")},
         "stay.end",
         "2026-10-23T16:00:00+01:00, from EVN"},
    Case{"an end before the start",
         {Changed(test::DischargeMessage(), "|20261023155000", "|20261019155000")},
         "stay.period",
         "no: held, it ends before it starts"},
    Case{"a time that is none",
         {Changed(test::DischargeMessage(), "|20261023155000", "|Edith")},
         "time",
         "PV1-45 (a text), offset-trust true | no: not an HL7 v2 date and time"},
    Case{"a discharge twice",
         {test::DischargeMessage(), test::DischargeMessage()},
         "stay.due",
         "the same discharge again | no: 2026-10-23T16:16:00+01:00"},
};

BOOST_DATA_TEST_CASE(each_verdict_has_its_reason, boost::unit_test::data::make(kCases), c) {
  const Told told = Play(test::WardProgram(), c.messages);
  const std::vector<std::string> lines = told.Of(c.rule);
  BOOST_REQUIRE(!lines.empty());
  BOOST_TEST(lines.back().ends_with(c.end), lines.back());
}

BOOST_AUTO_TEST_CASE(no_step_names_the_patient) {
  const std::vector<std::string> messages = {
      test::AdmitMessage(), Transfer("RXX^W12"), test::DischargeMessage(),
      Changed(test::DischargeMessage(), "|1|19|", "|Samplesby|Edith Samplesby|"),
      Changed(test::DischargeMessage(), "|20261023155000", "|Samplesby")};
  for (const TraceStep& step : Play(test::WardProgram(), messages).trace) {
    for (const char* secret : {"9990000018", "L1", "Samplesby", "SAMPLESBY", "Edith", "19440229",
                               "Nowhere", "ZZ99", "V1^", "|V|"}) {
      const std::string all = step.rule + step.subject + step.input + step.verdict;
      BOOST_TEST(all.find(secret) == std::string::npos, all);
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::discharge
