#include "engine/pack_tests.h"

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>
#include <utility>

#include "base/json_difference.h"
#include "base/json_spans.h"
#include "base/strict_yaml.h"
#include "base/text.h"
#include "engine/config_files.h"
#include "engine/replay.h"

namespace wardbridge::engine {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kFileBytes = 16U << 20U;
constexpr const char* kSettings = "test.yaml";
constexpr const char* kReasons = "expected.reasons";
constexpr const char* kConfig = "wardbridge.yaml";

std::string ExpectedName(std::size_t number) {
  return number == 1 ? "expected.json" : "expected-" + std::to_string(number) + ".json";
}

Result<std::string> WithoutDocument(std::string_view resource) {
  return InMember(resource, "content", [](std::string_view content) {
    return EachItem(content, [](std::string_view item) {
      return InMember(item, "attachment", [](std::string_view attachment) -> Result<std::string> {
        Result<std::string> left = std::string(attachment);
        for (const char* key : {"data", "size", "hash"}) {
          if (left) left = WithMember(*left, key, "");
        }
        return left;
      });
    });
  });
}

// A Bundle as it stands in a file of expectations.
Result<std::string> ExpectedForm(std::string_view bundle) {
  const auto changed = InMember(bundle, "entry", [](std::string_view entries) {
    return EachItem(entries, [](std::string_view entry) {
      return InMember(entry, "resource", [](std::string_view resource) -> Result<std::string> {
        const auto members = MembersOf(resource);
        if (!members) return members.error();
        if (Find(*members, "resourceType") != "\"DocumentReference\"") return std::string(resource);
        return WithoutDocument(resource);
      });
    });
  });
  if (!changed) return changed.error();
  return IndentedJson(*changed);
}

struct Made {
  std::vector<std::string> bundles;
  std::vector<std::string> reasons;
};

// Without the folder of the test before it and the rule's place behind it, which move.
std::string StableReason(const std::string& reason, const std::string& folder) {
  std::string text = reason.starts_with(folder + "/") ? reason.substr(folder.size() + 1) : reason;
  const std::size_t place = text.rfind(" (");
  if (place != std::string::npos && text.ends_with(')')) text.resize(place);
  return text;
}

Result<ReplayRequest> RequestOf(const PackTest& test) {
  ReplayRequest request;
  request.messages = {test.folder};
  const fs::path folder(test.folder);
  std::error_code failed;
  if (fs::is_directory(folder / "observations", failed)) {
    request.observations = {(folder / "observations").string()};
  }
  const std::string path = (folder / kSettings).string();
  if (!fs::exists(path, failed)) return request;
  const auto bytes = ReadFile(path, kFileBytes);
  if (!bytes) return bytes.error();
  std::vector<Fault> faults;
  const YamlNode settings = ReadYaml(*bytes, path, faults);
  for (const auto& [key, value] : settings.Entries()) {
    if (key.Text() == "feed" && value.IsScalar()) {
      request.feed = value.Text();
    } else if (key.Text() == "now" && ParseInstant(value.Text())) {
      request.now = ParseInstant(value.Text());
    } else {
      AddFault(faults, key.MakeFault("test.key", "a test has feed: NAME and now: TIME, no more"));
    }
  }
  if (!faults.empty()) return Error{Code::kConfig, kSettings, faults.front().Text(false)};
  return request;
}

// What the tests' own configuration says, or nothing where they have none.
Result<std::optional<Loaded>> OwnConfig(const PackTest& test) {
  if (test.config.empty()) return std::optional<Loaded>();
  std::ostringstream said;
  Loaded own = LoadForCommand(test.config, true, said);
  if (own.program) return std::optional<Loaded>(std::move(own));
  const std::string text = said.str();
  return Error{Code::kConfig, kConfig, text.substr(0, text.find('\n'))};
}

Result<Made> Play(const Loaded& loaded, const PackTest& test) {
  const auto request = RequestOf(test);
  if (!request) return request.error();
  Made made;
  std::optional<Error> failure;
  std::istringstream nothing;
  const auto played = Replay(
      loaded, *request, nothing,
      [&](const store::SummaryRow& row, store::Store&) {
        auto expected = ExpectedForm(row.bundle);
        if (!expected) {
          failure = expected.error();
        } else {
          made.bundles.push_back(std::move(*expected));
        }
      },
      nullptr);
  if (!played) return played.error();
  if (failure) return *failure;
  for (const std::string& reason : played->reasons) {
    made.reasons.push_back(StableReason(reason, test.folder));
  }
  return made;
}

// The files of a test, by their names: what is expected, or what was made.
using Files = std::vector<std::pair<std::string, std::string>>;

Files FilesOf(const Made& made) {
  Files files;
  for (std::size_t i = 0; i < made.bundles.size(); ++i) {
    files.emplace_back(ExpectedName(i + 1), made.bundles[i]);
  }
  std::string reasons;
  for (const std::string& reason : made.reasons) reasons += reason + "\n";
  if (!reasons.empty()) files.emplace_back(kReasons, reasons);
  return files;
}

Result<Files> ReadExpected(const PackTest& test) {
  Files files;
  std::error_code failed;
  for (const auto& entry : fs::directory_iterator(test.folder, failed)) {
    const std::string name = entry.path().filename().string();
    const bool bundle = name.starts_with("expected") && name.ends_with(".json");
    if (!bundle && name != kReasons) continue;
    auto bytes = ReadFile(entry.path().string(), kFileBytes);
    if (!bytes) return bytes.error();
    files.emplace_back(name, std::move(*bytes));
  }
  if (failed) return Error{Code::kIo, test.name, failed.message()};
  std::sort(files.begin(), files.end());
  return files;
}

const std::string* Find(const Files& files, const std::string& name) {
  for (const auto& [other, bytes] : files) {
    if (other == name) return &bytes;
  }
  return nullptr;
}

std::string FirstOtherLine(std::string_view expected, std::string_view made) {
  const std::vector<std::string_view> wanted = Split(expected, '\n');
  const std::vector<std::string_view> got = Split(made, '\n');
  for (std::size_t i = 0; i < std::max(wanted.size(), got.size()); ++i) {
    const std::string_view want = i < wanted.size() ? wanted[i] : "";
    const std::string_view have = i < got.size() ? got[i] : "";
    if (want == have) continue;
    std::string text = "line " + std::to_string(i + 1) + ": expected '";
    return text.append(want).append("', got '").append(have).append("'");
  }
  return {};
}

// The first difference of one file, "" when there is none.
Result<std::string> Compare(const std::string& name, const std::string& expected,
                            const std::string& made) {
  if (name == kReasons) {
    const std::string line = FirstOtherLine(expected, made);
    return line.empty() ? line : name + " " + line;
  }
  const auto found = DifferencesOf(expected, made, 1);
  if (!found) return Error{Code::kMalformed, name, "is no JSON"};
  if (found->empty()) return std::string();
  const JsonDifference& first = found->front();
  return name + " at " + (first.pointer.empty() ? "the top" : first.pointer) + ": expected " +
         Shortened(first.before) + ", got " + Shortened(first.after);
}

Result<std::string> FirstDifference(const Files& expected, const Files& made) {
  for (const auto& [name, bytes] : made) {
    const std::string* want = Find(expected, name);
    if (want == nullptr) {
      return name + " is missing: " +
             (name == kReasons ? "got " + bytes.substr(0, bytes.find('\n'))
                               : std::string("there is one more Bundle than expected"));
    }
    auto difference = Compare(name, *want, bytes);
    if (!difference || !difference->empty()) return difference;
  }
  for (const auto& [name, bytes] : expected) {
    if (Find(made, name) == nullptr) return name + " is expected, and nothing of it came";
  }
  return std::string();
}

Result<> WriteWhole(const fs::path& path, const std::string& bytes) {
  const fs::path part = path.string() + ".part";
  std::ofstream file(part, std::ios::binary | std::ios::trunc);
  file << bytes;
  file.close();
  std::error_code failed;
  if (!file) return Error{Code::kIo, part.string(), "cannot be written"};
  fs::rename(part, path, failed);
  if (failed) return Error{Code::kIo, path.string(), failed.message()};
  return {};
}

Result<std::vector<std::string>> Update(const PackTest& test, const Files& expected,
                                        const Files& made) {
  std::vector<std::string> written;
  const fs::path folder(test.folder);
  for (const auto& [name, bytes] : made) {
    const std::string* former = Find(expected, name);
    if (former != nullptr && *former == bytes) continue;
    if (auto done = WriteWhole(folder / name, bytes); !done) return done.error();
    written.push_back("wrote " + (folder / name).string());
  }
  for (const auto& [name, bytes] : expected) {
    if (Find(made, name) != nullptr) continue;
    std::error_code failed;
    fs::remove(folder / name, failed);
    if (failed) return Error{Code::kIo, (folder / name).string(), failed.message()};
    written.push_back("removed " + (folder / name).string());
  }
  return written;
}

}  // namespace

