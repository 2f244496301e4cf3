// `wardbridge diff`: what another configuration would make of the same messages.
#include <cstddef>
#include <istream>
#include <map>
#include <ostream>
#include <string>
#include <utility>

#include "base/json_difference.h"
#include "engine/offline.h"
#include "engine/offline_common.h"
#include "engine/pack_tests.h"

namespace wardbridge::engine {
namespace {

constexpr std::size_t kMostDifferences = 100;  // shown of one Bundle
constexpr int kDiffer = 3;

// By identifier and revision of the Bundle.
using Bundles = std::map<std::pair<std::string, std::string>, std::string>;

struct Side {
  Bundles bundles;
  Played played;
};

Result<Side> PlayWith(const std::string& config, const DiffRequest& request, std::istream& in,
                      std::ostream& err, bool& loads) {
  const Loaded loaded = LoadForCommand(config, request.brief, err);
  loads = loaded.program != nullptr;
  Side side;
  if (!loads) return side;
  if (auto fonts = loaded.program->CheckFonts(); !fonts) return fonts.error();
  auto played = Replay(
      loaded, request.replay, in,
      [&side](const store::SummaryRow& row, store::Store&) {
        side.bundles[{row.bundle_identifier, row.version_id}] = row.bundle;
      },
      request.progress ? &err : nullptr);
  if (!played) return played.error();
  side.played = std::move(*played);
  return side;
}

Result<bool> PrintDifferences(const std::string& name, const std::string& before,
                              const std::string& after, std::ostream& out) {
  if (before == after) return false;
  const auto found = DifferencesOf(before, after, kMostDifferences);
  if (!found) return found.error();
  if (found->empty()) return false;
  out << name << '\n';
  for (const JsonDifference& difference : *found) {
    out << "  " << difference.pointer << '\n';
    if (!difference.before.empty()) out << "    - " << Shortened(difference.before) << '\n';
    if (!difference.after.empty()) out << "    + " << Shortened(difference.after) << '\n';
  }
  if (found->size() == kMostDifferences) {
    out << "  (these are the first " << kMostDifferences << ")\n";
  }
  return true;
}

std::size_t PrintReasons(const Played& before, const Played& after, std::ostream& out) {
  if (before.reasons == after.reasons) return 0;
  out << "refused or set aside\n";
  for (const std::string& reason : before.reasons) out << "    - " << reason << '\n';
  for (const std::string& reason : after.reasons) out << "    + " << reason << '\n';
  return 1;
}

}  // namespace

int Diff(const DiffRequest& request, std::istream& in, std::ostream& out, std::ostream& err) {
  for (const std::string& message : request.replay.messages) {
    if (message == "-") {
      return Fail(
          Error{Code::kUnsupported, "-", "the messages are played twice: give files or folders"},
          err);
    }
  }
  bool loads = false;
  const auto before = PlayWith(request.before, request, in, err, loads);
  if (!before) return Fail(before.error(), err);
  if (!loads) return 1;
  const auto after = PlayWith(request.after, request, in, err, loads);
  if (!after) return Fail(after.error(), err);
  if (!loads) return 1;
  std::size_t same = 0;
  std::size_t other = PrintReasons(before->played, after->played, out);
  for (const auto& [key, bundle] : before->bundles) {
    const std::string name = "Bundle " + key.first + " revision " + key.second;
    const auto found = after->bundles.find(key);
    if (found == after->bundles.end()) {
      out << name << "\n  - is not made any more\n";
      ++other;
      continue;
    }
    const auto differs = PrintDifferences(name, bundle, found->second, out);
    if (!differs) return Fail(differs.error(), err);
    ++(*differs ? other : same);
  }
  for (const auto& [key, bundle] : after->bundles) {
    if (before->bundles.count(key) > 0) continue;
    out << "Bundle " << key.first << " revision " << key.second << "\n  + is new\n";
    ++other;
  }
  out << same << " Bundles the same, " << other << " differences\n";
  return other == 0 ? 0 : kDiffer;
}

}  // namespace wardbridge::engine
