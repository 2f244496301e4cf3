// Makes the channel of a configured destination.
#pragma once

#include <memory>

#include <boost/asio/any_io_executor.hpp>

#include "base/clock.h"
#include "base/result.h"
#include "edge/channel/channel.h"
#include "engine/config.h"

namespace wardbridge::engine {

// `io` is for what waits, `blocking` for what blocks; their contexts and `clock` must outlive the
// channel. Errors: kDenied, kIo when the folder of a folder channel cannot be made or written.
[[nodiscard]] Result<std::unique_ptr<channel::Channel>> MakeChannel(
    const DestinationConfig& destination, boost::asio::any_io_executor io,
    boost::asio::any_io_executor blocking, const Clock& clock);

}  // namespace wardbridge::engine
