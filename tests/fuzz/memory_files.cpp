#include "tests/fuzz/memory_files.h"

#include <filesystem>
#include <utility>

#include "engine/config_files.h"
#include "engine/config_values.h"
#include "tests/support/certificates.h"

namespace wardbridge::engine {
namespace {

namespace fs = std::filesystem;

std::map<std::string, std::string> MakeFiles() {
  const test::Identity own = test::MakeIdentity({});
  const test::Identity other = test::MakeIdentity({});
  return {
      {"pack/pack.yaml", "pack: test\n"},
      {"pack/tables/sex.csv", "source,target\n1,male\n"},
      {"empty/README.md", ""},
      {"secret", std::string(fuzz::kSecret) + "\r\n"},
      {"ods", "RXX\n"},
      {"own.pem", own.certificate},
      {"own.key", own.key},
      {"other.key", other.key},
      {"sign.key", test::MakeKey("P-384")},
      {"broken.pem", "-----BEGIN CERTIFICATE-----\nkept-secret\n-----END CERTIFICATE-----\n"},
      {"observations.csv",
       "source,target,snomed\nRR,respiratory-rate,\nTEMP-EAR,temperature,415974002\n"},
      {"units.csv", "source,target\nbpm,/min\n"},
      {"consciousness.csv", "source,target\nalert,A\n"},
      {"dispositions.csv", "source,method,destination\nHome,,19\nDead,4,79\n"},
      {"identity.csv", "sender,control-id,nhs-number,ward\n*,*,9990000018,VWRESP\n"},
      {"faulty.csv", "source,target,colour\nkept-secret,\"kept-secret\nRR,kept-secret,\n"},
      {"columns.csv", "column,means,unit\nNHS,nhs-number,\nTaken,time,\nPulse,pulse,/min\n"},
      {"time.csv", "column,means,unit\nTaken,time,\n"},
      {"texts.csv", "source,target,title\nNOTE1,note,Ward note\n"},
      {"headers.csv", "sender,control-id,nhs-number,ward\n"},
      {"large", std::string(5U << 20U, 'x')},
      {"nothing", ""},
  };
}

Error Unreadable(const std::string& path, std::string reason) {
  return {Code::kIo, path, std::move(reason)};
}

std::string NameOf(const std::string& path) {
  std::error_code code;
  return fs::path(path).lexically_relative(fs::current_path(code)).generic_string();
}

}  // namespace

const std::map<std::string, std::string>& fuzz::MemoryFiles() {
  static const std::map<std::string, std::string> kFiles = MakeFiles();
  return kFiles;
}

Result<std::string> ReadFile(const std::string& path, std::size_t limit_bytes) {
  const auto& files = fuzz::MemoryFiles();
  const std::string name = NameOf(path);
  const auto found = files.find(name);
  if (found != files.end()) {
    if (found->second.size() <= limit_bytes) return found->second;
    return Unreadable(path, "larger than " + FormatSize(limit_bytes));
  }
  const auto inside = files.lower_bound(name + "/");
  const bool is_folder = inside != files.end() && inside->first.starts_with(name + "/");
  return Unreadable(path, is_folder ? "is a folder" : "No such file or directory");
}

namespace {

mapping::PackFiles ReadFolder(const PackFolder& folder, const std::string& main_file,
                              const YamlNode& node, std::vector<Fault>& faults) {
  mapping::PackFiles pack;
  pack.root = folder.root;
  const std::string start = NameOf(folder.path) + "/";
  for (const auto& [name, bytes] : fuzz::MemoryFiles()) {
    if (name.starts_with(start)) pack.files.emplace(name.substr(start.size()), bytes);
  }
  if (!pack.files.contains(main_file)) {
    faults.push_back(
        node.MakeFault("config.pack.missing", "there is no " + main_file + " in " + pack.root));
  }
  return pack;
}

}  // namespace

mapping::PackFiles ReadPack(const PackFolder& folder, const YamlNode& node,
                            std::vector<Fault>& faults) {
  return ReadFolder(folder, "pack.yaml", node, faults);
}

mapping::PackFiles ReadOverlay(const PackFolder& folder, const YamlNode& node,
                               std::vector<Fault>& faults) {
  return ReadFolder(folder, "overlay.yaml", node, faults);
}

}  // namespace wardbridge::engine
