// One stay of a spell while its messages are told: where the patient is, when the stay began and
// ended, what holds it (spec/virtual-ward-detection sections 4 and 5).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/timestamp.h"
#include "core/discharge/answers.h"
#include "core/discharge/trace.h"
#include "model/event.h"
#include "model/issue.h"
#include "model/stay.h"

namespace wardbridge::discharge {

// Where the messages leave a stay, whatever was sent of it.
enum class Phase {
  kOpen,       // goes on, or nothing but its messages is known
  kEnded,      // discharged, or ended by the transfer off its ward
  kCancelled,  // its admission was cancelled, or a person gave it up
};

// One stay of the spell as its messages tell it.
struct Track {
  Phase phase = Phase::kOpen;
  bool opened_by_admission = false;  // kOpen after an end: by an admission, not by an A13
  // Filled: ward, left_ward, start, end and their sources, admitted, no_admit_seen, discharge
  // method and destination, notes, quarantine, patient, messages. Nothing else.
  model::Stay stay;
};

// A reason to hold, with the message that gives it: a person's answer covers what came before it.
struct Cause {
  model::Issue reason;
  std::int64_t inbox_id = 0;
  bool unsettled = false;  // it was answered, and the answer does not fit what is told now
};

// What a message is heard with.
struct Hearing {
  std::optional<Timestamp> admitted;  // PV1-44 of the spell by then
  Trace* trace = nullptr;             // null: nobody asks
  const Answers* answers = nullptr;   // of the spell; never null while messages are told
};

struct Telling {
  Track track;
  std::vector<Cause> causes;        // of messages, for good
  std::vector<Cause> of_discharge;  // until another discharge, or none
  std::int64_t start_by = 0;        // inbox ids of the messages that gave start and end
  std::int64_t end_by = 0;
  Timestamp start_known;             // when the message that gave the start arrived
  std::optional<Timestamp> left_at;  // when the last transfer took the patient off the ward
  bool by_exit = false;              // ended by the transfer off the ward
  bool exit_ends = false;  // the ward's setting, as the message had it that brought the patient

  // No end any more.
  void Open(bool by_admission);
  // The location of a message: onto a virtual ward, or off it. Rules told: stay.start, stay.exit.
  void Locate(const model::Event& event, const Hearing& hearing);
  // Rules told: stay.end, and those of Locate.
  void Discharge(const model::Event& event, const Hearing& hearing);
  void Update(const model::Event& event, const Hearing& hearing);
  // The reasons that an ended stay gives by itself. `told` is the inbox id of the message whose
  // rules are told: stay.period.
  void CheckEnded(bool has_nhs_number, std::int64_t told, Trace* trace);

 private:
  // A discharge from elsewhere; whether it ends the stay as any other.
  bool EndsElsewhere(const model::Event& event, const Hearing& hearing);
  void TakeDisposition(const model::Event& event);
  void SetEnd(const model::Event& event, const Hearing& hearing);
  void Enter(const model::Event& event, const Hearing& hearing);
  void SetStart(const model::Event& event, const Hearing& hearing);
  void Leave(const model::Event& event, const Hearing& hearing);
};

[[nodiscard]] model::Issue Warning(std::string code, std::string path, std::string text);
[[nodiscard]] model::Issue Reason(std::string code, std::string path, std::string text);
// Adds to the list, once for each code and path.
void AddOnce(const model::Issue& issue, std::vector<model::Issue>& list);

}  // namespace wardbridge::discharge
