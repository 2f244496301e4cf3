#include "tests/core/mapping/lab.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <sstream>
#include <utility>

#include <boost/test/unit_test.hpp>

#include "base/text.h"
#include "core/mapping/trace.h"
#include "core/mapping/unchecked.h"

namespace wardbridge::mapping::lab {
namespace {

Timestamp At(std::string_view text) { return ParseInstant(text).value(); }

model::Reading MakeReading(std::string key, model::Vital vital, std::string code, Timestamp time) {
  model::Reading reading;
  reading.key = std::move(key);
  reading.source = "rpm";
  reading.vital = vital;
  reading.code = std::move(code);
  reading.time = time;
  reading.received = time;
  return reading;
}

model::Reading Measured(std::string key, model::Vital vital, std::string code, Timestamp time,
                        const char* value) {
  model::Reading reading = MakeReading(std::move(key), vital, std::move(code), time);
  reading.value = model::Decimal::Parse(value);
  return reading;
}

model::SubScore Score(model::Parameter parameter, int points, Timestamp time, std::string reading) {
  return {parameter, points, time, {std::move(reading)}};
}

}  // namespace

std::string ReadFile(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

PackFiles PackOfFolder(const std::filesystem::path& folder, std::string root) {
  PackFiles pack;
  pack.root = std::move(root);
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    pack.files[std::filesystem::relative(entry.path(), folder).generic_string()] =
        ReadFile(entry.path());
  }
  return pack;
}

PackFiles ShippedPack() {
  const std::string name = "mappings/uk-virtual-ward";
  return PackOfFolder(std::filesystem::path(WARDBRIDGE_SOURCE_DIR) / name, name);
}

PackFiles PackOf(std::string pack_yaml, std::map<std::string, std::string> others) {
  PackFiles pack;
  pack.root = "p";
  pack.files = std::move(others);
  pack.files["pack.yaml"] = std::move(pack_yaml);
  return pack;
}

PackFiles PackWithValue(const std::string& body, const std::string& tables,
                        std::map<std::string, std::string> others) {
  std::string text = "pack: lab\nformat: 1\nversion: 1.0.0\n";
  if (!tables.empty()) text += "tables:\n" + tables + "\n";
  text += "bundle: {type: collection, id: =uuid5(\"b\"), order: [x]}\n";
  text +=
      "resources:\n  x:\n    type: Basic\n    id: =uuid5(\"x\")\n    set:\n      v: " + body + "\n";
  return PackOf(std::move(text), std::move(others));
}

std::vector<std::string> FaultLines(const PackFiles& pack) {
  std::vector<Fault> faults;
  const auto program = CompileWith(pack, Checks::kAllButTypes, faults);
  std::vector<std::string> lines;
  for (const Fault& fault : faults) {
    std::string line = fault.severity == Fault::Severity::kWarning ? "warning " : "";
    line += fault.file + ":" + std::to_string(fault.line) + ":" + std::to_string(fault.column);
    lines.push_back(line + " " + fault.code);
  }
  BOOST_TEST((program == nullptr) == HasErrors(faults));
  return lines;
}

model::Summary SampleSummary() {
  using model::Parameter;
  using model::Vital;
  const Timestamp lone = At("2026-10-24T09:00:00+01:00");
  const Timestamp set_time = At("2026-10-25T08:30:00+00:00");
  model::Summary summary;
  summary.stay.key = "RXX|visit|V000123|RXX#1";
  summary.stay.feed = "pas";
  model::Ward ward;
  ward.code = "VWRESP";
  ward.name = "Virtual ward, respiratory";
  summary.stay.ward = ward;
  summary.stay.start = At("2026-10-20T17:16:00+01:00");
  summary.stay.end = At("2026-11-02T10:00:00+00:00");
  summary.stay.discharge_method = "1";
  summary.stay.discharge_destination = "19";
  summary.organisation = {"RXX", "Example NHS Foundation Trust", "0300 555 0199"};
  summary.revision = 1;
  summary.due = At("2026-11-02T10:15:00.250+00:00");

  summary.readings = {
      Measured("lone", Vital::kPulse, "364075005", lone, "72"),
      Measured("rr", Vital::kRespiration, "86290005", set_time, "22"),
      Measured("spo2", Vital::kOxygenSaturation, "431314004", set_time, "93"),
      MakeReading("air", Vital::kAirOrOxygen, "371825009", set_time),
      Measured("sbp", Vital::kSystolic, "72313002", set_time, "128"),
      Measured("dbp", Vital::kDiastolic, "1091811000000102", set_time, "76"),
      Measured("pulse", Vital::kPulse, "78564009", set_time, "104"),
      MakeReading("acvpu", Vital::kConsciousness, "1104441000000107", set_time),
      Measured("temp", Vital::kTemperature, "415945006", set_time, "38.40"),
  };
  summary.readings[3].on_oxygen = true;
  summary.readings[3].flow = model::Decimal::Parse("2");
  summary.readings[7].acvpu = model::Acvpu::kAlert;

  model::ObservationSet set;
  set.key = "order-7";
  set.time = set_time;
  set.readings = {"rr", "spo2", "air", "sbp", "dbp", "pulse", "acvpu", "temp"};
  set.scores = {Score(Parameter::kRespiration, 2, set_time, "rr"),
                Score(Parameter::kSpo2Scale1, 2, set_time, "spo2"),
                Score(Parameter::kAirOrOxygen, 2, set_time, "spo2"),
                Score(Parameter::kSystolic, 0, set_time, "sbp"),
                Score(Parameter::kPulse, 1, set_time, "pulse"),
                Score(Parameter::kConsciousness, 0, set_time, "acvpu"),
                Score(Parameter::kTemperature, 1, set_time, "temp")};
  set.scores[2].readings.emplace_back("air");
  set.total = 8;
  set.band = model::Band::kHigh;
  summary.sets = {set};
  return summary;
}

model::Document SampleDocument() {
  const std::vector<std::string> objects = {
      "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
      "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << >> >>"};
  std::ostringstream pdf;
  std::vector<std::size_t> offsets;
  pdf << "%PDF-1.4\n";
  for (std::size_t i = 0; i < objects.size(); ++i) {
    offsets.push_back(static_cast<std::size_t>(pdf.tellp()));
    pdf << i + 1 << " 0 obj\n" << objects[i] << "\nendobj\n";
  }
  const auto table = pdf.tellp();
  pdf << "xref\n0 " << objects.size() + 1 << "\n0000000000 65535 f \n";
  for (const std::size_t offset : offsets) {
    std::string digits = std::to_string(offset);
    digits.insert(0, 10 - digits.size(), '0');
    pdf << digits << " 00000 n \n";
  }
  pdf << "trailer\n<< /Size " << objects.size() + 1 << " /Root 1 0 R >>\nstartxref\n"
      << table << "\n%%EOF\n";
  model::Document document;
  document.bytes = pdf.str();
  document.title = "Virtual Ward Remote Monitoring Summary";
  document.created = At("2026-11-02T10:15:00.250+00:00");
  document.pages = 1;
  return document;
}

hl7::View ViewOf(const std::vector<std::string>& messages, hl7::ReadLog* reads) {
  hl7::ParseOptions options;
  options.reads = reads;
  std::vector<hl7::ViewPart> parts;
  for (std::string text : messages) {
    std::replace(text.begin(), text.end(), '\n', '\r');
    auto parsed = hl7::Message::Parse(text, options);
    BOOST_REQUIRE(parsed.has_value());
    hl7::ViewPart part;
    part.message = std::make_shared<const hl7::Message>(std::move(*parsed));
    part.trigger = part.message->Get("MSH", 9).Component(2).Text();
    part.inbox_id = static_cast<std::int64_t>(parts.size()) + 1;
    part.feed = "pas";
    parts.push_back(std::move(part));
  }
  return hl7::View(std::move(parts));
}

hl7::View ViewOfSegments(const std::string& segments, hl7::ReadLog* reads) {
  return ViewOf({"MSH|^~\\&|PAS|RXX|WB|RXX|20261102100100||ADT^A03|M1|P|2.4\n" + segments}, reads);
}

hl7::View SampleView(hl7::ReadLog* reads) {
  return ViewOf(
      {"MSH|^~\\&|PAS|RXX|WB|RXX|20261020171700||ADT^A01|M1|P|2.4\n"
       "EVN||20261020171700|||^|20261020171600\n"
       "PID|1||9990000018^^^NHS~A123^^^RXX~77^^^UNKNOWN||Example^Edith^Ann "
       "Mary^^Mrs^^L~Bell^Edie^^^^^A||19440229|2|||"
       "Flat 2^1 Example Street^Leeds^West Yorkshire^ls1 1aa^GBR^H||01632 "
       "960001^PRN^PH|^NET^Internet^e@example.org|"
       "|||||||||||||||||NSTS01\n"
       "PV1|1|I|VWRESP^^^RXX||||||||||||||||V000123^^^RXX|||||||||||||||||||||||||20261020171600",
       "MSH|^~\\&|PAS|RXX|WB|RXX|20261102100100||ADT^A03|M2|P|2.4\n"
       "EVN||20261102100100|||^|20261102100000\n"
       "PID|1||9990000018^^^NHS~A123^^^RXX~77^^^UNKNOWN~A123^^^RXX||Example^Edith^Ann "
       "Mary^^Mrs^^L~Bell^Edie^^^^^A||"
       "19440229000000|2|||Flat 2^1 Example Street^Leeds^West Yorkshire^ls1 1aa^GBR^H||01632 "
       "960001^PRN^PH|"
       "^NET^Internet^e@example.org||||||||||||||||||NSTS01\n"
       "PV1|1|I|VWRESP^^^RXX||||||||||||||||V000123^^^RXX|||||||||||||||||1|19|||||||"
       "20261020171600|20261102100000"},
      reads);
}

std::shared_ptr<const Program> CompileGood(const PackFiles& pack) {
  std::vector<Fault> faults;
  auto program = CompileWith(pack, Checks::kAllButTypes, faults);
  for (const Fault& fault : faults) BOOST_ERROR(fault.Text(true));
  BOOST_REQUIRE(program != nullptr);
  return program;
}

std::string Result::Codes() const {
  std::string text;
  for (const model::Issue& issue : issues) {
    if (!text.empty()) text += "; ";
    text += issue.severity == model::Issue::Severity::kError ? "error " : "warning ";
    text += issue.code + " " + issue.path;
  }
  return text;
}

namespace {

Result Extract(Output output) {
  constexpr std::string_view kBefore = "\"v\":";
  Result result;
  result.issues = std::move(output.issues);
  result.unmapped = std::move(output.unmapped);
  const std::size_t at = output.bundle.find(kBefore);
  if (at == std::string::npos) return result;
  constexpr std::string_view kAfter = "}}]}";
  BOOST_REQUIRE(output.bundle.ends_with(kAfter));
  result.value = output.bundle.substr(at + kBefore.size());
  result.value.resize(result.value.size() - kAfter.size());
  return result;
}

}  // namespace

Result RunValue(const std::string& body, const std::string& segments, const std::string& tables,
                std::map<std::string, std::string> others) {
  return RunPack(PackWithValue(body, tables, std::move(others)), segments);
}

Result RunPack(const PackFiles& pack, const std::string& segments) {
  return RunProgram(*CompileGood(pack), segments);
}

Result RunProgram(const Program& program, const std::string& segments) {
  const hl7::View view = ViewOfSegments(segments);
  const model::Summary summary = SampleSummary();
  const std::map<std::string, Assigner> assigners = {
      {"RXX", {"https://rxx.example/Id/mrn", "https://rxx.example/Id/visit"}}};
  Inputs inputs{view, summary};
  inputs.assigners = &assigners;
  const Output output = program.Run(inputs);
  Trace trace;
  BOOST_TEST(program.Run(inputs, &trace).bundle == output.bundle, "an explanation changes bytes");
  return Extract(output);
}

Result RunValueOnSample(const std::string& body) {
  const auto program = CompileGood(PackWithValue(body));
  const hl7::View view = SampleView();
  const model::Summary summary = SampleSummary();
  const model::Document document = SampleDocument();
  Inputs inputs{view, summary};
  inputs.document = &document;
  return Extract(program->Run(inputs));
}

std::string FirstDifference(std::string_view got, std::string_view want) {
  if (got == want) return {};
  const auto pair = std::mismatch(got.begin(), got.end(), want.begin(), want.end());
  const auto at = static_cast<std::size_t>(pair.first - got.begin());
  const std::size_t from = at > 60 ? at - 60 : 0;
  return "first difference at byte " + std::to_string(at) +
         "\n   got: " + std::string(got.substr(from, 140)) +
         "\n  want: " + std::string(want.substr(from, 140));
}

}  // namespace wardbridge::mapping::lab
