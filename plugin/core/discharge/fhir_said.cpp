#include "core/discharge/fhir_said.h"

#include <utility>

#include "base/text.h"
#include "core/discharge/fhir_value.h"
#include "core/discharge/stated_value.h"

namespace wardbridge::discharge {
namespace {

using fhir::Node;
using model::MeasuredBy;

constexpr std::size_t kMostNotes = 100;

std::string DeviceName(const Node& device) {
  std::string name = device["deviceName"].At(0)["name"].Text();
  if (!name.empty()) return name;
  const std::string type = TextOfConcept(device["type"]);
  return type.empty() ? device["modelNumber"].Text() : type;
}

}  // namespace

std::optional<Timestamp> StatedAt(const Node& resource, const FeedOptions& feed) {
  for (const Node& stated : {resource["issued"], resource["meta"]["lastUpdated"]}) {
    if (const auto time = ReadTime(stated.View(), feed)) return time->time;
  }
  return std::nullopt;
}

void TellTime(const ReadingTime& time, const std::string& place, ToldProblems& problems) {
  if (time.gap) {
    problems.Warn("date.gap", place,
                  "lies in the hour that the clocks skip in spring: one hour was added");
  }
  if (time.ambiguous) {
    problems.Warn("date.ambiguous", place,
                  "lies in the hour that comes twice in autumn: the first was taken");
  }
}

std::string FlagIn(const Node& element) {
  const Node interpretations = element["interpretation"];
  for (std::size_t i = 0; i < interpretations.Size(); ++i) {
    const Node codings = interpretations.At(i)["coding"];
    for (std::size_t k = 0; k < codings.Size(); ++k) {
      const std::string_view code = codings.At(k)["code"].View();
      if (IsFlag(code)) return UpperAscii(code);
    }
  }
  return {};
}

void ReadLimits(const Node& element, const std::string& place, const FeedOptions& feed,
                model::Reading& reading, ToldProblems& problems) {
  const Node ranges = element["referenceRange"];
  for (std::size_t i = 0; i < ranges.Size(); ++i) {
    const Node range = ranges.At(i);
    if (!range["low"] && !range["high"]) continue;
    for (const auto& [name, into] :
         {std::pair{"low", &reading.low}, std::pair{"high", &reading.high}}) {
      if (!range[name]) continue;
      StatedValue limit = StatedQuantity(range[name]);
      // R4 lets a limit leave out the unit of the value.
      if (limit.unit.empty()) limit.unit = StatedIn(ValueIn(element)).unit;
      *into = LimitOf(reading.vital, limit, feed);
      if (!*into) {
        problems.Warn("reading.limit", place + ".referenceRange[" + std::to_string(i) + "]." + name,
                      "not a number in a unit of this reading: not used");
      }
    }
    return;
  }
}

std::string DeviceOf(const FhirResource& resource, const FhirReferences& references) {
  constexpr std::size_t kLongest = 200;
  const Node device = resource.node["device"];
  std::string name = device["display"].Text();
  if (name.empty()) name = DeviceName(references.Resolve(device, resource));
  if (name.size() > kLongest) {
    std::size_t end = kLongest;
    while (!StartsCharacter(name[end])) --end;
    name.resize(end);
  }
  return name;
}

MeasuredBy PersonMeant(const Node& reference, const FhirResource& resource,
                       const FhirReferences& references) {
  std::string type = TypeOfReference(reference);
  const Node meant = references.Resolve(reference, resource);
  if (meant) type = meant["resourceType"].Text();
  if (type == "RelatedPerson") return MeasuredBy::kRelated;
  if (type == "Practitioner" || type == "PractitionerRole") return MeasuredBy::kStaff;
  const Node subject = resource.node["subject"];
  const std::string_view url = reference["reference"].View();
  const bool same_url = !url.empty() && url == subject["reference"].View();
  const Node about = references.Resolve(subject, resource);
  const bool same_id = meant && type == "Patient" && !meant["id"].View().empty() &&
                       meant["id"].View() == about["id"].View();
  const Node identifier = reference["identifier"];
  const bool same_number = !identifier["value"].View().empty() &&
                           identifier["value"].View() == subject["identifier"]["value"].View() &&
                           identifier["system"].View() == subject["identifier"]["system"].View();
  return same_url || same_id || same_number ? MeasuredBy::kPatient : MeasuredBy::kNotStated;
}

MeasuredBy PerformerOf(const FhirResource& resource, const FhirReferences& references) {
  constexpr std::size_t kMost = 20;
  const Node performers = resource.node["performer"];
  for (std::size_t i = 0; i < performers.Size() && i < kMost; ++i) {
    const MeasuredBy by = PersonMeant(performers.At(i), resource, references);
    if (by != MeasuredBy::kNotStated) return by;
  }
  return MeasuredBy::kNotStated;
}

Phi<std::string> NoteOf(const FhirResource& resource, ToldProblems& problems) {
  std::string all;
  const Node notes = resource.node["note"];
  for (std::size_t i = 0; i < notes.Size() && i < kMostNotes; ++i) {
    const std::string text = notes.At(i)["text"].Text();
    if (text.empty()) continue;
    all += (all.empty() ? "" : "\n") + text;
  }
  return Phi<std::string>(Bounded(std::move(all), resource.place + ".note", problems));
}

}  // namespace wardbridge::discharge
