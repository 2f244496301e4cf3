// Conversions of a stay's messages to a Bundle without document, per CPU-second: the A03 alone and
// with 50 observations; in the same run, of the same Bundle, a writer that builds a tree, and one
// that has every key and value ready and does nothing but write them.
#include <algorithm>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/discharge/assemble.h"
#include "core/discharge/observe.h"
#include "core/discharge/receive.h"
#include "core/mapping/program.h"

namespace wardbridge::bench {
namespace {

namespace fs = std::filesystem;

mapping::PackFiles LoadPack() {
  mapping::PackFiles pack;
  pack.root = "mappings/uk-virtual-ward";
  const fs::path root = fs::path(WARDBRIDGE_SOURCE_DIR) / pack.root;
  for (const auto& entry : fs::recursive_directory_iterator(root)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream file(entry.path(), std::ios::binary);
    pack.files[fs::relative(entry.path(), root).string()] =
        std::string(std::istreambuf_iterator<char>(file), {});
  }
  return pack;
}

constexpr const char* kDischarge =
    "MSH|^~\\&|PAS|RXX|TIE|RXX|20261102100100||ADT^A03^ADT_A03|B1|P|2.4|||AL|NE|GBR|UNICODE "
    "UTF-8|EN\r"
    "EVN||20261102100000|||U1|20261102100000\r"
    "PID|1||9990000018^^^NHS~L0001^^^RXX^MR||EXAMPLE^EDITH^ANN^^MS^^L||19440229|2|||1 EXAMPLE "
    "STREET^^LEEDS^^LS1 1AA^GBR"
    "^H||01632960001\r"
    "PD1|||EXAMPLE SURGERY^^Y06601|G5612908^EXAMPLE^GREGORY^^^DR^^^GMC\r"
    "PV1|1|I|RXX^VW1^^RXX||||C1234567^EXAMPLE^CONSULTANT^^^DR||||430||||19|||||V000123^^^RXX^VISIT|"
    "||||||||||||||||1|19"
    "|||||||20261020171600|20261102100000\r";

// `sets` observation sets of five readings a day.
std::string Observations(int sets) {
  std::string text =
      "MSH|^~\\&|RPM|RXX|TIE|RXX|20261030100100||ORU^R01^ORU_R01|B2|P|2.4\rPID|1||9990000018^^^"
      "NHS\r";
  for (int i = 0; i < sets; ++i) {
    const std::string day = (i < 8 ? "2026102" : "202610") + std::to_string(i < 8 ? i + 2 : 22 + i);
    text += "OBR|1||F" + std::to_string(i) + "|VITALS|||" + day + "0900\r";
    text +=
        "OBX|1|NM|9279-1^^LN||18|/min|||||F\rOBX|2|NM|2708-6^^LN||96|%|||||F\r"
        "OBX|3|NM|8480-6^^LN||128|mm[Hg]|||||F\rOBX|4|NM|8867-4^^LN||78|/min|||||F\r"
        "OBX|5|NM|8310-5^^LN||36.8|Cel|||||F\r";
  }
  return text;
}

discharge::AssembleRequest MakeRequest(const discharge::FeedOptions& feed, int sets) {
  discharge::AssembleRequest request;
  request.stay.key = "RXX|V|V000123|RXX#1";
  request.stay.feed = feed.name;
  request.stay.ward.emplace();
  request.stay.ward->code = "VW1";
  request.stay.start = ParseInstant("2026-10-20T17:16:00+01:00");
  request.stay.end = ParseInstant("2026-11-02T10:00:00Z");
  request.stay.discharge_method = "1";
  request.stay.discharge_destination = "19";
  request.due = *ParseInstant("2026-11-02T10:15:00Z");
  request.messages.push_back({1, "A03", feed.name, kDischarge});
  if (sets == 0) return request;
  const auto observations = hl7::Message::Parse(Observations(sets));
  request.readings = discharge::ReadObservations(*observations, feed, {}, request.due, 2).readings;
  return request;
}

// Runs for about a tenth of a CPU-second; calls per CPU-second.
double PerCpuSecond(const std::function<void()>& work) {
  const std::clock_t start = std::clock();
  std::size_t calls = 0;
  double seconds = 0;
  while (seconds < 0.1) {
    for (int i = 0; i < 20; ++i) work();
    calls += 20;
    seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
  }
  return static_cast<double>(calls) / seconds;
}

double Median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

// Of works that take turns, so that what else the machine does meets all of them: the median rate
// of each, and the median of the first's ratio to each in the same turn.
struct Turns {
  std::vector<double> rates;
  std::vector<double> ratios;
};

Turns TakeTurns(const std::vector<std::function<void()>>& works) {
  constexpr int kTurns = 31;
  std::vector<std::vector<double>> rates(works.size());
  std::vector<std::vector<double>> ratios(works.size());
  for (int turn = 0; turn < kTurns; ++turn) {
    for (std::size_t i = 0; i < works.size(); ++i) {
      rates[i].push_back(PerCpuSecond(works[i]));
      ratios[i].push_back(rates[0].back() / rates[i].back());
    }
  }
  Turns turns;
  for (std::size_t i = 0; i < works.size(); ++i) {
    turns.rates.push_back(Median(rates[i]));
    turns.ratios.push_back(Median(ratios[i]));
  }
  return turns;
}

// A Bundle as what is to be written one after another. Texts are as they were before they were
// escaped.
class Script final : public nlohmann::json_sax<nlohmann::ordered_json> {
 public:
  explicit Script(const std::string& bundle) {
    if (!nlohmann::ordered_json::sax_parse(bundle, this)) throw std::runtime_error("no JSON");
  }

