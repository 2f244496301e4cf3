// A stay that is due becomes a Bundle by the shipped mapping, or is set aside.
#include "core/discharge/assemble.h"

#include <algorithm>
#include <string>

#include <boost/test/unit_test.hpp>

#include "core/fhir/node.h"
#include "tests/support/stay_request.h"
#include "tests/support/virtual_ward.h"

namespace wardbridge::discharge {

BOOST_AUTO_TEST_SUITE(assemble)

namespace {

using test::Instant;
using test::ReadingsAt;
using test::Request;

Assembled Make(const AssembleRequest& request) {
  auto assembled = test::WardProgram().Assemble(request);
  BOOST_REQUIRE_MESSAGE(assembled.has_value(), (assembled ? "" : assembled.error().Text()));
  return std::move(*assembled);
}

// Every Issue on one line, for a test that fails.
std::string Text(const std::vector<model::Issue>& issues) {
  std::string text;
  for (const model::Issue& issue : issues)
    text += issue.code + " " + issue.path + ": " + issue.text + "\n";
  return text;
}

bool Holds(const std::vector<model::Issue>& issues, const std::string& code) {
  return std::any_of(issues.begin(), issues.end(),
                     [&](const model::Issue& issue) { return issue.code == code; });
}

std::vector<fhir::Node> Of(const std::string& bundle, const std::string& type) {
  const auto root = fhir::Node::Parse(bundle);
  BOOST_REQUIRE(root.has_value());
  std::vector<fhir::Node> found;
  for (const fhir::Node& entry : (*root)["entry"].Items()) {
    if (entry["resource"]["resourceType"].Text() == type) found.push_back(entry["resource"]);
  }
  return found;
}

// The values of the pulse Observations.
std::vector<std::string> Pulses(const std::string& bundle) {
  std::vector<std::string> values;
  for (const fhir::Node& observation : Of(bundle, "Observation")) {
    if (observation["code"]["coding"].At(0)["code"].Text() != "78564009") continue;
    values.push_back(observation["valueQuantity"]["value"].NumberText());
  }
  std::sort(values.begin(), values.end());
  return values;
}

void Append(std::vector<model::Reading>& all, std::vector<model::Reading> more) {
  std::move(more.begin(), more.end(), std::back_inserter(all));
}

using Values = std::vector<std::string>;

}  // namespace

BOOST_AUTO_TEST_CASE(a_stay_with_readings_becomes_a_bundle_that_may_be_sent) {
  const Assembled assembled = Make(Request());
  BOOST_TEST(assembled.MayBeSent(), Text(assembled.issues));
  BOOST_TEST(Of(assembled.bundle, "Patient").size() == 1U);
  BOOST_TEST(Of(assembled.bundle, "Encounter").size() == 1U);
  BOOST_TEST(Of(assembled.bundle, "DocumentReference").size() == 1U);
  BOOST_TEST(Pulses(assembled.bundle) == Values{"72"}, boost::test_tools::per_element());
  BOOST_TEST(assembled.document.bytes.starts_with("%PDF-"));
  BOOST_TEST(assembled.bundle_identifier.size() == 36U);
}

// U+FFFE is a character that JSON holds and XML does not. Here a table of the mapping brings it.
BOOST_AUTO_TEST_CASE(what_xml_cannot_hold_is_set_aside_where_a_destination_wants_xml) {
  Options options = test::WardSettings();
  std::string& table = options.pack.files.at("tables/encounter-class.csv");
  table.replace(table.find("home health"), 4, "ho\xEF\xBF\xBEme");
  const auto assembled_by = [](const Options& settings) {
    std::vector<Fault> faults;
    const auto program = Program::Compile(settings, faults);
    BOOST_REQUIRE(program != nullptr);
    return program->Assemble(Request()).value();
  };
  BOOST_TEST(assembled_by(options).MayBeSent(), Text(assembled_by(options).issues));
  options.goes_as_xml = true;
  const Assembled assembled = assembled_by(options);
  BOOST_TEST(!assembled.MayBeSent());
  BOOST_REQUIRE(Holds(assembled.issues, "bundle.xml"));
  BOOST_TEST(assembled.issues.back().path.ends_with("/resource/class/display"));
  BOOST_TEST(assembled.issues.back().text ==
             "cannot be written in XML: a control character, which XML cannot hold");
  options.pack = test::ShippedMapping();
  BOOST_TEST(assembled_by(options).MayBeSent());
}

BOOST_AUTO_TEST_CASE(the_same_stay_makes_the_same_bytes) {
  const Assembled first = Make(Request());
  const Assembled second = Make(Request());
  BOOST_TEST((first.bundle == second.bundle));
  BOOST_TEST((first.document.bytes == second.document.bytes));
}

BOOST_AUTO_TEST_CASE(the_order_of_the_readings_makes_no_difference) {
  AssembleRequest turned = Request();
  std::reverse(turned.readings.begin(), turned.readings.end());
  BOOST_TEST((Make(turned).bundle == Make(Request()).bundle));
}

BOOST_AUTO_TEST_CASE(a_stay_without_readings_may_be_sent_with_a_document_that_says_so) {
  AssembleRequest request = Request();
  request.readings.clear();
  const Assembled assembled = Make(request);
  BOOST_TEST(assembled.MayBeSent(), Text(assembled.issues));
  BOOST_TEST(Of(assembled.bundle, "Observation").empty());
}

BOOST_AUTO_TEST_CASE(a_sign_of_death_in_the_merged_view_sets_the_summary_aside) {
  AssembleRequest request = Request();
  test::AdtParts update;
  update.trigger = "A31";
  update.control_id = "C4";
  update.death_time = "20261024";
  request.messages.push_back({3, "A31", "pas", test::Adt(update)});
  const Assembled assembled = Make(request);
  BOOST_TEST(!assembled.MayBeSent());
  BOOST_TEST(Holds(assembled.issues, "patient.deceased"), Text(assembled.issues));
}

BOOST_AUTO_TEST_CASE(a_discharge_method_that_says_death_sets_the_summary_aside) {
  AssembleRequest request = Request();
  request.stay.discharge_method = "4";
  BOOST_TEST(Holds(Make(request).issues, "patient.deceased"));
}

BOOST_AUTO_TEST_CASE(a_patient_without_an_nhs_number_is_set_aside) {
  AssembleRequest request = Request();
  request.stay.patient.nhs_number.reset();
  for (StoredMessage& message : request.messages) {
    const std::size_t number = message.bytes.find("9990000018^^^NHS~");
    message.bytes.erase(number, std::string("9990000018^^^NHS~").size());
  }
  const Assembled assembled = Make(request);
  BOOST_TEST(!assembled.MayBeSent());
  BOOST_TEST(Holds(assembled.issues, "nhs-number.missing"), Text(assembled.issues));
}

BOOST_AUTO_TEST_CASE(a_message_that_cannot_be_read_any_more_sets_the_summary_aside) {
  AssembleRequest request = Request();
  request.messages.push_back({3, "A08", "pas", "garbage"});
  const Assembled assembled = Make(request);
  BOOST_TEST(Holds(assembled.issues, "message.unreadable"));
  BOOST_TEST(!assembled.MayBeSent());
}

BOOST_AUTO_TEST_CASE(readings_outside_the_stay_are_not_in_the_bundle) {
  AssembleRequest request = Request();
  Append(request.readings, ReadingsAt("20261020085959", "61"));
  Append(request.readings, ReadingsAt("20261020090000", "62"));
  Append(request.readings, ReadingsAt("20261023155000", "63"));
  Append(request.readings, ReadingsAt("20261023155001", "64"));
  const Assembled assembled = Make(request);
  const Values inside = {"62", "63", "72"};
  BOOST_TEST(Pulses(assembled.bundle) == inside, boost::test_tools::per_element());
  BOOST_TEST(assembled.MayBeSent(), Text(assembled.issues));
}

BOOST_AUTO_TEST_CASE(readings_of_the_grace_are_for_the_document_only) {
  AssembleRequest request = Request();
  request.stay.ward->grace_ms = 2 * 60 * 60 * 1000;
  Append(request.readings, ReadingsAt("20261023170000", "65"));
  Append(request.readings, ReadingsAt("20261023180000", "66"));
  std::vector<model::Issue> issues;
  const model::Summary summary = Summarise(request, MakeView(request, test::WardSettings(), issues),
                                           test::WardSettings(), issues);
  BOOST_TEST(summary.readings.size() == 8U);
  BOOST_TEST(summary.after_end.size() == 8U);
  BOOST_TEST(Pulses(Make(request).bundle) == Values{"72"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_summary_made_again_shows_the_thresholds_of_the_stay_not_of_the_settings) {
  AssembleRequest request = Request();
  request.stay.ward->thresholds = model::ThresholdsOf("pulse=50..70").value();
  const Assembled first = Make(request);
  Options changed = test::WardSettings();
  BOOST_REQUIRE(!changed.wards.empty());
  for (WardOptions& row : changed.wards) {
    row.thresholds = model::ThresholdsOf("pulse=80..90").value();
  }
  std::vector<Fault> faults;
  const auto program = Program::Compile(changed, faults);
  BOOST_REQUIRE(program != nullptr);
  const auto again = program->Assemble(request);
  BOOST_REQUIRE(again.has_value());
  BOOST_TEST((again->bundle == first.bundle));
  BOOST_TEST((again->document.bytes == first.document.bytes));
  request.stay.ward->thresholds = model::ThresholdsOf("pulse=80..90").value();
  const Assembled other = Make(request);
  BOOST_TEST((other.document.bytes != first.document.bytes));
  BOOST_TEST(Pulses(other.bundle) == Pulses(first.bundle), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_correction_takes_the_place_of_what_it_corrects) {
  AssembleRequest request = Request();
  Append(request.readings, ReadingsAt("20261021080000", "75", 11, "C"));
  BOOST_TEST(Pulses(Make(request).bundle) == Values{"75"}, boost::test_tools::per_element());
  std::reverse(request.readings.begin(), request.readings.end());
  BOOST_TEST(Pulses(Make(request).bundle) == Values{"75"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_second_revision_says_that_it_replaces_the_first) {
  const Assembled first = Make(Request());
  AssembleRequest request = Request();
  request.revision = 2;
  request.due = Instant("2026-10-24T09:00:00+01:00");
  const Assembled second = Make(request);
  BOOST_TEST(second.MayBeSent(), Text(second.issues));
  BOOST_TEST(second.bundle_identifier == first.bundle_identifier);
  const fhir::Node former = Of(first.bundle, "DocumentReference").at(0);
  const fhir::Node document = Of(second.bundle, "DocumentReference").at(0);
  BOOST_TEST(former["relatesTo"].Size() == 0U);
  BOOST_REQUIRE(document["relatesTo"].Size() == 1U);
  const fhir::Node relation = document["relatesTo"].At(0);
  BOOST_TEST(relation["code"].Text() == "replaces");
  BOOST_TEST(relation["target"]["identifier"]["value"].Text() ==
             former["masterIdentifier"]["value"].Text());
}

BOOST_AUTO_TEST_CASE(a_stay_that_has_not_started_or_ended_cannot_be_assembled) {
  AssembleRequest no_start = Request();
  no_start.stay.start.reset();
  AssembleRequest no_end = Request();
  no_end.stay.end.reset();
  for (const AssembleRequest& request : {no_start, no_end}) {
    const auto assembled = test::WardProgram().Assemble(request);
    BOOST_REQUIRE(assembled.has_error());
    BOOST_TEST((assembled.error().code == Code::kMissing));
  }
}

BOOST_AUTO_TEST_CASE(doubts_of_the_stay_are_notes_and_information_is_not) {
  AssembleRequest request = Request();
  request.stay.notes = {
      {model::Issue::Severity::kWarning, "stay.no-admit", "MSH-9", "x", ""},
      {model::Issue::Severity::kInformation, "disposition.swapped", "PV1-36", "y", ""}};
  std::vector<model::Issue> issues;
  const model::Summary summary = Summarise(request, MakeView(request, test::WardSettings(), issues),
                                           test::WardSettings(), issues);
  BOOST_REQUIRE(summary.notes.size() == 1U);
  BOOST_TEST(summary.notes.front().code == "stay.no-admit");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::discharge
