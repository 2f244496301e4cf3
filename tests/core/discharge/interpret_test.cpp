// Messages to events: identity, versions, holds, wards, dispositions.
#include "core/discharge/interpret.h"

#include <algorithm>
#include <ostream>
#include <string>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

namespace wardbridge::discharge {

BOOST_AUTO_TEST_SUITE(interpret)

namespace {

using model::Event;
using model::EventKind;

Options Settings() {
  Options options;
  options.organisation = {"RXX", "Example Trust", ""};
  WardOptions ward;
  ward.sender = "RXX";
  ward.codes = {"VW1"};
  ward.exclude = {"VWTRAIN"};
  options.wards = {ward};
  return options;
}

// An A03 with places for what a case changes.
struct Parts {
  std::string trigger = "A03";
  std::string evn = "EVN||20261025130000||||20261025125500";
  std::string pid3 = "9990000018^^^NHS~L1^^^RXX^MR";
  std::string pid_rest;  // from PID-29 on
  std::string patient_class = "I";
  std::string location = "RXX^VW1^^RXX";
  std::string pv1_16;
  std::string visit = "V1^^^RXX";
  std::string method = "1";
  std::string destination = "19";
  std::string admitted = "20261020090000";
  std::string discharged = "20261025125000";
};

std::string Text(const Parts& p) {
  return "MSH|^~\\&|PAS|RXX|TIE|RXX|20261025130001||ADT^" + p.trigger + "|C1|P|2.4\r" + p.evn +
         "\rPID|1||" + p.pid3 + "||EXAMPLE^EDITH||19440229|2" + std::string(21, '|') + p.pid_rest +
         "\rPV1|1|" + p.patient_class + "|" + p.location + std::string(13, '|') + p.pv1_16 + "|||" +
         p.visit + std::string(17, '|') + p.method + "|" + p.destination + std::string(7, '|') +
         p.admitted + "|" + p.discharged + "\r";
}

Interpreted Read(const Parts& parts, const FeedOptions& feed = {}) {
  const StoredMessage message{9, parts.trigger, "pas", Text(parts)};
  return InterpretMessage(message, Timestamp::FromUnixMs(1'793'000'000'000), feed, Settings());
}

Event One(const Parts& parts, const FeedOptions& feed = {}) {
  Interpreted meaning = Read(parts, feed);
  BOOST_REQUIRE(meaning.events.size() == 1U);
  return meaning.events.front();
}

bool Has(const std::vector<model::Issue>& issues, const std::string& code) {
  return std::any_of(issues.begin(), issues.end(),
                     [&](const model::Issue& issue) { return issue.code == code; });
}

struct Hold {
  const char* name;
  void (*change)(Parts&);
  const char* code;
};
std::ostream& operator<<(std::ostream& out, const Hold& c) { return out << c.name; }

const Hold kHolds[] = {
    {"two NHS numbers", [](Parts& p) { p.pid3 = "9990000018^^^NHS~9990000026^^^NHS"; },
     "nhs-number.conflict"},
    {"a sample number", [](Parts& p) { p.pid3 = "3333333333^^^NHS"; }, "nhs-number.sample"},
    {"identity unknown", [](Parts& p) { p.pid_rest = "||Y"; }, "patient.identity-unknown"},
    {"a death time", [](Parts& p) { p.pid_rest = "20261025"; }, "patient.deceased"},
    {"a death indicator", [](Parts& p) { p.pid_rest = "|Y"; }, "patient.deceased"},
    {"contradicting signs", [](Parts& p) { p.pid_rest = "20261025|N"; }, "patient.death-conflict"},
    {"method died", [](Parts& p) { p.method = "4"; }, "patient.deceased"},
    {"destination died", [](Parts& p) { p.destination = "79"; }, "patient.deceased"},
    {"sensitive", [](Parts& p) { p.pv1_16 = "S"; }, "patient.sensitive"},
    {"stop noted", [](Parts& p) { p.pv1_16 = "Y"; }, "patient.sensitive"},
};

}  // namespace

BOOST_AUTO_TEST_CASE(a_discharge_is_read_whole) {
  const Event event = One({});
  BOOST_TEST((event.kind == EventKind::kDischarged));
  BOOST_TEST(event.patient.nhs_number->Reveal() == "9990000018");
  BOOST_TEST(event.patient.birth_date.Reveal() == "19440229");
  BOOST_TEST(event.visit.spell_keys.front() == "RXX|V|V1|RXX");
  BOOST_TEST(FormatDateTime(*event.visit.admitted) == "2026-10-20T09:00:00+01:00");
  BOOST_TEST(FormatDateTime(*event.visit.discharged) == "2026-10-25T12:50:00+00:00");
  BOOST_TEST(FormatDateTime(*event.occurred) == "2026-10-25T12:55:00+00:00");
  BOOST_REQUIRE(event.ward.has_value());
  BOOST_TEST(event.ward->code == "VW1");
  BOOST_TEST(event.discharge_method == "1");
  BOOST_TEST(event.discharge_destination == "19");
  BOOST_TEST(event.holds.empty());
}

BOOST_AUTO_TEST_CASE(a_word_of_the_feed_stands_for_a_patient_class) {
  Parts parts;
  parts.patient_class = "Inpatient";
  BOOST_TEST(One(parts).ward_excluded);
  FeedOptions feed;
  feed.local_classes = {{"INPATIENT", "I"}};
  BOOST_TEST(!One(parts, feed).ward_excluded);
  BOOST_TEST(One(parts, feed).ward.has_value());
}

BOOST_AUTO_TEST_CASE(a_death_in_words_of_the_feed_holds_the_stay) {
  Parts parts;
  parts.method = "";
  parts.destination = "Dead";
  BOOST_TEST(One(parts).holds.empty());
  FeedOptions feed;
  feed.local_dispositions = {{"DEAD", {"4", "79"}}};
  BOOST_TEST(Has(One(parts, feed).holds, "patient.deceased"));
}

BOOST_DATA_TEST_CASE(a_conflict_holds_the_stay, boost::unit_test::data::make(kHolds), c) {
  Parts parts;
  c.change(parts);
  BOOST_TEST(Has(One(parts).holds, c.code));
}

BOOST_AUTO_TEST_CASE(a_sample_number_is_accepted_in_test_mode) {
  Parts parts;
  parts.pid3 = "3333333333^^^NHS";
  FeedOptions feed;
  feed.test_mode = true;
  BOOST_TEST(One(parts, feed).holds.empty());
}

BOOST_AUTO_TEST_CASE(an_emergency_attendance_has_no_discharge_method_and_no_ward) {
  Parts parts;
  parts.patient_class = "E";
  parts.method = "4";
  const Event event = One(parts);
  BOOST_TEST(event.discharge_method.empty());
  BOOST_TEST(event.holds.empty());
  BOOST_TEST(!event.ward.has_value());
  BOOST_TEST(event.ward_excluded);
}

BOOST_AUTO_TEST_CASE(the_ward_is_found_in_component_two_or_one_and_not_when_excluded) {
  Parts parts;
  parts.location = "VW1^BAY^3^RXX";
  BOOST_TEST(One(parts).ward.has_value());
  parts.location = " vw1 ^^^RXX";
  BOOST_TEST(One(parts).ward.has_value());
  parts.location = "VWTRAIN^VW1^^RXX";
  BOOST_TEST(!One(parts).ward.has_value());
  parts.location = "RXX^VW2^^RXX";
  BOOST_TEST(!One(parts).ward.has_value());
}

BOOST_AUTO_TEST_CASE(a_spell_is_known_by_visit_then_episode_then_admission) {
  Parts parts;
  parts.visit = "";
  const Event event = One(parts);
  BOOST_REQUIRE(event.visit.spell_keys.size() == 1U);
  BOOST_TEST(event.visit.spell_keys.front().starts_with("RXX|A|L1|RXX|"));
  parts.admitted = "";
  BOOST_TEST(One(parts).visit.spell_keys.empty());
}

BOOST_AUTO_TEST_CASE(a_swapped_disposition_is_sorted_out_with_a_word) {
  Parts parts;
  parts.method = "19";
  parts.destination = "1";
  const Event event = One(parts);
  BOOST_TEST(event.discharge_method == "1");
  BOOST_TEST(event.discharge_destination == "19");
  BOOST_TEST(Has(event.warnings, "disposition.swapped"));
  FeedOptions standard;
  standard.disposition_layout = DispositionLayout::kStandard;
  BOOST_TEST(One(parts, standard).discharge_method == "19");
}

BOOST_AUTO_TEST_CASE(leading_zeros_of_a_method_are_dropped) {
  Parts parts;
  parts.method = "01";
  BOOST_TEST(One(parts).discharge_method == "1");
}

BOOST_AUTO_TEST_CASE(a_null_disposition_is_no_disposition) {
  Parts parts;
  parts.method = "\"\"";
  parts.destination = "\"\"";
  const Event event = One(parts);
  BOOST_TEST(event.discharge_method.empty());
  BOOST_TEST(event.discharge_destination.empty());
}

BOOST_AUTO_TEST_CASE(the_autumn_hour_is_read_so_that_the_stay_does_not_end_before_it_starts) {
  Parts parts;
  parts.evn = "EVN||20261025013000";
  parts.admitted = "20261025014500";
  parts.discharged = "20261025011500";
  const Event event = One(parts);
  BOOST_TEST(FormatDateTime(*event.visit.admitted) == "2026-10-25T01:45:00+01:00");
  BOOST_TEST(FormatDateTime(*event.visit.discharged) == "2026-10-25T01:15:00+00:00");
  BOOST_TEST(Has(event.warnings, "date.ambiguous"));
}

BOOST_AUTO_TEST_CASE(a_bad_date_is_a_warning_that_names_the_place_only) {
  Parts parts;
  parts.discharged = "yesterday";
  const Event event = One(parts);
  BOOST_TEST(!event.visit.discharged.has_value());
  const auto warning = std::find_if(event.warnings.begin(), event.warnings.end(),
                                    [](const auto& w) { return w.code == "date.malformed"; });
  BOOST_REQUIRE(warning != event.warnings.end());
  BOOST_TEST(warning->path == "PV1-45");
  BOOST_TEST(warning->text.find("yesterday") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(versions_sort_by_event_then_sending_then_arrival) {
  Parts older;
  older.evn = "EVN||20261025120000";
  Parts newer;
  newer.evn = "EVN||20261025120001";
  BOOST_TEST(One(older).version < One(newer).version);
}

BOOST_AUTO_TEST_CASE(an_unhandled_event_of_the_table_is_no_ignored_one) {
  Parts parts;
  parts.trigger = "A35";
  BOOST_TEST((One(parts).kind == EventKind::kUnhandled));
  parts.trigger = "A05";
  BOOST_TEST(Read(parts).ignored);
  parts.trigger = "A04";
  BOOST_TEST(Read(parts).ignored);
  FeedOptions feed;
  feed.a04_admits = true;
  BOOST_TEST((One(parts, feed).kind == EventKind::kAdmitted));
}

BOOST_AUTO_TEST_CASE(a_message_about_several_patients_is_a_problem) {
  const std::string text = Text({}) + "PID|2||9990000026^^^NHS\r";
  const Interpreted meaning =
      InterpretMessage({9, "A03", "pas", text}, Timestamp::FromUnixMs(1), {}, Settings());
  BOOST_TEST(Has(meaning.problems, "message.several-patients"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::discharge
