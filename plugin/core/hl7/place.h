// Where a leaf of a message stands, in the words of the standard: "OBX[3]-5[2].1.2".
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/hl7/message.h"

namespace wardbridge::hl7 {

// A leaf: a subcomponent, or what has no parts. Numbers are from 1; 0 where the level has only one
// and it need not be said.
struct Place {
  std::string segment;         // "OBX"
  std::size_t occurrence = 0;  // among the segments of this id
  std::size_t field = 0;
  std::size_t repetition = 0;
  std::size_t component = 0;
  std::size_t subcomponent = 0;
  std::size_t begin = 0;  // within Message::Bytes()
  std::size_t end = 0;

  [[nodiscard]] std::string Text() const;
};

// All leaves with a value, in the order of the message; with kAndNulls also those that are "". Of
// MSH those from MSH-3 on.
enum class Leaves { kValues, kAndNulls };
[[nodiscard]] std::vector<Place> LeavesOf(const Message& message, Leaves wanted = Leaves::kValues);

}  // namespace wardbridge::hl7
