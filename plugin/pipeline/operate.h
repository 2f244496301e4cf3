// What operators may do to messages, stays and deliveries: each request in one transaction with its
// row in the audit (spec/delivery-and-retry section 7, spec/security feature 18).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/timestamp.h"
#include "edge/store/rows.h"

namespace wardbridge::pipeline {

// The operations, as the rows name them. A target is "destination:NAME", "m17" (a message of the
// inbox), or the beginning (8 digits or more) of a stay's reference or of a delivery's key.
//
//   operation | delivery                     | stay                        | message     |
//   destination
//   ----------+------------------------------+-----------------------------+-------------+------------
//   retry     | ready, in doubt, dead: now   | set aside: made again       | quarantined:|
//             |                              |                             | read again  |
//   hold      |                              | nothing is made or sent     |             | nothing
//   is
//             |                              |                             |             | sent to
//             it
//   release   |                              | from quarantine or hold     |             | from
//   hold discard   | not delivered: cancelled     | in quarantine, set aside:   | quarantined:|
//             |                              | given up                    | given up    |
//   resend    | delivered, newest: again     |                             |             |
//   send      |                              | discharged: made now        |             |
//   backup, export: nothing but the audit row; a tool did the work.
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
[[nodiscard]] Result<Decision> ApplyRequest(store::Rows& rows,
                                            const store::OperatorRequest& request,
                                            const std::vector<std::string>& destinations,
                                            Timestamp now);

}  // namespace wardbridge::pipeline