std::string Shortened(const std::string& value) {
  constexpr std::size_t kMost = 100;
  if (value.empty()) return "nothing";
  if (value.size() <= kMost) return value;
  std::size_t end = kMost;
  while (end > 0 && !StartsCharacter(value[end])) --end;
  return value.substr(0, end) + "...";
}

std::vector<PackTest> FindPackTests(const Config& config) {
  std::vector<PackTest> tests;
  for (const std::string& pack : config.pack_folders) {
    const fs::path folder = fs::path(pack) / "tests";
    const std::string name = fs::path(pack).filename().string();
    std::error_code failed;
    const fs::path config = folder / kConfig;
    const std::string own_config = fs::exists(config, failed) ? config.string() : std::string();
    for (const auto& entry : fs::directory_iterator(folder, failed)) {
      if (!entry.is_directory()) continue;
      const std::string own = entry.path().filename().string();
      if (own.starts_with('.')) continue;
      tests.push_back({name + "/" + own, entry.path().string(), own_config});
    }
  }
  std::sort(tests.begin(), tests.end(),
            [](const PackTest& a, const PackTest& b) { return a.name < b.name; });
  return tests;
}

Result<PackTestOutcome> RunPackTest(const Loaded& loaded, const PackTest& test, bool update) {
  const auto own = OwnConfig(test);
  if (!own) return own.error();
  const auto played = Play(*own ? **own : loaded, test);
  if (!played) return played.error();
  const auto expected = ReadExpected(test);
  if (!expected) return expected.error();
  const Files made = FilesOf(*played);
  PackTestOutcome outcome;
  if (update) {
    auto written = Update(test, *expected, made);
    if (!written) return written.error();
    outcome.written = std::move(*written);
    return outcome;
  }
  auto difference = FirstDifference(*expected, made);
  if (!difference) return difference.error();
  outcome.difference = std::move(*difference);
  return outcome;
}

}  // namespace wardbridge::engine
