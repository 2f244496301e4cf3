// Settings that steer the core: plain structs, filled by engine/config. Sources:
// spec/virtual-ward-detection section 8, spec/hl7v2-and-mllp, spec/code-maps sections 4, 5 and 10.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/timestamp.h"
#include "core/document/render.h"
#include "core/hl7/acknowledgement.h"
#include "core/hl7/charset.h"
#include "core/mapping/program.h"
#include "model/clinical_text.h"
#include "model/person.h"
#include "model/reading.h"
#include "model/threshold.h"

namespace wardbridge::discharge {

// How PV1-36 and PV1-37 of a feed are laid out (code-maps section 5).
enum class DispositionLayout { kAuto, kSwapped, kStandard };

// What to do with message types and events that nobody handles.
enum class Unsupported { kIgnore, kReject };

// One row of a feed's own observation table: a local code becomes a vital.
struct LocalCode {
  model::Vital vital = model::Vital::kRespiration;
  std::string snomed;        // code sent in the Bundle; "" the default of the vital
  bool is_pressure = false;  // "120/80": a systolic and a diastolic reading; the two above say
                             // nothing
};

// One row of a feed's table of words: what an OBX with a local code says in words.
struct LocalText {
  model::TextKind kind = model::TextKind::kNote;
  std::string title;  // "" what the message calls it
};

// One row of a feed's own words in PV1-36 and PV1-37: what they say, as codes of code-maps sections
// 4 and 5; "" what they do not say.
struct LocalDisposition {
  std::string method;
  std::string destination;
};

// What a column of the CSV files of a feed holds.
enum class CsvMeaning {
  kNhsNumber,
  kLocalNumber,
  kBirthDate,
  kTime,  // of the day alone where there is a column of the date
  kDate,
  kCode,
  kValue,
  kUnit,
  kId,
  kStatus,
  kDevice,
  kNote,
  kFlag,
  kMeasuredBy,
  kLow,  // limit of the patient for the value of the row
  kHigh,
  kVital,     // values of `vital`
  kVitalLow,  // limit of the patient for the value of `vital` in the same row
  kVitalHigh,
};

// One row of a feed's csv table.
struct CsvColumn {
  std::string column;  // upper case: what the file's header names it
  CsvMeaning means = CsvMeaning::kValue;
  model::Vital vital = model::Vital::kRespiration;  // of kVital, kVitalLow and kVitalHigh
  std::string unit;      // of values and limits, where the file has no column for it; may be empty
  std::string assigner;  // of kLocalNumber: who gives the numbers, as messages name it, upper case
};

// One row of test-identity: "*" fits everything. Only for trying other people's messages.
struct TestIdentity {
  std::string sender;      // MSH-4.1, or "*"
  std::string control_id;  // MSH-10, or "*"
  std::string nhs_number;  // of range 999
  std::string ward;        // for PV1-3.2
};

struct FeedOptions {
  std::string name;
  std::optional<hl7::Charset> force_charset;
  bool null_is_absent = false;
  std::string timezone = "Europe/London";
  bool offset_trust = true;
  bool lenient_dates = false;
  std::map<std::string, mapping::Assigner> assigners;  // key upper case
  DispositionLayout disposition_layout = DispositionLayout::kAuto;
  std::map<std::string, LocalDisposition> local_dispositions;  // key upper case
  std::map<std::string, std::string> local_classes;  // key upper case: PV1-2.1 -> table 0004
  bool a04_admits = false;
  Unsupported unsupported = Unsupported::kIgnore;
  bool split_multi_msh = true;        // false: `multi-msh: reject`
  bool reject_test_messages = false;  // MSH-11 other than P: AE 202 instead of AA, ignored
  bool test_mode = false;  // MSH-11 is not looked at, ten-equal-digit numbers are accepted
  bool assume_air = false;
  bool assume_alert = false;
  std::map<std::string, LocalCode> local_codes;             // key upper case: OBX-3.1
  std::map<std::string, LocalText> local_texts;             // key upper case: OBX-3.1
  std::map<std::string, std::string> local_units;           // key upper case: OBX-6.1 -> UCUM code
  std::map<std::string, model::Acvpu> local_consciousness;  // key upper case: the feed's words
  std::map<model::Vital, std::string> default_units;        // for a missing OBX-6
  Millis set_window{15 * 60 * 1000};
  std::vector<CsvColumn> csv;  // empty: the feed brings no CSV files
  std::vector<TestIdentity> test_identity;
};

// One row of `wards`: a rule that recognises virtual wards of one sender.
struct WardOptions {
  enum class Component { kEither, kOne, kTwo };
  enum class StayStart { kTransfer, kAdmit };
  std::string sender;              // MSH-4.1, upper case; "*" is any sender
  std::vector<std::string> codes;  // upper case, trimmed
  std::string site;                // PV1-3.4; "" not compared
  std::string name;                // for people; "" the code
  Component ward_component = Component::kEither;
  std::string encounter_class = "HH";
  StayStart stay_start = StayStart::kTransfer;
  int spo2_scale = 1;
  std::vector<std::string> exclude;
  std::vector<std::string> patient_classes = {
      "I"};  // PV1-2 that triggers: I, and by choice R, O, D
  bool a02_exit_ends_stay = false;
  Millis grace{0};
  model::Thresholds thresholds;
};

// Whether `value` may be a limit of `vital`, in Unit(vital): a measured value could be as large
// (spec/news2 section 2).
[[nodiscard]] bool MayBeLimit(model::Vital vital, const model::Decimal& value);

struct Options {
  model::Organisation organisation;
  std::map<std::string, FeedOptions> feeds;
  std::vector<WardOptions> wards;
  mapping::PackFiles pack;
  document::Options document;
  Millis settle{15 * 60 * 1000};
  Millis late_readings{24 * 60 * 60 * 1000};
  Millis amendment_debounce{5 * 60 * 1000};
  bool make_transaction = false;  // some destination wants the transaction form too
  bool make_creation = false;     // some destination wants a transaction that updates nothing
  bool goes_as_xml = false;       // some destination wants XML: what XML cannot hold is set aside
};

}  // namespace wardbridge::discharge
