#include "core/fhir/profiles.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

namespace wardbridge::fhir {
namespace {

using std::string_view_literals::operator""sv;
using RuleRow = ElementRule;
using ExtensionRow = Extension;
using table::CodeSetRow;

struct ProfileRow {
  std::string_view url;
  std::string_view type;
  std::uint16_t first = 0;  // among kRules
  std::uint16_t count = 0;
};

#include "core/fhir/uk_core.inc"

}  // namespace

std::optional<Profile> FindProfile(std::string_view url) {
  const auto found = std::lower_bound(
      kProfiles.begin(), kProfiles.end(), url,
      [](const ProfileRow& row, std::string_view wanted) { return row.url < wanted; });
  if (found == kProfiles.end() || found->url != url) return {};
  return Profile{found->url, found->type, std::span(kRules).subspan(found->first, found->count)};
}

const Extension* FindExtension(std::string_view url, std::string_view part) {
  const auto found = std::lower_bound(kExtensions.begin(), kExtensions.end(), std::pair(url, part),
                                      [](const Extension& row, const auto& wanted) {
                                        return std::pair(row.url, row.part) < wanted;
                                      });
  const bool known = found != kExtensions.end() && found->url == url && found->part == part;
  return known ? &*found : nullptr;
}

std::span<const Extension> PartsOf(std::string_view url) {
  const Extension* head = FindExtension(url);
  if (head == nullptr) return {};
  const auto first = static_cast<std::size_t>(head - kExtensions.data()) + 1;
  std::size_t count = 0;
  while (first + count < kExtensions.size() && kExtensions[first + count].url == url) ++count;
  return std::span(kExtensions).subspan(first, count);
}

std::vector<std::string_view> ProfileUrls() {
  std::vector<std::string_view> urls;
  for (const ProfileRow& row : kProfiles) urls.push_back(row.url);
  return urls;
}

std::vector<std::string_view> ExtensionUrls() {
  std::vector<std::string_view> urls;
  for (const Extension& row : kExtensions) {
    if (row.part.empty()) urls.push_back(row.url);
  }
  return urls;
}

}  // namespace wardbridge::fhir
