#include "core/discharge/fhir_reading.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "base/digest.h"
#include "base/text.h"
#include "core/discharge/fhir_patient.h"
#include "core/discharge/fhir_said.h"
#include "core/discharge/fhir_value.h"
#include "core/discharge/reading_time.h"
#include "core/discharge/stated_value.h"
#include "core/discharge/vital_codes.h"

namespace wardbridge::discharge {
namespace {

using fhir::Node;
using model::Reading;
using model::ReadingStatus;
using model::Vital;

constexpr std::size_t kMostComponents = 100;

// A code that is a vital, or a blood pressure whose two values are its components.
std::optional<VitalCode> CodeIn(const Node& code, const FeedOptions& feed) {
  const Node codings = code["coding"];
  for (std::size_t i = 0; i < codings.Size(); ++i) {
    const Node coding = codings.At(i);
    if (auto found = VitalOf(coding["code"].View(), coding["system"].View(), feed)) return found;
  }
  return std::nullopt;
}

std::optional<VitalCode> VitalIn(const Node& code, const FeedOptions& feed) {
  auto found = CodeIn(code, feed);
  return found && !found->is_pressure ? found : std::nullopt;
}

bool IsPressurePanel(const Node& code, const FeedOptions& feed) {
  const auto found = CodeIn(code, feed);
  return found && found->is_pressure;
}

std::optional<ReadingStatus> StatusOf(std::string_view word) {
  if (word == "final") return ReadingStatus::kFinal;
  if (word == "registered" || word == "preliminary") return ReadingStatus::kPreliminary;
  if (word == "amended" || word == "corrected") return ReadingStatus::kCorrected;
  if (word == "cancelled" || word == "entered-in-error") return ReadingStatus::kWithdrawn;
  return std::nullopt;
}

// When it was measured, as it stands there.
struct Effective {
  std::string name;  // "effectivePeriod.end"
  std::string text;
};

Effective EffectiveOf(const Node& observation) {
  for (const char* name : {"effectiveDateTime", "effectiveInstant"}) {
    if (observation[name]) return {name, observation[name].Text()};
  }
  const Node period = observation["effectivePeriod"];
  for (const char* name : {"end", "start"}) {
    if (period[name]) return {std::string("effectivePeriod.") + name, period[name].Text()};
  }
  return {"effective", ""};
}

// One Observation on its way in. What it is made with outlives it: it lives during one call.
class ObservationReader {
 public:
  ObservationReader(std::size_t index, const model::PatientIds& patient,
                    const FhirReadingContext& context, std::vector<MeasuredReading>& readings,
                    ToldProblems& problems)
      : index_(index),
        resource_(context.references.resources()[index]),
        node_(resource_.node),
        patient_(patient),
        context_(context),
        readings_(readings),
        problems_(problems) {}

  void Run() {
    if (!IsUnderstood() || !ReadStatus() || !ReadTimes()) return;
    identity_ = IdentityOf(resource_, patient_, context_.feed);
    if (const auto code = VitalIn(node_["code"], context_.feed)) {
      AddOne(*code, node_, resource_.place, resource_.pointer);
    }
    const Node components = node_["component"];
    for (std::size_t i = 0; i < components.Size(); ++i) {
      const auto code = VitalIn(components.At(i)["code"], context_.feed);
      const std::string step = std::to_string(i);
      if (code) {
        AddOne(*code, components.At(i), resource_.place + ".component[" + step + "]",
               resource_.pointer + "/component/" + step);
      }
    }
    const bool withdrawn = shared_.status == ReadingStatus::kWithdrawn;
    if (withdrawn && added_.empty()) {
      for (const Vital vital : {Vital::kSystolic, Vital::kDiastolic}) {
        AddOne({vital, std::string(DefaultSnomed(vital)), std::nullopt}, Node(), resource_.place,
               resource_.pointer);
      }
    }
  }

 private:
  bool No(const char* code, const std::string& element, const char* text) {
    problems_.Refuse(code, resource_.place + "." + element, text);
    return false;
  }

  // What changes the meaning of an Observation in ways that are not known here.
  bool IsUnderstood() {
    if (node_["modifierExtension"] || node_["implicitRules"]) {
      return No("reading.modifier", "modifierExtension", "a modifier that is not known");
    }
    if (node_["focus"]) return No("reading.focus", "focus", "is about somebody or something else");
    if (node_["component"].Size() > kMostComponents) {
      return No("reading.components", "component", "more than 100 components");
    }
    return true;
  }

  bool ReadStatus() {
    const auto status = StatusOf(node_["status"].View());
    if (!status) {
      return No("reading.status", "status",
                "neither registered, preliminary, final, amended, corrected, cancelled nor "
                "entered-in-error");
    }
    shared_.status = *status;
    return true;
  }

  bool ReadTimes() {
    shared_.stated = StatedAt(node_, context_.feed);
    const Effective effective = EffectiveOf(node_);
    const auto time = ReadTime(effective.text, context_.feed);
    if (!time) {
      // A withdrawal replaces by its key.
      if (shared_.status == ReadingStatus::kWithdrawn) {
        shared_.time = shared_.stated.value_or(context_.received);
        return true;
      }
      return No("reading.no-time", effective.name, "not a time with the time of day");
    }
    TellTime(*time, resource_.place + "." + effective.name, problems_);
    shared_.time = time->time;
    return true;
  }

