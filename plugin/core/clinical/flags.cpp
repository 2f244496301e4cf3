#include "core/clinical/flags.h"

#include <map>
#include <utility>

#include "base/text.h"

namespace wardbridge::clinical {

std::vector<Flagged> FlagsOf(const std::vector<model::Reading>& readings,
                             const std::vector<std::size_t>& order) {
  std::map<std::pair<model::Vital, std::string>, Flagged> found;
  for (const std::size_t i : order) {
    std::string flag = UpperAscii(Trim(readings[i].flag));
    if (flag.empty() || flag == "N") continue;
    Flagged& flagged = found[{readings[i].vital, flag}];
    flagged.vital = readings[i].vital;
    flagged.flag = std::move(flag);
    ++flagged.count;
    flagged.latest = i;
  }
  std::vector<Flagged> flags;
  flags.reserve(found.size());
  for (auto& [key, flagged] : found) flags.push_back(std::move(flagged));
  return flags;
}

}  // namespace wardbridge::clinical
