#include "core/discharge/interpret.h"

#include <array>
#include <cstdio>
#include <optional>
#include <utility>

#include "base/text.h"
#include "core/discharge/detect.h"
#include "core/discharge/disposition.h"
#include "core/discharge/monitored.h"
#include "core/discharge/observe.h"
#include "core/discharge/patient_facts.h"
#include "core/discharge/receive.h"
#include "core/discharge/triggers.h"
#include "core/hl7/date_time.h"
#include "core/hl7/identifiers.h"

namespace wardbridge::discharge {
namespace {

using model::Event;
using model::EventKind;
using model::Issue;

// The dates of one message, with its zone rules and the autumn rule (spec/hl7v2-and-mllp section
// 8).
class Dates {
 public:
  Dates(const hl7::Message& message, const FeedOptions& feed, std::vector<Issue>& warnings)
      : message_(message), feed_(feed), warnings_(warnings) {
    rules_.zone = feed.timezone;
    rules_.offset_trust = feed.offset_trust;
    rules_.lenient = feed.lenient_dates;
    const auto sent = hl7::ParseDateTime(message.Get("MSH", 7), feed.lenient_dates);
    if (!sent) return;
    rules_.message_offset = sent->offset;
    if (sent->HasTime()) rules_.message_time = hl7::ToInstant(*sent, rules_).time;
  }

  [[nodiscard]] const hl7::ZoneRules& rules() const { return rules_; }

  // What a field says, or nothing (with a warning when it says something that is no date).
  std::optional<hl7::Instant> Read(const char* segment, std::size_t field) {
    const hl7::Element element = message_.Get(segment, field);
    if (!element.HasValue()) return std::nullopt;
    const auto parsed = hl7::ParseDateTime(element, feed_.lenient_dates);
    const std::string path = std::string(segment) + "-" + std::to_string(field);
    if (!parsed) {
      Warn("date.malformed", path, "not an HL7 v2 date and time");
      return std::nullopt;
    }
    const hl7::Instant instant = hl7::ToInstant(*parsed, rules_);
    if (instant.gap) {
      Warn("date.gap", path, "lies in the hour that the clocks skip in spring: one hour was added");
    }
    if (instant.ambiguous) {
      Warn("date.ambiguous", path, "lies in the hour that comes twice in autumn");
    }
    return instant;
  }

 private:
  void Warn(std::string code, std::string path, std::string text) {
    warnings_.push_back(
        {Issue::Severity::kWarning, std::move(code), std::move(path), std::move(text), ""});
  }

