// One measurement or statement from remote monitoring (spec/code-maps section 10).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/phi.h"
#include "base/timestamp.h"
#include "model/decimal.h"

namespace wardbridge::model {

// What is measured, in the order the document and the Bundle show them.
enum class Vital {
  kRespiration,
  kOxygenSaturation,
  kAirOrOxygen,
  kSystolic,
  kDiastolic,
  kPulse,
  kConsciousness,
  kTemperature,
  kSpo2Scale,  // a statement, not a measurement: which NEWS2 oxygen scale a clinician prescribed
};

inline constexpr Vital kAllVitals[] = {
    Vital::kRespiration,   Vital::kOxygenSaturation, Vital::kAirOrOxygen,
    Vital::kSystolic,      Vital::kDiastolic,        Vital::kPulse,
    Vital::kConsciousness, Vital::kTemperature,      Vital::kSpo2Scale};

// "respiratory-rate": stable, for keys and the store.
[[nodiscard]] std::string_view Name(Vital vital);
[[nodiscard]] std::optional<Vital> VitalOf(std::string_view name);

// The UCUM code that values of this vital have after conversion: "/min", "%", "mm[Hg]", "Cel"; ""
// for statements.
[[nodiscard]] std::string_view Unit(Vital vital);

// Consciousness (UKCore-ACVPU); C is new confusion.
enum class Acvpu { kAlert, kConfusion, kVoice, kPain, kUnresponsive };
[[nodiscard]] char Letter(Acvpu answer);  // 'A', 'C', 'V', 'P', 'U'
[[nodiscard]] std::optional<Acvpu> AcvpuOf(char letter);

// OBX-11 F, C, P; kWithdrawn (D, W): there is no such reading. It is kept, for an original that
// comes after it.
enum class ReadingStatus { kFinal, kCorrected, kPreliminary, kWithdrawn };

// Who measured.
enum class MeasuredBy { kNotStated, kPatient, kRelated, kStaff };

// A value. Belongs to a patient and a time; which stay it belongs to is decided when a summary is
// made.
struct Reading {
  std::string
      key;  // digest of feed, filler number, code, sub-id and time: a correction has the same key
  std::string source;  // the feed it came from
  std::string set;     // what groups one observation set (OBR-3 with the feed), "" when the sender
                       // does not say
  Vital vital = Vital::kRespiration;
  std::string code;  // SNOMED CT code of what was measured, as the sender said or as translated:
                     // "276885007"
  Timestamp time;    // when it was measured
  Timestamp received;
  std::optional<Timestamp> stated;  // when the sender said so (MSH-7)
  std::int64_t message = 0;  // inbox id of the message it came in; later messages have larger ids

  // Exactly one of these, by vital: value (measurements), acvpu (consciousness), on_oxygen (air or
  // oxygen), spo2_scale (1 or 2).
  std::optional<Decimal> value;  // in Unit(vital)
  std::optional<Acvpu> acvpu;
  std::optional<bool> on_oxygen;
  std::optional<Decimal> flow;  // litres a minute, with on_oxygen, when stated
  std::optional<int> spo2_scale;

  std::string comparator;  // "<", ">", "<=", ">=" from SN: shown in the document, neither scored
                           // nor in the Bundle
  ReadingStatus status = ReadingStatus::kFinal;

  // What the sender said about the measurement. Shown in the document where it is stated.
  std::string flag;             // OBX-8, Observation.interpretation: HL7 table 0078, "HH"; "" none
  std::optional<Decimal> low;   // limits of this patient at the sender (OBX-7, referenceRange), in
  std::optional<Decimal> high;  // Unit(vital): below the one or above the other is an alert
  std::string device;           // what measured, by name
  MeasuredBy by = MeasuredBy::kNotStated;
  Phi<std::string> note;  // NTE after the OBX, Observation.note

  bool plausible =
      true;  // false: outside the limits of spec/news2 section 2; kept, flagged, not scored

  // Measured value that may be scored and sent as an Observation.
  [[nodiscard]] bool IsUsable() const { return comparator.empty() && plausible; }
};

// Whether `one` counts and not `other`, which has the same key: what corrects or withdraws before
// what is corrected, whichever came first; of the same kind what was said later, then what came
// later.
[[nodiscard]] bool TakesPlaceOf(const Reading& one, const Reading& other);

}  // namespace wardbridge::model
