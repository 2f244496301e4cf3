#include "core/mapping/program.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <iterator>
#include <ostream>
#include <string>
#include <vector>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "tests/core/mapping/lab.h"

namespace wardbridge::mapping {

BOOST_AUTO_TEST_SUITE(program)

namespace {

const std::map<std::string, Assigner> kAssigners = {
    {"RXX", {"https://rxx.example/Id/mrn", "https://rxx.example/Id/visit"}}};

Output RunSample(const model::Summary& summary, const hl7::View& view) {
  const auto program = lab::CompileGood(lab::ShippedPack());
  const model::Document document = lab::SampleDocument();
  Inputs inputs{view, summary};
  inputs.document = &document;
  inputs.assigners = &kAssigners;
  if (summary.revision > 1) {
    inputs.previous_master_identifier_revision = std::to_string(summary.revision - 1);
  }
  return program->Run(inputs);
}

// The expected Bundle stands in its file with one entry a line.
std::string Golden() {
  std::ifstream in(std::string(WARDBRIDGE_SOURCE_DIR) + "/tests/core/mapping/golden/summary.json",
                   std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  std::erase(text, '\n');
  return text;
}

// WARDBRIDGE_KEEP=folder keeps what the tests made, to be judged by others.
void Keep(std::string name, const std::string& bundle) {
  std::replace(name.begin(), name.end(), ' ', '-');
  if (const char* folder = std::getenv("WARDBRIDGE_KEEP")) {
    std::ofstream(std::string(folder) + "/" + name + ".json", std::ios::binary) << bundle;
  }
}

BOOST_AUTO_TEST_CASE(the_shipped_pack_makes_the_golden_bundle) {
  const Output output = RunSample(lab::SampleSummary(), lab::SampleView());
  Keep("sample", output.bundle);
  BOOST_TEST(lab::FirstDifference(output.bundle, Golden()) == "");
}

BOOST_AUTO_TEST_CASE(a_local_number_of_an_unknown_assigner_is_the_only_warning_of_the_sample) {
  const Output output = RunSample(lab::SampleSummary(), lab::SampleView());
  BOOST_REQUIRE_EQUAL(output.issues.size(), 1U);
  BOOST_TEST(output.issues[0].code == "mapping.assigner");
  BOOST_TEST(output.issues[0].path == "PID-3.4.1");
  BOOST_TEST(output.issues[0].rule.starts_with("mappings/uk-virtual-ward/patient.yaml:"));
  BOOST_TEST(output.issues[0].text.find("77") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_same_inputs_make_the_same_bytes) {
  const auto first = lab::CompileGood(lab::ShippedPack());
  const auto second = lab::CompileGood(lab::ShippedPack());
  const hl7::View view = lab::SampleView();
  const model::Summary summary = lab::SampleSummary();
  const Inputs inputs{view, summary};
  const std::string bundle = first->Run(inputs).bundle;
  BOOST_TEST(bundle == first->Run(inputs).bundle);
  BOOST_TEST(bundle == second->Run(inputs).bundle);
  BOOST_TEST(first->Digest() == second->Digest());
  BOOST_TEST(first->Digest().size() == 64U);
}

BOOST_AUTO_TEST_CASE(a_changed_byte_of_any_file_changes_the_digest) {
  PackFiles pack = lab::ShippedPack();
  const std::string before = lab::CompileGood(pack)->Digest();
  pack.files["tables/sex.csv"] += "# end\n";
  BOOST_TEST(lab::CompileGood(pack)->Digest() != before);
}

BOOST_AUTO_TEST_CASE(name_and_version_are_those_of_the_pack) {
  const auto program = lab::CompileGood(lab::ShippedPack());
  BOOST_TEST(program->Name() == "uk-virtual-ward");
  BOOST_TEST(program->Version() == "1.0.0");
}

struct Case {
  const char* name;
  std::function<void(model::Summary&)> change;
  std::vector<std::string> present;
  std::vector<std::string> absent;
};
std::ostream& operator<<(std::ostream& out, const Case& c) { return out << c.name; }

const std::vector<Case> kCases = {
    {"revision two replaces revision one",
     [](model::Summary& s) { s.revision = 2; },
     {R"("versionId":"2")",
      R"("relatesTo":[{"code":"replaces","target":{"type":"DocumentReference")"},
     {R"("versionId":"1")"}},
    {"revision one replaces nothing",
     [](model::Summary&) {},
     {R"("versionId":"1")"},
     {"relatesTo"}},
    {"discharge method 2 keeps the list that has it",
     [](model::Summary& s) { s.stay.discharge_method = "2"; },
     {R"("system":"https://fhir.hl7.org.uk/CodeSystem/NHSDataModelAndDictionary-DischargeMethod","code":"2")"},
     {"UKCore-DischargeMethodEngland"}},
    {"without discharge method there is no extension on the Encounter",
     [](model::Summary& s) { s.stay.discharge_method.clear(); },
     {},
     {"Extension-UKCore-DischargeMethod"}},
    {"without destination there is no hospitalization",
     [](model::Summary& s) { s.stay.discharge_destination.clear(); },
     {},
     {"hospitalization"}},
    {"a remote-only ward is VR",
     [](model::Summary& s) { s.stay.ward->encounter_class = "VR"; },
     {R"("code":"VR","display":"virtual")"},
     {R"("code":"HH")"}},
    {"a reading with a comparator is no Observation",
     [](model::Summary& s) { s.readings[0].comparator = "<"; },
     {},
     {R"("value":72,)"}},
    {"an implausible reading is no Observation",
     [](model::Summary& s) { s.readings[0].plausible = false; },
     {},
     {R"("value":72,)"}},
    {"a corrected reading says so",
     [](model::Summary& s) { s.readings[0].status = model::ReadingStatus::kCorrected; },
     {R"("status":"corrected")"},
     {}},
    {"a preliminary reading says so",
     [](model::Summary& s) { s.readings[0].status = model::ReadingStatus::kPreliminary; },
     {R"("status":"preliminary")"},
     {}},
    {"a set without total has scores but no total",
     [](model::Summary& s) {
       s.sets[0].total.reset();
       s.sets[0].band.reset();
       s.sets[0].scores.pop_back();
     },
     {R"("code":"1104351000000103")"},
     {R"("code":"1104051000000101")", "hasMember", R"("code":"1104371000000107")"}},
    {"scale 2 is said on the reading",
     [](model::Summary& s) {
       s.sets[0].spo2_scale = 2;
       s.sets[0].scores[1].parameter = model::Parameter::kSpo2Scale2;
       s.sets[0].scores[1].points = 1;
       s.sets[0].total = 7;
     },
     {R"x("note":[{"text":"SpO2 scale 2 (target 88-92%)"}])x", R"("code":"1104321000000108")"},
     {"SpO2 scale 1", R"("code":"1104311000000102")"}},
    {"an assumed score says so",
     [](model::Summary& s) { s.sets[0].assumed_air = true; },
     {R"("note":[{"text":"Assumed by the setting of the feed; the sender did not state it"}])"},
     {}},
    {"an unknown temperature code falls back to core body temperature",
     [](model::Summary& s) { s.readings[8].code = "LOCALTEMP"; },
     {R"("code":"276885007")"},
     {R"("code":"415945006")", "LOCALTEMP"}},
    {"a stay without any reading has four entries",
     [](model::Summary& s) {
       s.readings.clear();
       s.sets.clear();
     },
     {R"("resourceType":"DocumentReference")"},
     {R"("resourceType":"Observation")"}},
};

BOOST_DATA_TEST_CASE(what_the_summary_says_is_in_the_bundle, boost::unit_test::data::make(kCases),
                     c) {
  model::Summary summary = lab::SampleSummary();
  c.change(summary);
  const Output output = RunSample(summary, lab::SampleView());
  Keep(c.name, output.bundle);
  for (const std::string& text : c.present) {
    BOOST_TEST(output.bundle.find(text) != std::string::npos, "not there: " << text);
  }
  for (const std::string& text : c.absent) {
    BOOST_TEST(output.bundle.find(text) == std::string::npos, "there: " << text);
  }
  BOOST_TEST(!model::HasErrors(output.issues));
}

struct MessageCase {
  const char* name;
  const char* segments;
  std::vector<std::string> present;
  std::vector<std::string> absent;
  const char* issues;
};
std::ostream& operator<<(std::ostream& out, const MessageCase& c) { return out << c.name; }

const std::vector<MessageCase> kMessages = {
    {"a hidden location hides address and telephone",
     "PID|1||9990000018^^^NHS||Example^Edith||19440229|2|||1 Road^^Leeds^^LS1 1AA^^H||01632 "
     "960001\nZU8||||1",
     {"Example"},
     {"\"address\"", "01632", "LS1"},
     ""},
    {"the older protection flag hides too",
     "PID|1||9990000018^^^NHS||Example^Edith||19440229|2|||1 Road^^Leeds^^LS1 1AA^^H||01632 "
     "960001\n"
     "PD1||||||||||||Y",
     {},
     {"\"address\"", "01632"},
     ""},
    {"an address without postcode goes out with a warning",
     "PID|1||9990000018^^^NHS||Example^Edith||19440229|2|||1 Road^^Leeds^^^^H",
     {R"("address":[{"use":"home","line":["1 Road"],"city":"Leeds"}])"},
     {"postalCode"},
     "warning mapping.postcode PID-11"},
    {"two empty quotation marks never reach FHIR",
     "PID|1||9990000018^^^NHS||Example^\"\"||19440229|\"\"|||\"\"||\"\"",
     {R"("name":[{"use":"official","family":"Example"}])"},
     {"\\\"", "gender", "address",
      "\"name\":[{\"use\":\"official\",\"family\":\"Example\",\"given"},
     ""},
    {"an unknown birth date is left out",
     "PID|1||9990000018^^^NHS||Example^Edith||19000101|2||||||||||||||||||||||||UD",
     {},
     {"birthDate"},
     ""},
    {"an estimated birth date goes out with a warning",
     "PID|1||9990000018^^^NHS||Example^Edith||19440101|2||||||||||||||||||||||||ED",
     {R"("birthDate":"1944-01-01")"},
     {},
     "warning mapping.doubtful PID-7"},
    {"a missing birth date is a warning",
     "PID|1||9990000018^^^NHS||Example^Edith|||2",
     {},
     {"birthDate"},
     "warning mapping.required PID-7"},
    {"a bad birth date is a warning and no value",
     "PID|1||9990000018^^^NHS||Example^Edith||19441301|2",
     {},
     {"birthDate"},
     "warning mapping.date PID-7; warning mapping.required PID-7"},
    {"a sex without a row is a warning and no value",
     "PID|1||9990000018^^^NHS||Example^Edith||19440229|7",
     {},
     {"gender"},
     "warning mapping.unmapped PID-8"},
    {"no NHS number is an error",
     "PID|1||A123^^^RXX||Example^Edith||19440229|2",
     {R"("system":"https://rxx.example/Id/mrn","value":"A123")"},
     {"nhs-number\""},
     "error mapping.required PID-3"},
    {"a death time wins over the flag",
     "PID|1||9990000018^^^NHS||Example^Edith||19440229|2|||||||||||||||||||||202611011530|Y",
     {R"("deceasedDateTime":"2026-11-01T15:30:00+00:00")"},
     {"deceasedBoolean"},
     ""},
    {"a death flag alone is a boolean",
     "PID|1||9990000018^^^NHS||Example^Edith||19440229|2||||||||||||||||||||||Y",
     {R"("deceasedBoolean":true)"},
     {"deceasedDateTime"},
     ""},
    {"alive says nothing",
     "PID|1||9990000018^^^NHS||Example^Edith||19440229|2||||||||||||||||||||||N",
     {},
     {"deceased"},
     ""},
    {"a worse NHS number status wins over verified",
     "PID|1||9990000018^^^NHS||Example^Edith||19440229|2||||||||||||||||||||||||NSTS01~NSTS04",
     {R"("code":"04","display":"Trace attempted - No match or multiple match found")"},
     {R"("code":"01")"},
     ""},
    {"the same NHS number twice is one identifier",
     "PID|1||9990000018^^^NHS~999 000 0018^^^NHSNBR^NHSNMBR||Example^Edith||19440229|2",
     {R"("identifier":[{"system":"https://fhir.nhs.uk/Id/nhs-number","value":"9990000018"}])"},
     {},
     ""},
    {"a visit number without assigner is left out with a warning",
     "PID|1||9990000018^^^NHS||Example^Edith||19440229|2\nPV1|1|I|||||||||||||||||V9",
     {},
     {"\"V9\""},
     "warning mapping.assigner PV1-19.4.1"},
};

BOOST_DATA_TEST_CASE(what_the_messages_say_is_in_the_bundle,
                     boost::unit_test::data::make(kMessages), c) {
  const Output output = RunSample(lab::SampleSummary(), lab::ViewOfSegments(c.segments));
  Keep(c.name, output.bundle);
  for (const std::string& text : c.present) {
    BOOST_TEST(output.bundle.find(text) != std::string::npos, "not there: " << text << "\n"
                                                                            << output.bundle);
  }
  for (const std::string& text : c.absent) {
    BOOST_TEST(output.bundle.find(text) == std::string::npos, "there: " << text);
  }
  BOOST_TEST((lab::Result{{}, output.issues}.Codes()) == c.issues);
}

BOOST_AUTO_TEST_CASE(without_document_there_is_no_document_reference) {
  const auto program = lab::CompileGood(lab::ShippedPack());
  const hl7::View view = lab::SampleView();
  const model::Summary summary = lab::SampleSummary();
  const Output output = program->Run({view, summary});
  BOOST_TEST(output.bundle.find("DocumentReference") == std::string::npos);
  BOOST_TEST(output.bundle.find(R"("resourceType":"Encounter")") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(no_pack_yaml_is_a_fault) {
  std::vector<Fault> faults;
  BOOST_TEST(Program::Compile({"p", {}}, faults) == nullptr);
  BOOST_REQUIRE_EQUAL(faults.size(), 1U);
  BOOST_TEST(faults[0].code == "pack.file");
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::mapping
