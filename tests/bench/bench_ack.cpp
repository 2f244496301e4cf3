// Durable acknowledgements: ours beside the least server that is durable, same client, same run,
// same disk.
#include <algorithm>
#include <chrono>
#include <filesystem>
#include <iostream>
#include <string>
#include <vector>

#include <fcntl.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include "engine/engine.h"
#include "tests/bench/mllp_load.h"
#include "tests/bench/raw_server.h"

namespace wardbridge::bench {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kConnections = 64;
constexpr Millis kRound{3000};
constexpr int kRounds = 3;

// A folder that goes when the benchmark ends.
class Scratch {
 public:
  Scratch() {
    std::string name = (fs::temp_directory_path() / "wardbridge-bench-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no scratch folder");
    path_ = name;
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  ~Scratch() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  [[nodiscard]] std::string File(const std::string& name) const { return (path_ / name).string(); }

 private:
  fs::path path_;
};

std::unique_ptr<engine::Engine> StartEngine(const Scratch& scratch) {
  const std::string yaml =
      "wardbridge: 1\n"
      "organisation: {ods: RXX, name: Example NHS Foundation Trust}\n"
      "store: {path: \"" +
      scratch.File("store.db") +
      "\"}\n"
      "listeners: {adt: {mllp: \"127.0.0.1:0\", feed: pas}}\n"
      "feeds: {pas: {}}\n"
      "wards: [{sender: RXX, codes: [VW1]}]\n"
      "mapping: {pack: \"" WARDBRIDGE_SOURCE_DIR
      "/mappings/uk-virtual-ward\"}\n"
      "destinations: {archive: {channel: folder, path: \"" +
      scratch.File("out") + "\"}}\n";
  std::vector<Fault> faults;
  engine::Config config = engine::LoadConfigText(yaml, {}, faults);
  auto running = engine::Engine::Create(std::move(config), {}, faults);
  for (const Fault& fault : faults) std::cerr << fault.Text(true) << '\n';
  if (!running) throw std::runtime_error("the configuration was refused");
  if (auto started = running->Start(); !started) throw std::runtime_error(started.error().Text());
  return running;
}

std::uint16_t PortOf(const engine::Engine& running) {
  const auto status = nlohmann::json::parse(running.StatusJson());
  return status["listeners"][0]["port"].get<std::uint16_t>();
}

// Milliseconds of one append of 1 KiB with fdatasync, many times.
std::vector<double> SyncTimes(const std::string& file) {
  const int descriptor = ::open(file.c_str(), O_CREAT | O_WRONLY | O_APPEND, 0600);
  const std::string record(1024, 'x');
  std::vector<double> times;
  for (int i = 0; i < 2000; ++i) {
    const auto start = std::chrono::steady_clock::now();
    if (::write(descriptor, record.data(), record.size()) < 0 || ::fdatasync(descriptor) != 0) {
      throw std::runtime_error("the disk fails");
    }
    const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - start;
    times.push_back(took.count());
  }
  ::close(descriptor);
  return times;
}

int Run() {
  const Scratch scratch;
  const auto engine = StartEngine(scratch);
  const auto raw = RawServer::Start(scratch.File("raw.log"));
  std::vector<double> ours;
  std::vector<double> theirs;
  std::vector<double> ratios;
  for (int i = 0; i < kRounds; ++i) {
    theirs.push_back(RunLoad(raw->Port(), kConnections, kRound).PerSecond());
    ours.push_back(RunLoad(PortOf(*engine), kConnections, kRound).PerSecond());
    ratios.push_back(ours.back() / theirs.back());
  }
  const double sync_p99 = Percentile(SyncTimes(scratch.File("sync.log")), 0.99);
  const LoadResult single = RunLoad(PortOf(*engine), 1, kRound);
  const double single_p99 = Percentile(single.latencies_ms, 0.99);
  engine->Stop(Millis(10'000));
  nlohmann::ordered_json line = {{"bench", "ack"},
                                 {"connections", kConnections},
                                 {"per_second", Percentile(ours, 0.5)},
                                 {"raw_per_second", Percentile(theirs, 0.5)},
                                 {"ratio", Percentile(ratios, 0.5)},
                                 {"goal_ratio", 0.8},
                                 {"single_p50_ms", Percentile(single.latencies_ms, 0.5)},
                                 {"single_p99_ms", single_p99},
                                 {"fdatasync_p99_ms", sync_p99},
                                 {"single_ratio", single_p99 / sync_p99},
                                 {"goal_single_ratio", 3.0}};
  std::cout << line.dump() << '\n';
  return 0;
}

}  // namespace
}  // namespace wardbridge::bench

int main() {
  try {
    return wardbridge::bench::Run();
  } catch (const std::exception& failure) {
    std::cerr << "error: " << failure.what() << '\n';
    return 1;
  }
}
