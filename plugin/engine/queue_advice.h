// What an operator can do about what waits: the commands, without "wardbridge" and without options.
#pragma once

#include <string>
#include <vector>

#include "edge/store/rows.h"
#include "model/stay.h"

namespace wardbridge::engine {

// Empty where nothing is to be done.
[[nodiscard]] std::vector<std::string> Advice(const model::Stay& stay);
[[nodiscard]] std::vector<std::string> Advice(const store::InboxRow& message);
// `holds` are all that stand.
[[nodiscard]] std::vector<std::string> Advice(const store::OutboxRow& delivery,
                                              const std::vector<store::Hold>& holds);

// "m17": how commands name a message.
[[nodiscard]] std::string MessageKey(const store::InboxRow& message);

// The first digits of a delivery's key, enough for commands.
[[nodiscard]] std::string ShortKey(const store::OutboxRow& delivery);

}  // namespace wardbridge::engine
