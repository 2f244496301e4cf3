// `wardbridge channel test`: whether a destination can be reached, step by step.
#include <algorithm>
#include <ostream>
#include <utility>
#include <vector>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>

#include "base/clock.h"
#include "engine/channels.h"
#include "engine/offline.h"
#include "engine/offline_common.h"

namespace wardbridge::engine {
namespace {

namespace asio = boost::asio;

// Null when there is no destination of that name; the names there are go to `err`.
const DestinationConfig* FindDestination(const Config& config, const std::string& name,
                                         std::ostream& err) {
  std::string names;
  for (const DestinationConfig& destination : config.destinations) {
    if (destination.name == name) return &destination;
    names += (names.empty() ? "" : ", ") + destination.name;
  }
  err << "error: no destination '" << name
      << "' is configured; there are: " << (names.empty() ? "none" : names) << '\n';
  return nullptr;
}

// The whole test on this thread.
std::vector<channel::TestStep> RunTest(channel::Channel& channel, asio::io_context& io) {
  auto steps = asio::co_spawn(io, channel.Test(), asio::use_future);
  io.run();
  return steps.get();
}

}  // namespace

int ChannelTest(const ChannelTestRequest& request, std::ostream& out, std::ostream& err) {
  const Loaded loaded = LoadForCommand(request.config, request.brief, err);
  if (!loaded.program) return 1;
  const DestinationConfig* destination = FindDestination(loaded.config, request.name, err);
  if (destination == nullptr) return 1;
  const SystemClock clock;
  asio::io_context io;
  const auto channel = MakeChannel(*destination, io.get_executor(), io.get_executor(), clock);
  const std::vector<channel::TestStep> steps = RunTest(*channel, io);
  for (const channel::TestStep& step : steps) {
    if (step.is_good) {
      out << "ok " << step.name << ": " << step.detail << '\n';
    } else {
      err << "error: " << step.name << ": " << step.detail << '\n';
    }
  }
  const bool is_good = std::all_of(steps.begin(), steps.end(),
                                   [](const channel::TestStep& step) { return step.is_good; });
  return is_good ? 0 : 1;
}

}  // namespace wardbridge::engine