  // Everything a streaming writer has to do, and nothing of finding out what to write.
  void Write(std::string& out) const {
    bool first = true;
    for (const Step& step : steps_) {
      const bool ends = step.kind == '}' || step.kind == ']';
      if (!first && !ends) out.push_back(',');
      first = step.kind == '{' || step.kind == '[' || step.kind == 'k';
      switch (step.kind) {
        case 'k':
          Quote(step.text, out);
          out.push_back(':');
          break;
        case 's':
          Quote(step.text, out);
          break;
        case 'n':
          out.append(step.text);
          break;
        default:
          out.push_back(step.kind);
      }
    }
  }

  bool null() override { return Add('n', "null"); }
  bool boolean(bool value) override { return Add('n', value ? "true" : "false"); }
  bool number_integer(number_integer_t value) override { return Add('n', std::to_string(value)); }
  bool number_unsigned(number_unsigned_t value) override { return Add('n', std::to_string(value)); }
  bool number_float(number_float_t, const string_t& text) override { return Add('n', text); }
  bool string(string_t& text) override { return Add('s', text); }
  bool binary(binary_t&) override { return false; }
  bool start_object(std::size_t) override { return Add('{', ""); }
  bool key(string_t& text) override { return Add('k', text); }
  bool end_object() override { return Add('}', ""); }
  bool start_array(std::size_t) override { return Add('[', ""); }
  bool end_array() override { return Add(']', ""); }
  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) override {
    return false;
  }

 private:
  struct Step {
    char kind = 0;
    std::string text;
  };
  bool Add(char kind, std::string text) {
    steps_.push_back({kind, std::move(text)});
    return true;
  }
  static void Quote(const std::string& text, std::string& out) {
    out.push_back('"');
    std::size_t from = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
      const auto byte = static_cast<unsigned char>(text[i]);
      if (byte >= 0x20U && byte != '"' && byte != '\\') continue;
      out.append(text, from, i - from);
      out.push_back('\\');
      out.push_back(byte == '\n' ? 'n' : text[i]);
      from = i + 1;
    }
    out.append(text, from, text.size() - from);
    out.push_back('"');
  }

  std::vector<Step> steps_;
};

struct Rates {
  Turns turns;  // ours, the raw writer, the writer of a tree
  std::size_t bytes = 0;
  std::size_t observations = 0;
};

Rates Measure(const discharge::Options& options, const mapping::Program& program, int sets) {
  const discharge::FeedOptions& feed = options.feeds.begin()->second;
  const discharge::AssembleRequest request = MakeRequest(feed, sets);
  std::string bundle;
  const auto convert = [&] {
    std::vector<model::Issue> issues;
    const hl7::View view = discharge::MakeView(request, options, issues);
    const model::Summary summary = discharge::Summarise(request, view, options, issues);
    bundle = program.Run({view, summary, nullptr, &feed.assigners, ""}).bundle;
  };
  convert();
  const auto tree = nlohmann::ordered_json::parse(bundle);
  std::size_t written = 0;
  Rates rates;
  rates.bytes = bundle.size();
  rates.observations = tree["entry"].size() >= 4 ? tree["entry"].size() - 4 : 0;
  const Script script(bundle);
  std::string again;
  script.Write(again);
  if (again != bundle) throw std::runtime_error("the raw writer writes something else");
  const auto write_raw = [&] {
    std::string out;
    out.reserve(bundle.size() + 64);
    script.Write(out);
    written += out.size();
  };
  // The writer of a tree: what a converter over such a tree can never be faster than.
  const auto write_tree = [&] {
    // The copy is a part of what is measured.
    // NOLINTNEXTLINE(performance-unnecessary-copy-initialization)
    const nlohmann::ordered_json copy = tree;
    written += copy.dump().size();
  };
  rates.turns = TakeTurns({convert, write_raw, write_tree});
  return written > 0 ? rates : Rates{};
}

int Run() {
  discharge::Options options;
  options.organisation = {"RXX", "Example NHS Foundation Trust", "0300 555 0199"};
  discharge::FeedOptions feed;
  feed.name = "pas";
  feed.assigners["RXX"] = {"https://rxx.example/Id/mrn", "https://rxx.example/Id/visit"};
  options.feeds["pas"] = feed;
  std::vector<Fault> faults;
  const auto program = mapping::Program::Compile(LoadPack(), faults);
  for (const Fault& fault : faults) std::cerr << fault.Text(true) << '\n';
  if (!program) return 1;
  const Rates small = Measure(options, *program, 0);
  const Rates large = Measure(options, *program, 10);
  const auto& [rates, ratios] = small.turns;
  const auto& [large_rates, large_ratios] = large.turns;
  nlohmann::ordered_json line = {{"bench", "convert"},
                                 {"per_cpu_second", rates[0]},
                                 {"raw_writer_per_cpu_second", rates[1]},
                                 {"ratio_to_raw_writer", ratios[1]},
                                 {"tree_writer_per_cpu_second", rates[2]},
                                 {"ratio_to_tree_writer", ratios[2]},
                                 {"bytes", small.bytes},
                                 {"goal", 100000},
                                 {"observations", large.observations},
                                 {"with_observations_per_cpu_second", large_rates[0]},
                                 {"with_observations_raw_writer", large_rates[1]},
                                 {"with_observations_ratio_to_raw", large_ratios[1]},
                                 {"with_observations_tree_writer", large_rates[2]},
                                 {"with_observations_ratio_to_tree", large_ratios[2]},
                                 {"with_observations_bytes", large.bytes},
                                 {"with_observations_goal", 12000}};
  std::cout << line.dump() << '\n';
  return 0;
}

}  // namespace
}  // namespace wardbridge::bench

int main() { return wardbridge::bench::Run(); }
