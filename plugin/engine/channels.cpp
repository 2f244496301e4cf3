#include "engine/channels.h"

#include <utility>

#include "edge/channel/fhir_channel.h"
#include "edge/channel/folder_channel.h"

namespace wardbridge::engine {

std::unique_ptr<channel::Channel> MakeChannel(const DestinationConfig& destination,
                                              boost::asio::any_io_executor io,
                                              boost::asio::any_io_executor blocking,
                                              const Clock& clock) {
  if (destination.channel == "fhir") {
    return channel::MakeFhirChannel(destination.fhir, std::move(io), clock);
  }
  return channel::MakeFolderChannel(destination.folder, std::move(blocking));
}

}  // namespace wardbridge::engine
