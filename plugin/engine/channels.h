// Makes the channel of a configured destination.
#pragma once

#include <memory>

#include <boost/asio/any_io_executor.hpp>

#include "base/clock.h"
#include "edge/channel/channel.h"
#include "engine/config.h"

namespace wardbridge::engine {

// `io` is for what waits, `blocking` for what blocks; their contexts and `clock` must outlive the
// channel. A destination that is out of order is no error: intake must not wait for it.
[[nodiscard]] std::unique_ptr<channel::Channel> MakeChannel(const DestinationConfig& destination,
                                                            boost::asio::any_io_executor io,
                                                            boost::asio::any_io_executor blocking,
                                                            const Clock& clock);

}  // namespace wardbridge::engine