  // All outlive this object: it lives during one call.
  const hl7::Message& message_;
  const FeedOptions& feed_;
  std::vector<Issue>& warnings_;
  hl7::ZoneRules rules_;
};

std::optional<Timestamp> Plain(const std::optional<hl7::Instant>& instant) {
  if (!instant) return std::nullopt;
  return instant->time;
}

// A version that sorts as text (spec/adt-life-cycle section 3).
std::string VersionOf(const hl7::Message& message, const Event& event) {
  const Timestamp sent = event.sent.value_or(event.received);
  const Timestamp occurred = event.occurred.value_or(sent);
  const long long sequence = ParseDigits(Trim(message.Get("MSH", 13).Text())).value_or(0);
  std::array<char, 96> text{};
  std::snprintf(text.data(), text.size(), "%015lld.%015lld.%018lld.%019lld",
                static_cast<long long>(occurred.UnixMs()), static_cast<long long>(sent.UnixMs()),
                sequence, static_cast<long long>(event.inbox_id));
  return text.data();
}

// A time as it is written, where it is one: a field in the wrong place may hold anything.
void TellTime(const hl7::Message& message, const FeedOptions& feed, const char* segment,
              std::size_t field, const std::optional<Timestamp>& time, Trace* trace) {
  Tell(trace, [&] {
    const hl7::Element element = message.Get(segment, field);
    const std::string path = std::string(segment) + "-" + std::to_string(field);
    std::string input = Stated(path, time ? element.Text() : std::string());
    if (!time && element.HasValue()) input = path + " (a text)";
    input += std::string(", offset-trust ") + (feed.offset_trust ? "true" : "false");
    const char* none = element.HasValue() ? "no: not an HL7 v2 date and time" : "no: not stated";
    return TraceStep{"time", path, std::move(input), time ? Stated(time) : none};
  });
}

void TellTimes(const hl7::Message& message, const FeedOptions& feed, const Event& event,
               Trace* trace) {
  if (trace == nullptr) return;
  TellTime(message, feed, "MSH", 7, event.sent, trace);
  const bool by_evn_6 = message.Get("EVN", 6).HasValue();
  if (message.First("EVN")) {
    TellTime(message, feed, "EVN", by_evn_6 ? 6 : 2, event.occurred, trace);
  }
  if (!message.First("PV1")) return;
  TellTime(message, feed, "PV1", 44, event.visit.admitted, trace);
  TellTime(message, feed, "PV1", 45, event.visit.discharged, trace);
}

void ReadTimes(const hl7::Message& message, Dates& dates, Event& event) {
  event.sent = Plain(dates.Read("MSH", 7));
  auto occurred = dates.Read("EVN", 6);
  if (!occurred) occurred = dates.Read("EVN", 2);
  if (occurred) event.occurred = hl7::Settle(*occurred, std::nullopt, event.sent);
  const auto admitted = dates.Read("PV1", 44);
  const auto discharged = dates.Read("PV1", 45);
  if (admitted) event.visit.admitted = hl7::Settle(*admitted, std::nullopt, Plain(discharged));
  if (discharged)
    event.visit.discharged = hl7::Settle(*discharged, event.visit.admitted, std::nullopt);
  event.version = VersionOf(message, event);
}

// Keys of a spell by the number of the visit, then by that of the episode.
void AddVisitKeys(const hl7::Element& visit, const hl7::Element& episode, const std::string& ods,
                  std::vector<std::string>& keys) {
  if (visit.HasValue() && !Trim(visit.Text()).empty()) {
    keys.push_back(ods + "|V|" + std::string(Trim(visit.Text())) + "|" +
                   UpperAscii(Trim(visit.Component(4).Text())));
  }
  if (episode.HasValue() && !Trim(episode.Text()).empty()) {
    keys.push_back(ods + "|E|" + std::string(Trim(episode.Text())));
  }
}

void ReadVisit(const hl7::Message& message, const hl7::PatientNumbers& numbers,
               const std::string& ods, Event& event) {
  std::vector<std::string>& keys = event.visit.spell_keys;
  AddVisitKeys(message.Get("PV1", 19), message.Get("PV1", 50), ods, keys);
  if (event.visit.admitted && !numbers.local.empty()) {
    keys.push_back(ods + "|A|" + numbers.local.front().number.Reveal() + "|" +
                   UpperAscii(numbers.local.front().assigner) + "|" +
                   std::to_string(event.visit.admitted->UnixMs()));
  }
}

// The patient and the visit of MRG, which PID and PV1 take the place of
// (spec/adt-life-cycle section 10).
void ReadMerged(const hl7::Message& message, const std::string& ods, Event& event) {
  const hl7::PatientNumbers numbers = hl7::FindNumbers(message.Get("MRG", 1));
  event.merged = ReadPatientIds(message, numbers);
  event.merged.birth_date = Phi<std::string>();
  if (event.kind == EventKind::kPatientMerged) {
    HoldForPartners(event.patient, event.merged, event.holds);
    return;
  }
  AddVisitKeys(message.Get("MRG", 5), message.Get("MRG", 6), ods, event.merged_spell_keys);
}

// Which of the keys names the spell; the values are the patient's and are not told.
void TellVisit(const hl7::Message& message, const Event& event, Trace* trace) {
  Tell(trace, [&] {
    const hl7::Element visit = message.Get("PV1", 19);
    const auto there = [](bool stated) { return stated ? " stated" : " empty"; };
    std::string input = std::string("PV1-19") + there(visit.HasValue());
    if (visit.HasValue()) {
      input += " by " + Stated("assigner", UpperAscii(Trim(visit.Component(4).Text())));
    }
    input += std::string(", PV1-50") + there(message.Get("PV1", 50).HasValue());
    input += std::string(", PV1-44") + there(event.visit.admitted.has_value());
    if (event.visit.spell_keys.empty()) {
      return TraceStep{"spell.key", "", std::move(input), "no: nothing names the spell"};
    }
    const std::string& key = event.visit.spell_keys.front();
    const char kind = key[key.find('|') + 1];
    const char* by = kind == 'V'   ? "yes: by the visit number"
                     : kind == 'E' ? "yes: by the episode"
                                   : "yes: by the local number and the time of admission";
    return TraceStep{"spell.key", "", std::move(input), by};
  });
}

void ReadWard(const hl7::Message& message, const std::vector<WardOptions>& wards,
              const std::string& patient_class, Event& event, Trace* trace) {
  const std::string sender = UpperAscii(Trim(message.Get("MSH", 4).Component(1).Text()));
  const Location here = ReadLocation(message.Get("PV1", 3));
  const Location before = ReadLocation(message.Get("PV1", 6), "PV1-6");
  event.location_stated = here.stated;
  if (const auto match = MatchWard(here, sender, wards, trace)) {
    event.starts_by_transfer = match->row->stay_start == WardOptions::StayStart::kTransfer;
    event.a02_exit_ends_stay = match->row->a02_exit_ends_stay;
    event.ward_excluded = IsExcluded(*match, here, patient_class, trace);
    if (!event.ward_excluded) event.ward = MakeWard(*match);
  }
  if (const auto match = MatchWard(before, sender, wards, before.stated ? trace : nullptr)) {
    event.from_virtual_ward = true;
    if (!event.ward) event.a02_exit_ends_stay = match->row->a02_exit_ends_stay;
  }
  Tell(trace, [&] {
    const char* verdict = event.ward            ? "yes: a virtual ward"
                          : event.ward_excluded ? "no: excluded"
                                                : "no: kept for state tracking only";
    return TraceStep{"ward", "", here.stated ? "the rows of wards" : "no location", verdict};
  });
}

void TellHolds(const hl7::Message& message, const hl7::PatientNumbers& numbers, const Event& event,
               Trace* trace) {
  Tell(trace, [&] {
    std::string input = "NHS numbers in PID-3: " + std::to_string(numbers.nhs_numbers.size());
    for (const auto& [segment, field] :
         {std::pair{"PID", 29U}, {"PID", 30U}, {"PID", 31U}, {"PV1", 16U}}) {
      input += std::string(", ") + segment + "-" + std::to_string(field) +
               (message.Get(segment, field).HasValue() ? " stated" : " empty");
    }
    std::string verdict;
    for (const Issue& hold : event.holds) verdict += " " + hold.code + " " + hold.path;
    return TraceStep{"hold", "", std::move(input),
                     verdict.empty() ? "no: nothing holds the stay" : "yes: held," + verdict};
  });
}

void ReadAdt(const hl7::Message& message, const FeedOptions& feed, const Options& options,
             const hl7::PatientNumbers& numbers, Event& event, Trace* trace) {
  std::string patient_class = UpperAscii(Trim(message.Get("PV1", 2).Component(1).Text()));
  const auto own = feed.local_classes.find(patient_class);
  if (own != feed.local_classes.end()) {
    Tell(trace, [&] {
      return TraceStep{"class", "", Stated("PV1-2", patient_class),
                       own->second + ", by the feed's patient-classes"};
    });
    patient_class = own->second;
  }
  ReadWard(message, options.wards, patient_class, event, trace);
  const Disposition disposition =
      ReadDisposition(message, feed, patient_class, event.warnings, trace);
  event.discharge_method = disposition.method;
  event.discharge_destination = disposition.destination;
  HoldForNumbers(numbers, feed.test_mode, event.holds);
  HoldForFlags({message.Get("PID", 31), message.Get("PID", 29), message.Get("PID", 30),
                message.Get("PV1", 16)},
               disposition, event.holds);
  TellHolds(message, numbers, event, trace);
}

Interpreted Problem(std::string code, std::string path, std::string text) {
  Interpreted result;
  result.problems.push_back(
      {Issue::Severity::kError, std::move(code), std::move(path), std::move(text), ""});
  return result;
}

}  // namespace

Interpreted InterpretMessage(const StoredMessage& stored, Timestamp received,
                             const FeedOptions& feed, const Options& options, Trace* trace,
                             hl7::ReadLog* reads) {
  if (FormOf(stored.bytes, feed) != MonitoredForm::kNone) {
    return InterpretMonitored(stored, received, feed, trace);
  }
  const auto message = ParseFor(feed, stored.bytes, reads);
  if (!message) return Problem("message.unreadable", message.error().where, "cannot be parsed");
  const std::string type = MessageType(*message);
  const auto kind = KindOf(type, feed);
  Interpreted result;
  if (!kind) {
    result.ignored = true;
    return result;
  }
  const std::size_t patients = message->All("PID").size();
  Tell(trace, [&] {
    return TraceStep{"message.patient", "", "PID segments: " + std::to_string(patients),
                     patients == 1 ? "yes" : "no: quarantined"};
  });
  if (patients == 0) return Problem("message.no-patient", "PID", "there is no PID segment");
  if (patients > 1) {
    return Problem("message.several-patients", "PID", "speaks of several patients at once");
  }
  Event event;
  event.kind = *kind;
  event.trigger = type.substr(type.find('^') + 1);
  event.inbox_id = stored.inbox_id;
  event.feed = feed.name;
  event.received = received;
  Dates dates(*message, feed, event.warnings);
  ReadTimes(*message, dates, event);
  TellTimes(*message, feed, event, trace);
  const hl7::PatientNumbers numbers = hl7::FindPatientNumbers(*message);
  event.patient = ReadPatientIds(*message, numbers);
  if (numbers.invalid_nhs_number) {
    event.warnings.push_back({Issue::Severity::kWarning, "nhs-number.invalid", "PID-3",
                              "something claims to be an NHS number and fails the check", ""});
  }
  ReadVisit(*message, numbers, options.organisation.ods, event);
  if (*kind == EventKind::kPatientMerged || *kind == EventKind::kVisitMoved) {
    ReadMerged(*message, options.organisation.ods, event);
  }
  if (*kind != EventKind::kMeasured) {
    TellVisit(*message, event, trace);
    ReadAdt(*message, feed, options, numbers, event, trace);
  }
  Observed observed = ReadObservations(*message, feed, dates.rules(), received, stored.inbox_id);
  event.readings = std::move(observed.readings);
  event.texts = std::move(observed.texts);
  result.segments = std::move(observed.segments);
  for (Issue& warning : observed.warnings) event.warnings.push_back(std::move(warning));
  result.events.push_back(std::move(event));
  return result;
}

}  // namespace wardbridge::discharge
