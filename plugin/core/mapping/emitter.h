// Runs compiled lines: straight from messages and joined data to JSON text.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "core/fhir/json_writer.h"
#include "core/mapping/line.h"
#include "core/mapping/run.h"
#include "core/mapping/trace.h"

namespace wardbridge::mapping {

// One run, one thread. Run and writer must outlive it.
class Emitter {
 public:
  Emitter(Run& run, fhir::JsonWriter& writer) : run_(run), writer_(writer) {}

  // Writes the fields into the object that is open. The best outcome of any of them.
  Outcome WriteFields(const std::vector<Field>& fields);

 private:
  // Where a value goes: under a key, or into the array that is open.
  struct Slot {
    std::string_view key;
    bool choice = false;
    bool in_array = false;
  };

  Outcome WriteLine(const Line& line, const Slot& slot);
  Outcome WriteTraced(const Line& line, const Slot& slot);
  Outcome WriteItems(const Line& line, const Slot& slot);
  Outcome WriteDifferent(const Line& line, std::span<const Value> items);
  Outcome WriteItem(const Line& line, const Value& item);
  // A line whose guards have let it pass.
  Outcome WriteAdmitted(const Line& line, const Slot& slot);
  Outcome WriteBody(const Line& line, const Slot& slot);
  Outcome WriteValue(const Value& value, const Slot& slot);
  Outcome WriteStructure(const Line& line, const Slot& slot);
  Outcome WriteObject(const Line& line, const Slot& slot);
  Outcome WriteList(const Line& line, const Slot& slot);
  Outcome WriteChoice(const Line& line, const Slot& slot);
  Outcome Otherwise(const Line& line, const Slot& slot, Outcome outcome);
  // Why the line is not for the current item, by its when, skip-if and accept; nothing: it is.
  std::optional<Skipped> Refuses(const Line& line) {
    if (!line.when && !line.skip_if && !line.accept) return std::nullopt;
    return RefusesByGuards(line);
  }
  std::optional<Skipped> RefusesByGuards(const Line& line);
  // Whether a text that was made ready may be copied: an explanation goes line by line.
  [[nodiscard]] bool MayCopy(const std::string& ready) const {
    return run_.trace == nullptr && !ready.empty();
  }
  void TakeBack(const fhir::JsonWriter::Mark& mark);
  void OpenKey(const Slot& slot, std::string_view type_name);

  Run& run_;
  fhir::JsonWriter& writer_;
};

}  // namespace wardbridge::mapping
