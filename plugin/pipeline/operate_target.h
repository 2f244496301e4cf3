// What a request of an operator is about.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "edge/store/rows.h"
#include "model/stay.h"

namespace wardbridge::pipeline {

// Exactly one of these; none: `problem` says why.
struct Target {
  std::optional<std::string> destination;
  std::optional<store::InboxRow> message;
  std::optional<model::Stay> stay;
  std::optional<store::OutboxRow> delivery;
  std::string problem;

  // What the audit calls it, and which stay and destination it belongs to.
  [[nodiscard]] std::string Subject() const;
  [[nodiscard]] std::string StayReference() const;
  [[nodiscard]] std::string Destination() const;
};

// Finds what `text` names (operate.h). Errors are those of the store.
[[nodiscard]] Result<Target> FindTarget(store::Rows& rows, const std::string& text,
                                        const std::vector<std::string>& destinations);

}  // namespace wardbridge::pipeline
