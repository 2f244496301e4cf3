// The data that stands beside the messages: stay.*, readings, news2.*, document.*, organisation.*,
// summary.*.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/mapping/expression.h"

namespace wardbridge::mapping {

// One name of the language.
struct JoinedName {
  std::string_view name;  // "stay.key"
  Type type = Type::kText;
  bool list = false;
  // The item it belongs to: a name reading.* means something only where a reading is at hand.
  // kText: everywhere.
  Type scope = Type::kText;
  Value (*evaluate)(Run& run) = nullptr;            // of no list
  void (*each)(Run& run, Values& items) = nullptr;  // of a list
};

// Null when there is no such name.
[[nodiscard]] const JoinedName* FindJoinedName(std::string_view name);
[[nodiscard]] std::vector<std::string> JoinedNames();
// `name` must outlive the expression, as those of FindJoinedName do.
[[nodiscard]] std::unique_ptr<Expression> MakeJoined(const JoinedName& name);

}  // namespace wardbridge::mapping
