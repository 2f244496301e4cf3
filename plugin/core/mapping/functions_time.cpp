// Functions of dates and times (spec/hl7v2-and-mllp section 8). A date never gets a zone.
#include <optional>
#include <string>

#include "core/hl7/date_time.h"
#include "core/mapping/functions.h"
#include "core/mapping/run.h"

namespace wardbridge::mapping {
namespace {

using Args = std::span<const Value>;

std::optional<hl7::DateTime> Read(Run& run, const Value& value) {
  const bool lenient = run.inputs.zone.lenient;
  const auto read = value.kind == Kind::kElement
                        ? hl7::ParseDateTime(value.element(), lenient)
                        : hl7::ParseDateTime(run.TextOf(value), {}, lenient);
  return read ? std::optional(*read) : std::nullopt;
}

// The instant of a time by the rules of its feed, with the offset of MSH-7 where it has none of its
// own.
Timestamp Settled(Run& run, const Value& value, const hl7::DateTime& time) {
  hl7::ZoneRules rules = run.inputs.zone;
  if (!time.offset && value.kind == Kind::kElement && value.element().message() != nullptr) {
    const auto sent = hl7::ParseDateTime(value.element().message()->Get("MSH", 7), rules.lenient);
    if (sent) rules.message_offset = sent->offset;
  }
  return hl7::ToInstant(time, rules).time;
}

std::string DateOf(const CivilTime& civil) {
  hl7::DateTime date;
  date.civil = civil;
  date.precision = hl7::Precision::kDay;
  return date.FhirDate();
}

Value DateFunction(Run& run, const Call& call, Args args) {
  if (args[0].kind == Kind::kTime) {
    const LocalTime local = InZone(Timestamp::FromUnixMs(args[0].integer()), run.zone);
    return Value::Text(run.arena.Keep(DateOf(local.civil)), Kind::kDate);
  }
  const auto time = Read(run, args[0]);
  if (!time) return run.Fail("mapping.date", call.place, "not a date");
  return Value::Text(run.arena.Keep(time->FhirDate()), Kind::kDate);
}

Value DateTimeFunction(Run& run, const Call& call, Args args) {
  if (args[0].kind == Kind::kTime) {
    return Value::Text(run.TextOf(args[0]), Kind::kDateTime);
  }
  const auto time = Read(run, args[0]);
  if (!time) return run.Fail("mapping.date", call.place, "not a date or time");
  if (!time->HasTime()) return Value::Text(run.arena.Keep(time->FhirDate()), Kind::kDateTime);
  return Value::Text(run.DateTimeOf(Settled(run, args[0], *time)), Kind::kDateTime);
}

Value InstantFunction(Run& run, const Call& call, Args args) {
  Timestamp instant;
  if (args[0].kind == Kind::kTime) {
    instant = Timestamp::FromUnixMs(args[0].integer());
  } else {
    const auto time = Read(run, args[0]);
    if (!time) return run.Fail("mapping.date", call.place, "not a date or time");
    if (!time->HasTime()) return run.Fail("mapping.date", call.place, "a date without a time");
    instant = Settled(run, args[0], *time);
  }
  return Value::Text(run.arena.Keep(FormatInstant(instant, run.zone)), Kind::kInstant);
}

// age(birth, at): whole years, by the calendar.
Value AgeFunction(Run& run, const Call& call, Args args) {
  const auto birth = Read(run, args[0]);
  if (!args[1].IsPresent()) return {};
  std::optional<CivilTime> at;
  if (args[1].kind == Kind::kTime) {
    at = InZone(Timestamp::FromUnixMs(args[1].integer()), run.zone).civil;
  } else if (const auto time = Read(run, args[1]);
             time && time->precision >= hl7::Precision::kDay) {
    at = time->civil;
  }
  if (!birth || birth->precision < hl7::Precision::kDay || !at) {
    return run.Fail("mapping.date", call.place, "age wants two whole dates");
  }
  const bool before_birthday = at->month < birth->civil.month ||
                               (at->month == birth->civil.month && at->day < birth->civil.day);
  const int years = at->year - birth->civil.year - (before_birthday ? 1 : 0);
  if (years < 0) return run.Fail("mapping.date", call.place, "born after the date asked for");
  return Value::Integer(years);
}

constexpr Function kTimeFunctions[] = {
    {.name = "date", .signature = "V", .value = DateFunction, .type_name = "date"},
    {.name = "datetime", .signature = "V", .value = DateTimeFunction, .type_name = "dateTime"},
    {.name = "instant", .signature = "V", .value = InstantFunction, .type_name = "instant"},
    {.name = "age", .signature = "VV", .value = AgeFunction, .type_name = "integer"},
};

}  // namespace

std::span<const Function> TimeFunctions() { return kTimeFunctions; }

}  // namespace wardbridge::mapping
