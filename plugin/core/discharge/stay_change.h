// One stay while an event is applied to it: small steps that the state table is made of.
#pragma once

#include <string>
#include <vector>

#include "core/discharge/options.h"
#include "core/discharge/trace.h"
#include "model/event.h"
#include "model/stay.h"

namespace wardbridge::discharge {

// A stay of a spell that nobody has heard of.
[[nodiscard]] model::Stay NewStay(const std::string& spell_key, int ordinal,
                                  const model::Event& event);

// Adds the message in the order of versions and merges the patient's identifiers. Holds the stay
// when the NHS number changes without an event that may change it.
void Remember(const model::Event& event, model::Stay& stay);

// Whether a message of `trigger` with a newer version than the event's was applied already.
[[nodiscard]] bool HasNewer(const model::Stay& stay, const std::string& trigger,
                            const std::string& version);

// Location of the event: enters or leaves a virtual ward. Only for stays that are open or pending.
// Rules told: stay.start, stay.exit.
void Move(const model::Event& event, model::Stay& stay, Trace* trace = nullptr);

// End, method and destination of a discharge; starts or restarts the settle timer within its bound.
// Rules told: stay.end, stay.period, stay.due.
void Discharge(const model::Event& event, const Options& options, model::Stay& stay,
               Trace* trace = nullptr);

// Adds to the quarantine, once for each code and path.
void Quarantine(const std::vector<model::Issue>& reasons, model::Stay& stay);
void Quarantine(std::string code, std::string path, std::string text, model::Stay& stay);
// Adds a warning to the stay's notes, once for each code and path.
void Note(const model::Issue& issue, model::Stay& stay);

// An amendment may be due `after` the event arrived; an earlier due time stays.
void ScheduleAmendment(const model::Event& event, Millis after, model::Stay& stay);

}  // namespace wardbridge::discharge
