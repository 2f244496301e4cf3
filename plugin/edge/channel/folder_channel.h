// Channel `folder`: one folder for each revision, KEY/ with bundle.json (or bundle.xml),
// document.pdf and manifest.json (spec/destinations section 7).
#pragma once

#include <memory>
#include <string>

#include "base/result.h"
#include "edge/channel/channel.h"

namespace wardbridge::channel {

struct FolderOptions {
  std::string path;
};

// Makes the folder (0750) with those above it when it is not there, makes their names durable, and
// tries whether it can be written. Blocking. Errors: kDenied, kIo.
[[nodiscard]] Result<> PrepareFolder(const FolderOptions& options);

// Whatever state the folder is in: that is for the deliveries to meet. Send prepares the folder
// until that has succeeded once; one that vanishes later is a mount that is gone, and is not made
// again. `blocking` is where file work runs; it must outlive the channel.
[[nodiscard]] std::unique_ptr<Channel> MakeFolderChannel(const FolderOptions& options,
                                                         boost::asio::any_io_executor blocking);

// The blocking work of one Send, for tests: writes KEY.part/, syncs, renames to KEY/, syncs the
// directory. An existing KEY with equal digests counts as delivered; one with others is a permanent
// failure and stays as it is.
[[nodiscard]] model::Outcome WriteFolder(const FolderOptions& options,
                                         const model::Delivery& delivery);

}  // namespace wardbridge::channel
