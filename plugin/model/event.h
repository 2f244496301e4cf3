// What one message says happened, in the words of the stay book. Made by core/discharge, applied by
// it to Stays.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/timestamp.h"
#include "model/clinical_text.h"
#include "model/issue.h"
#include "model/reading.h"
#include "model/stay.h"

namespace wardbridge::model {

enum class EventKind {
  kAdmitted,            // A01 (A04 where the feed says so)
  kMoved,               // A02
  kDischarged,          // A03
  kUpdated,             // A08
  kPersonUpdated,       // A28, A31
  kAdmissionCancelled,  // A11
  kMoveCancelled,       // A12
  kDischargeCancelled,  // A13
  kPatientMerged,       // A40, A34, A36: the patient of MRG is the one of PID
  kVisitMoved,  // A45, A44, A42: the visit of MRG is the one of PV1, and of the patient of PID
  kMeasured,    // ORU^R01, and the OBX of ADT messages
  kUnhandled,   // an event of the state table that this version does not handle: quarantines its
                // stay
  kAnswered,    // no message: a person's answer, after which the stays of a spell are told anew
};

// Which spell a message speaks of; empty parts are not stated.
struct Visit {
  // Keys of the spell, the best first (visit number, episode, local patient number with admit
  // time); a spell keeps the key it was first known by. Empty when the message names no visit.
  std::vector<std::string> spell_keys;
  std::optional<Timestamp> admitted;    // PV1-44
  std::optional<Timestamp> discharged;  // PV1-45
};

// One message. What it says of a stay is kept beside the stay, without the readings, and put
// together anew with every further message.
struct Event {
  EventKind kind = EventKind::kUpdated;
  std::string trigger;  // "A03"
  std::int64_t inbox_id = 0;
  std::string feed;
  Timestamp received;
  std::string version;                // see AppliedMessage
  std::optional<Timestamp> occurred;  // EVN-6, else EVN-2
  std::optional<Timestamp> sent;      // MSH-7
  PatientIds patient;
  Visit visit;

  bool location_stated = false;    // PV1-3 has a value
  std::optional<Ward> ward;        // the virtual ward PV1-3 matches
  bool from_virtual_ward = false;  // PV1-6 matches one
  bool ward_excluded = false;      // a negative rule beat the match (class, exclude list)
  bool starts_by_transfer = true;  // the ward's stay-start setting
  bool a02_exit_ends_stay = false;

  std::string discharge_method;
  std::string discharge_destination;
  // Of kPatientMerged and kVisitMoved: the numbers of MRG-1, and the keys of the spell in MRG-5 and
  // MRG-6, made as those of the visit.
  PatientIds merged;
  std::vector<std::string> merged_spell_keys;

  std::vector<Issue> holds;     // conflicts: quarantine the stay (spec/adt-life-cycle section 9)
  std::vector<Issue> warnings;  // travel with the stay
  std::vector<Reading> readings;
  std::vector<ClinicalText> texts;
};

}  // namespace wardbridge::model
