#include "engine/reload.h"

#include <algorithm>

#include "base/digest.h"
#include "engine/kept_pack.h"
#include "engine/pack_tests.h"

namespace wardbridge::engine {
namespace {

void Refuse(const Config& config, const char* code, std::string text, std::vector<Fault>& faults) {
  AddFault(faults, FileFault(config.file, code, std::move(text)));
}

std::vector<std::string> Sorted(std::vector<std::string> names) {
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace

void RefuseWhatNeedsARestart(const Config& running, const Config& next,
                             std::vector<Fault>& faults) {
  for (const auto& [section, digest] : next.at_start) {
    const auto before = running.at_start.find(section);
    if (before != running.at_start.end() && before->second == digest) continue;
    Refuse(next, "reload.restart", section + " has changed: it is read at the start only", faults);
  }
  if (Sorted(running.feed_order) != Sorted(next.feed_order)) {
    Refuse(next, "reload.restart", "feeds were added or removed: they are read at the start only",
           faults);
  }
}

std::string Fingerprint(const std::string& config_file) {
  std::vector<Fault> faults;  // the reload itself tells them
  const Config config = LoadConfigFile(config_file, {}, faults);
  std::string all = config.digest;
  for (const store::PackFile& file : ToRow(config.core.pack, "", {}).files) {
    all.append("\n").append(file.folder).append("/").append(file.path).append(" ");
    all.append(Hex(Sha256(file.bytes)));
  }
  return Hex(Sha256(all));
}

void RefuseFailedTests(const Loaded& next, std::vector<Fault>& faults) {
  for (const PackTest& test : FindPackTests(next.config)) {
    const auto outcome = RunPackTest(next, test, false);
    if (outcome && outcome->difference.empty()) continue;
    Refuse(next.config, "reload.test",
           "test " + test.name + " of the mapping fails; 'wardbridge test' shows where", faults);
  }
}

}  // namespace wardbridge::engine
