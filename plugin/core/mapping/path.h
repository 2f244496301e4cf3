// Paths compiled: reading fields of the merged view, of one message, or of the current item.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/mapping/expression.h"
#include "core/mapping/formula.h"

namespace wardbridge::mapping {

// A selector with its predicate compiled.
struct Choice {
  Selector::Kind kind = Selector::Kind::kNone;
  std::size_t number = 0;
  bool home_or_first = false;  // of addresses: the home address, else the first
  std::unique_ptr<Condition> predicate;
};

struct PathStep {
  std::string segment;
  Choice choice;
};

struct CompiledPath {
  enum class Base { kView, kEvent, kItem };
  Base base = Base::kView;
  std::string event;
  std::vector<PathStep> steps;  // of kItem: below the current segment; may be empty
  std::size_t field = 0;        // 0: segments themselves
  Choice repetition;
  std::vector<std::size_t> parts;  // component, subcomponent
};

[[nodiscard]] std::unique_ptr<Expression> MakePath(CompiledPath path);

// The part of the current item: of a segment field, component, subcomponent; of an element the
// levels below it. No parts: the item itself. `from_segment` says which.
[[nodiscard]] std::unique_ptr<Expression> MakeRelative(std::vector<std::size_t> parts,
                                                       bool from_segment, bool from_component);

}  // namespace wardbridge::mapping
