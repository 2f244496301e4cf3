// How names, numbers and times are written for a clinician (UTF-8).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/timestamp.h"
#include "model/person.h"
#include "model/reading.h"
#include "model/score.h"

namespace wardbridge::document {

// Text from a message as it may be printed: valid UTF-8 without control characters, and without the
// characters that turn the direction of what follows.
[[nodiscard]] std::string Clean(std::string_view text);

// "20 Oct 2026 17:16", "20 Oct 2026", "20 Oct", "17:16": London.
[[nodiscard]] std::string DateAndTime(Timestamp time);
[[nodiscard]] std::string Date(const CivilTime& day);
[[nodiscard]] std::string ShortDate(const CivilTime& day);
[[nodiscard]] std::string Clock(const CivilTime& time);

// "29 Feb 1944", "Feb 1944" or "1944" of "1944-02-29", "1944-02" or "1944"; other text as it is.
[[nodiscard]] std::string BirthDate(std::string_view iso);

// "Family, Given Middle (Prefix)"; "name not known" when there is none.
[[nodiscard]] std::string FullName(const model::Person& person);
// "999 000 0018", or "not known".
[[nodiscard]] std::string NhsNumber(const model::Person& person);

// "Respiration rate", "per minute" ("" for statements).
[[nodiscard]] std::string_view Label(model::Vital vital);
[[nodiscard]] std::string_view UnitText(model::Vital vital);
// "Respiration rate, per minute"
[[nodiscard]] std::string LabelWithUnit(model::Vital vital);

// "Alert", "New confusion" ...
[[nodiscard]] std::string_view Answer(model::Acvpu answer);
// "air", "oxygen", "oxygen 2 l/min"
[[nodiscard]] std::string AirOrOxygen(const model::Reading& reading);
// What the reading says, whatever its vital, with its comparator: "< 90", "Alert", "oxygen 2
// l/min", "scale 2".
[[nodiscard]] std::string ValueOf(const model::Reading& reading);

// "3 d 4 h", "4 h 10 min", "25 min", "less than 1 min": to the nearest hour from a day on, else to
// the nearest minute.
[[nodiscard]] std::string Span(Millis length);
// "81%", to the nearest; "<1%" and ">99%" for what is not quite nothing or all of it. `whole` is
// not 0.
[[nodiscard]] std::string Percent(Millis part, Millis whole);
// "+2", "0", and with a true minus sign "-1".
[[nodiscard]] std::string Change(int change);

// A flag of HL7 table 0078 in words: "HH, critically high"; others as they came.
[[nodiscard]] std::string FlagText(std::string_view flag);

// "1 reading", "2 readings"
[[nodiscard]] std::string Count(std::size_t number, std::string_view noun);

}  // namespace wardbridge::document
