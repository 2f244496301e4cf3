#include "core/discharge/detect.h"

#include <algorithm>
#include <utility>

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

// What a row of the configuration looks at in a location.
std::string InputOf(const Location& location, const WardOptions& row) {
  using Component = WardOptions::Component;
  std::string text;
  if (row.ward_component != Component::kOne)
    text = Stated(location.field + ".2", location.component2);
  if (row.ward_component != Component::kTwo) {
    text += (text.empty() ? "" : ", ") + Stated(location.field + ".1", location.component1);
  }
  if (!row.site.empty()) text += ", " + Stated(location.field + ".4", location.site);
  return text;
}

// Tells what became of rows of `wards`; each function returns whether the row matches.
class Asked {
 public:
  Asked(const Location& location, const std::string& sender, const std::vector<WardOptions>& wards,
        Trace* trace)
      : location_(location), sender_(sender), wards_(wards), trace_(trace) {}

  // Rule 1: the code that matched, or "".
  std::string ByCode(const WardOptions& row) {
    if (!SenderFits(row, sender_)) {
      Say("ward.code", row, [&] {
        return Answer{Stated("MSH-4.1", sender_),
                      "no: the row is of sender " + Visible(row.sender)};
      });
      return {};
    }
    if (row.codes.empty()) return {};  // of rule 4 alone
    if (!SiteFits(location_, row)) {
      Say("ward.code", row, [&] {
        return Answer{Site(), "no: the row is of site " + Visible(row.site)};
      });
      return {};
    }
    std::string code = CodeIn(location_, row);
    Say("ward.code", row, [&] {
      return Answer{InputOf(location_, row), code.empty() ? "no: none of " + Listed(row.codes)
                                                          : "yes: ward " + Visible(code)};
    });
    return code;
  }

  // Rule 4.
  bool BySite(const WardOptions& row) {
    const bool by_site = row.codes.empty() && !row.site.empty();
    if (!by_site || !SenderFits(row, sender_)) return false;
    const bool same = row.site == location_.site;
    Say("ward.site", row, [&] {
      return Answer{Site(), (same ? "yes: the reserved site " : "no: the reserved site is ") +
                                Visible(row.site)};
    });
    return same;
  }

 private:
  struct Answer {
    std::string input;
    std::string verdict;
  };

  template <typename Make>
  void Say(const char* rule, const WardOptions& row, Make make) {
    Tell(trace_, [&] {
      Answer answer = make();
      return TraceStep{rule, "wards[" + std::to_string(&row - wards_.data()) + "]",
                       std::move(answer.input), std::move(answer.verdict)};
    });
  }

  [[nodiscard]] std::string Site() const { return Stated(location_.field + ".4", location_.site); }

  // All outlive this object: it lives during one call.
  const Location& location_;
  const std::string& sender_;
  const std::vector<WardOptions>& wards_;
  Trace* trace_;
};

}  // namespace

Location ReadLocation(const hl7::Element& pl, std::string field) {
  const auto part = [&](std::size_t number) {
    return UpperAscii(Trim(pl.Component(number).Text()));
  };
  return {part(1), part(2), part(4), pl.HasValue(), std::move(field)};
}

std::optional<WardMatch> MatchWard(const Location& location, const std::string& sender,
                                   const std::vector<WardOptions>& wards, Trace* trace) {
  if (!location.stated) {
    Tell(trace, [&] {
      return TraceStep{"ward.code", location.field, location.field + " empty",
                       "no: there is nothing to compare"};
    });
    return std::nullopt;
  }
  Asked asked(location, sender, wards, trace);
  for (const WardOptions& row : wards) {
    if (std::string code = asked.ByCode(row); !code.empty()) return WardMatch{&row, code};
  }
  for (const WardOptions& row : wards) {
    if (asked.BySite(row)) return WardMatch{&row, row.site};
  }
  return std::nullopt;
}

bool IsExcluded(const WardMatch& match, const Location& location, const std::string& patient_class,
                Trace* trace) {
  const bool of_class = Holds(match.row->patient_classes, patient_class);
  const bool listed = Holds(match.row->exclude, location.component1) ||
                      Holds(match.row->exclude, location.component2);
  Tell(trace, [&] {
    return TraceStep{
        "ward.class", "", Stated("PV1-2", patient_class),
        (of_class ? "yes: one of " : "no: none of ") + Listed(match.row->patient_classes)};
  });
  Tell(trace, [&] {
    return TraceStep{"ward.exclude", "",
                     Stated(location.field + ".1", location.component1) + ", " +
                         Stated(location.field + ".2", location.component2),
                     listed ? "no: one of " + Listed(match.row->exclude) : "yes: not excluded"};
  });
  return !of_class || listed;
}

model::Ward MakeWard(const WardMatch& match) {
  model::Ward ward;
  ward.code = match.code;
  ward.name = match.row->name.empty() ? match.code : match.row->name;
  ward.encounter_class = match.row->encounter_class;
  ward.spo2_scale = match.row->spo2_scale;
  ward.grace_ms = match.row->grace.count();
  ward.thresholds = match.row->thresholds;
  return ward;
}

}  // namespace wardbridge::discharge
