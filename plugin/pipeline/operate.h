// What operators may do to messages, stays and deliveries: each request in one transaction with its
// row in the audit (spec/delivery-and-retry section 7, spec/security feature 18).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/timestamp.h"
#include "core/discharge/discharge.h"
#include "edge/store/rows.h"

namespace wardbridge::pipeline {

// The operations, as the rows name them. A target is "destination:NAME", "m17" (a message of the
// inbox), or the beginning (8 digits or more) of a stay's reference or of a delivery's key.
//
//   operation  target        what is done
//   retry      delivery      ready, in doubt or dead: sent now
//              stay          set aside: made again
//              message       quarantined: read again
//   hold       stay          nothing is made or sent
//              destination   nothing is sent to it
//   release    stay          from quarantine or hold
//              destination   from hold
//   resolve    stay          in quarantine: the question is answered, with a word of the table of
//                            questions (core/discharge/question_table.h)
//              message       quarantined: likewise
//   discard    delivery      not delivered: cancelled
//              stay          in quarantine or set aside: given up
//              message       quarantined: given up
//   resend     delivery      delivered and the newest: sent again
//   send       stay          discharged: made now
//
// Backup and export have nothing but the row in the audit; a tool did the work. What is not in the
// table is refused.
inline constexpr std::string_view kDestinationPrefix = "destination:";

// What became of a request, and which loops have something new to look at.
struct Decision {
  bool applied = false;
  std::string detail;  // what was done, or why it was refused; no patient data
  bool inbox_changed = false;
  bool stays_changed = false;
  bool deliveries_changed = false;
};

// Applies or refuses `request`, writes the audit and closes the request, which must be open.
// `destinations` are the configured ones. Errors are those of the store.
[[nodiscard]] Result<Decision> ApplyRequest(store::Rows& rows, const discharge::Program& program,
                                            const store::OperatorRequest& request,
                                            const std::vector<std::string>& destinations,
                                            Timestamp now);

}  // namespace wardbridge::pipeline
