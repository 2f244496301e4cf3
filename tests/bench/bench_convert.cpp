// Conversions of a stay's messages to a Bundle without document, per CPU-second: the A03 alone and
// with 50 observations, beside a tree-building writer of the same Bundle in the same run.
#include <ctime>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <iterator>
#include <string>

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

// Runs for about two CPU-seconds; calls per CPU-second.
double PerCpuSecond(const std::function<void()>& work) {
  const std::clock_t start = std::clock();
  std::size_t calls = 0;
  double seconds = 0;
  while (seconds < 2.0) {
    for (int i = 0; i < 20; ++i) work();
    calls += 20;
    seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
  }
  return static_cast<double>(calls) / seconds;
}

struct Rates {
  double ours = 0;
  double tree = 0;
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
  rates.ours = PerCpuSecond(convert);
  // The writer alone: what a converter over such a tree can never be faster than.
  rates.tree = PerCpuSecond([&] {
    // The copy is a part of what is measured.
    // NOLINTNEXTLINE(performance-unnecessary-copy-initialization)
    const nlohmann::ordered_json copy = tree;
    written += copy.dump().size();
  });
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
  nlohmann::ordered_json line = {{"bench", "convert"},
                                 {"per_cpu_second", small.ours},
                                 {"tree_writer_per_cpu_second", small.tree},
                                 {"ratio", small.ours / small.tree},
                                 {"bytes", small.bytes},
                                 {"goal", 100000},
                                 {"observations", large.observations},
                                 {"with_observations_per_cpu_second", large.ours},
                                 {"with_observations_tree_writer", large.tree},
                                 {"with_observations_ratio", large.ours / large.tree},
                                 {"with_observations_bytes", large.bytes},
                                 {"with_observations_goal", 12000}};
  std::cout << line.dump() << '\n';
  return 0;
}

}  // namespace
}  // namespace wardbridge::bench

int main() { return wardbridge::bench::Run(); }
