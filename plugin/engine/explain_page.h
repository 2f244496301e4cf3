// An explained summary as JSON and as a page for a terminal.
#pragma once

#include <iosfwd>
#include <string>

#include "core/discharge/discharge.h"

namespace wardbridge::engine {

struct ExplainedSummary {
  std::string stay;  // reference
  int revision = 1;
  discharge::Explained explained;
  bool is_same = true;  // made again it is byte for byte what is stored
  bool was_set_aside = false;
};

struct ExplainView {
  bool values = true;   // false: places only, nothing of a patient
  std::string pointer;  // only what is at or below it; "" everything
};

// One line of JSON, without a newline.
[[nodiscard]] std::string ExplainJson(const ExplainedSummary& summary, const ExplainView& view);

void PrintExplainPage(const ExplainedSummary& summary, const ExplainView& view, std::ostream& out);

}  // namespace wardbridge::engine
