// The virtual-ward part of a hospital spell (spec/adt-life-cycle, spec/virtual-ward-detection).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/phi.h"
#include "base/timestamp.h"
#include "model/answer.h"
#include "model/issue.h"
#include "model/nhs_number.h"
#include "model/threshold.h"

namespace wardbridge::model {

struct Event;

enum class StayState { kOpen, kPending, kSent, kRetracted, kCancelled };
[[nodiscard]] std::string_view Name(StayState state);  // "open"
[[nodiscard]] std::optional<StayState> StayStateOf(std::string_view name);

// Identifiers of the patient as one message states them.
struct PatientIds {
  std::optional<NhsNumber> nhs_number;
  std::vector<Phi<std::string>> local;  // "number|assigner", in the order of PID-3
  Phi<std::string> birth_date;          // YYYYMMDD or shorter; empty: not stated
  std::vector<NhsNumber> former;        // numbers that were merged into this patient

  friend bool operator==(const PatientIds&, const PatientIds&) = default;
};

// The keys under which readings and person messages of this patient are kept: "N|<nhs number>"
// first when known, then "L|<number>|<assigner>" each, then "N|" with each former number. Patient
// data.
[[nodiscard]] std::vector<std::string> PatientKeys(const PatientIds& ids);

// The virtual ward a stay is on: what the configuration says about it.
struct Ward {
  std::string code;                    // as configured, for example "VWRESP"
  std::string name;                    // for people; the code where no name is configured
  std::string encounter_class = "HH";  // HH or VR
  int spo2_scale = 1;
  std::int64_t grace_ms = 0;  // readings after the end that the document still shows
  Thresholds thresholds = {};

  friend bool operator==(const Ward&, const Ward&) = default;
};

// One message of a stay, in the order its content counts (spec/adt-life-cycle section 3).
struct AppliedMessage {
  std::int64_t inbox_id = 0;
  std::string trigger;  // "A03"
  std::string version;  // sorts as text: EVN-6 or EVN-2, MSH-7, MSH-13, arrival
  // What it says, without readings; null where the store of an older version did not keep it.
  std::shared_ptr<const Event> event = nullptr;

  // The same message; what it says follows from that.
  friend bool operator==(const AppliedMessage& a, const AppliedMessage& b) {
    return a.inbox_id == b.inbox_id && a.trigger == b.trigger && a.version == b.version;
  }
};

// A spell known to us, or its n-th stay on a virtual ward. `ward` is empty while the spell is
// nowhere virtual. A value; the store holds it as a row.
struct Stay {
  std::string
      key;  // spell key + "#" + ordinal; the name inside every id. Patient data: never logged
  std::string spell_key;  // ODS code, kind and number of the visit (spec/adt-life-cycle section 2)
  int ordinal = 1;
  std::string feed;
  PatientIds patient;
  StayState state = StayState::kOpen;
  std::vector<Issue> quarantine;  // not empty: no output until a person decides
  bool set_aside = false;  // the last summary failed the check; its Issues are with the summary

  std::optional<Ward> ward;
  bool left_ward = false;  // an A02 took the patient off the virtual ward without ending the stay
  std::optional<Timestamp> start;
  std::string
      start_source;  // "PV1-44", "A02", ...: which rule of virtual-ward-detection section 5 gave it
  std::optional<Timestamp> end;
  std::string end_source;
  std::optional<Timestamp> admitted;  // PV1-44 of the spell
  bool no_admit_seen = false;
  std::string
      discharge_method;  // PV1-36 as sorted out, trimmed and upper-cased; "" unknown, never "\"\""
  std::string discharge_destination;  // PV1-37.1 likewise
  std::vector<Issue> notes;  // warnings of detection and dates, for the document and the record

  std::optional<Timestamp> first_discharge;  // arrival of the first A03: bounds the settle window
  std::optional<Timestamp> due;              // when the summary (or its amendment) is to be made
  int revision = 0;                          // last one made
  bool withdrawn = false;                    // that one withdraws what was sent before it
  // Inbox ids: a person has answered the reasons of messages up to the first, and given up what the
  // messages up to the second say. 0: nobody has.
  std::int64_t answered = 0;
  std::int64_t given_up = 0;
  std::vector<Answer> answers;           // to the questions of all stays of the spell, oldest first
  std::vector<AppliedMessage> messages;  // sorted by version
  std::int64_t generation = 0;           // grows with every change of the row

  // What logs and operators call this stay: the first 16 hex digits of SHA-256 of the key.
  [[nodiscard]] std::string Reference() const;
  // The patient key of the readings that a person gave to this stay and to no other.
  [[nodiscard]] std::string ReadingKey() const { return "S|" + key; }
  // The newest message that has come for it.
  [[nodiscard]] std::int64_t LastArrival() const;
  [[nodiscard]] bool IsQuarantined() const { return !quarantine.empty(); }
  // A summary that was sent and stands.
  [[nodiscard]] bool HasStanding() const { return revision > 0 && !withdrawn; }
  // What is due is the withdrawal of what was sent.
  [[nodiscard]] bool WithdrawalIsDue() const {
    return due.has_value() && HasStanding() &&
           (state == StayState::kRetracted || state == StayState::kCancelled);
  }
};

[[nodiscard]] std::string StayReference(std::string_view stay_key);

}  // namespace wardbridge::model
