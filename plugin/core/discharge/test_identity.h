// Lends a test patient's NHS number and a virtual ward to other people's messages, so that they can
// be tried (`test-identity` of a feed). Never for live feeds: the configuration admits NHS numbers
// of range 999 only.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/discharge/options.h"

namespace wardbridge::discharge {

// `message` with the identity of the first row whose sender fits MSH-4.1 (case is ignored) and
// whose control id fits MSH-10; "*" fits everything, also what is empty. Unchanged when no row fits
// or the message cannot be read.
//   PID-3             repetitions that claim to be NHS numbers go; NUMBER^^^NHS^NH comes first
//   PID-2, -4, -19    a repetition that is or claims to be an NHS number gets the number as
//                     its first component
//   PV1-3.2           becomes the ward; without a PV1 nothing is added
// All in the message's own delimiters; every other byte stays as it is.
[[nodiscard]] std::string ApplyTestIdentity(std::string_view message,
                                            const std::vector<TestIdentity>& rows);

}  // namespace wardbridge::discharge
