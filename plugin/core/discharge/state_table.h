// The state table of a stay (spec/adt-life-cycle section 5) as a clinical safety officer reads it.
// The tests hold it and the stay book together: every change of state they see is one of its cells.
#pragma once

#include <string>
#include <vector>

#include "model/event.h"
#include "model/stay.h"

namespace wardbridge::discharge {

// model::StayState, and before the first message.
enum class TableState { kUnknown, kOpen, kPending, kSent, kRetracted, kCancelled };
inline constexpr TableState kAllTableStates[] = {TableState::kUnknown,   TableState::kOpen,
                                                 TableState::kPending,   TableState::kSent,
                                                 TableState::kRetracted, TableState::kCancelled};
[[nodiscard]] std::string Name(TableState state);  // "OPEN"
// Null: not known yet.
[[nodiscard]] TableState TableStateOf(const model::Stay* stay);

struct Cell {
  std::string does;
  std::vector<TableState> to;  // where the stay may be afterwards
};
struct TableRow {
  std::vector<model::EventKind> kinds;  // empty: the settle timer
  std::string events;                   // "A01 admission (A04 by setting)"
  std::vector<Cell> cells;              // in the order of kAllTableStates
};

[[nodiscard]] const std::vector<TableRow>& StateTable();
// The same in Markdown, as it stands in docs/stay-life-cycle.md.
[[nodiscard]] std::string StateTableText();
// The cell's text, "" for kinds that the table leaves out.
[[nodiscard]] std::string CellText(model::EventKind kind, TableState from);

}  // namespace wardbridge::discharge
