// What a person said when a stay or a message was held (core/discharge/question_table.h has the
// questions). A fact like a message: it stands between two of them, and every telling of the stay
// after it has it.
#pragma once

#include <cstdint>
#include <string>

#include "base/timestamp.h"

namespace wardbridge::model {

struct Answer {
  int ordinal = 1;        // the stay of the spell that was held
  std::string code;       // Issue::code of the reason
  std::string word;       // stable: "keep-number"
  std::int64_t upto = 0;  // inbox id: what messages up to it gave as this reason is answered
  Timestamp at;
  std::string stay_key;  // of a message: the stay it was given to. Patient data

  friend bool operator==(const Answer&, const Answer&) = default;
};

}  // namespace wardbridge::model
