// An alarm as JSON, for programs and webhooks that an operator has configured (docs/operations.md).
#pragma once

#include <string>
#include <string_view>

#include "model/alarm.h"

namespace wardbridge::telemetry {

// One object on one line: {"text": "for people", "state": "standing"|"over", "code", "subject",
// "count", "first", "last", "host"}. `host` is what the operator calls this installation.
[[nodiscard]] std::string AlarmMessage(const model::Alarm& alarm, bool over, std::string_view host);

}  // namespace wardbridge::telemetry