  // `element` is the Observation or one of its components.
  void AddOne(const VitalCode& code, const Node& element, const std::string& place,
              const std::string& pointer) {
    Reading reading = shared_;
    reading.source = context_.feed.name;
    reading.vital = code.vital;
    reading.code = code.snomed;
    reading.received = context_.received;
    reading.message = context_.inbox_id;
    // Several values of one vital in one resource are several readings.
    const std::size_t ordinal = added_[code.vital]++;
    reading.key = KeyOf({"FHIR", identity_, model::Name(code.vital), std::to_string(ordinal)});
    const auto set = context_.sets.find(index_);
    if (set != context_.sets.end()) reading.set = set->second;
    const FhirChoice choice = ValueIn(element);
    std::string at = pointer;
    if (choice.value) {
      at += "/" + choice.name;
      if (choice.value["value"]) at += "/value";
    } else if (element["code"]) {
      at += "/code";
    }
    if (reading.status != ReadingStatus::kWithdrawn) {
      if (!ReadValue(code, element, choice, place, reading)) return;
      ReadSaid(element, place, reading);
    }
    readings_.push_back({std::move(reading), std::move(at)});
  }

  bool ReadValue(const VitalCode& code, const Node& element, const FhirChoice& choice,
                 const std::string& place, Reading& reading) {
    const StatedValue value = StatedIn(choice);
    if (element["dataAbsentReason"]) {
      problems_.Warn("reading.absent", place + ".dataAbsentReason", "says that it has no value");
      return false;
    }
    const std::string at = place + "." + (choice.value ? choice.name : "value");
    if (value.Empty() && (choice.value || !code.on_oxygen)) {
      problems_.Refuse("reading.value", at, "no value in a form that this reading has");
      return false;
    }
    return TakeValue(code, value, context_.feed, at, reading, problems_);
  }

  // What the sender says about the measurement. What stands at the Observation holds for its
  // components.
  void ReadSaid(const Node& element, const std::string& place, Reading& reading) {
    reading.flag = FlagIn(element);
    if (reading.flag.empty()) reading.flag = FlagIn(node_);
    ReadLimits(element, place, context_.feed, reading, problems_);
    reading.device = DeviceOf(resource_, context_.references);
    reading.by = PerformerOf(resource_, context_.references);
    reading.note = NoteOf(resource_, problems_);
  }

  std::size_t index_;
  const FhirResource& resource_;
  const Node& node_;
  const model::PatientIds& patient_;
  const FhirReadingContext& context_;
  std::vector<MeasuredReading>& readings_;
  ToldProblems& problems_;
  Reading shared_;  // status and times
  std::string identity_;
  std::map<Vital, std::size_t> added_;  // so many of each vital
};

}  // namespace

std::string IdentityOf(const FhirResource& resource, const model::PatientIds& patient,
                       const FeedOptions& feed) {
  const Node identifiers = resource.node["identifier"];
  // Of a QuestionnaireResponse it is one, not a list.
  for (std::size_t i = 0; i < std::max<std::size_t>(identifiers.IsObject(), identifiers.Size());
       ++i) {
    const Node identifier = identifiers.IsObject() ? identifiers : identifiers.At(i);
    const std::string_view system = identifier["system"].View();
    const std::string_view value = identifier["value"].View();
    if (!system.empty() && !value.empty()) return KeyOf({"identifier", system, value});
    if (identifiers.IsObject()) break;
  }
  // Two servers may give the same id.
  const std::string_view id = resource.node["id"].View();
  if (!id.empty()) return KeyOf({"id", feed.name, resource.type, id});
  if (resource.type != "Observation") return KeyOf({"bytes", resource.bytes});
  const Node coding = resource.node["code"]["coding"].At(0);
  return KeyOf({"fact", PersonKey(patient), coding["system"].View(), coding["code"].View(),
                EffectiveOf(resource.node).text});
}

std::vector<std::size_t> MembersOfPanel(const FhirReferences& references,
                                        const FhirResource& panel) {
  std::vector<std::size_t> members;
  const Node named = panel.node["hasMember"];
  for (std::size_t i = 0; i < named.Size() && i < kMostResources; ++i) {
    for (const std::size_t member : references.Find(named.At(i), panel)) members.push_back(member);
  }
  return members;
}

std::map<std::size_t, std::string> SetsOf(const FhirReferences& references,
                                          const FeedOptions& feed) {
  std::map<std::size_t, std::string> sets;
  for (const FhirResource& panel : references.resources()) {
    if (panel.type != "Observation" || !panel.node["hasMember"]) continue;
    const std::string key =
        KeyOf({"FHIR-set", IdentityOf(panel, {}, feed), EffectiveOf(panel.node).text});
    for (const std::size_t member : MembersOfPanel(references, panel)) sets.emplace(member, key);
  }
  return sets;
}

bool SpeaksOfVital(const FhirResource& observation, const FeedOptions& feed) {
  const Node& node = observation.node;
  if (VitalIn(node["code"], feed)) return true;
  const Node components = node["component"];
  for (std::size_t i = 0; i < components.Size(); ++i) {
    if (VitalIn(components.At(i)["code"], feed)) return true;
  }
  return IsPressurePanel(node["code"], feed) &&
         StatusOf(node["status"].View()) == ReadingStatus::kWithdrawn;
}

void ReadObservation(std::size_t index, const model::PatientIds& patient,
                     const FhirReadingContext& context, std::vector<MeasuredReading>& readings,
                     ToldProblems& problems) {
  ObservationReader(index, patient, context, readings, problems).Run();
}

}  // namespace wardbridge::discharge
