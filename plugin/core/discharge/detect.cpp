#include "core/discharge/detect.h"

#include <algorithm>

#include "base/text.h"

namespace wardbridge::discharge {
namespace {

bool Holds(const std::vector<std::string>& list, const std::string& word) {
  return !word.empty() && std::find(list.begin(), list.end(), word) != list.end();
}

// The ward code of `row` that the location names: component 2 is asked first, as ITK has the ward
// there.
std::string CodeIn(const Location& location, const WardOptions& row) {
  using Component = WardOptions::Component;
  if (row.ward_component != Component::kOne && Holds(row.codes, location.component2)) {
    return location.component2;
  }
  if (row.ward_component != Component::kTwo && Holds(row.codes, location.component1)) {
    return location.component1;
  }
  return {};
}

bool SenderFits(const WardOptions& row, const std::string& sender) {
  return row.sender == "*" || row.sender == sender;
}

bool SiteFits(const Location& location, const WardOptions& row) {
  return row.site.empty() || row.site == location.site;
}

}  // namespace

Location ReadLocation(const hl7::Element& pl) {
  const auto part = [&](std::size_t number) {
    return UpperAscii(Trim(pl.Component(number).Text()));
  };
  return {part(1), part(2), part(4), pl.HasValue()};
}

std::optional<WardMatch> MatchWard(const Location& location, const std::string& sender,
                                   const std::vector<WardOptions>& wards) {
  if (!location.stated) return std::nullopt;
  for (const WardOptions& row : wards) {
    if (!SenderFits(row, sender) || !SiteFits(location, row)) continue;
    if (std::string code = CodeIn(location, row); !code.empty()) return WardMatch{&row, code};
  }
  for (const WardOptions& row : wards) {
    const bool by_site = row.codes.empty() && !row.site.empty();
    if (SenderFits(row, sender) && by_site && row.site == location.site) {
      return WardMatch{&row, row.site};
    }
  }
  return std::nullopt;
}

bool IsExcluded(const WardMatch& match, const Location& location,
                const std::string& patient_class) {
  return !Holds(match.row->patient_classes, patient_class) ||
         Holds(match.row->exclude, location.component1) ||
         Holds(match.row->exclude, location.component2);
}

model::Ward MakeWard(const WardMatch& match) {
  model::Ward ward;
  ward.code = match.code;
  ward.name = match.row->name.empty() ? match.code : match.row->name;
  ward.encounter_class = match.row->encounter_class;
  ward.spo2_scale = match.row->spo2_scale;
  ward.grace_ms = match.row->grace.count();
  return ward;
}

}  // namespace wardbridge::discharge
