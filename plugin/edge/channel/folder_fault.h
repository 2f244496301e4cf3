// What an error of the file system means for a delivery to a folder. Inside of edge/channel.
#pragma once

#include <string>
#include <string_view>

#include <sys/types.h>

#include "model/delivery.h"

namespace wardbridge::channel {

// Of every folder that is made: nobody else's business.
inline constexpr mode_t kFolderMode = 0750;

// Where it happened.
enum class FolderPlace {
  kRoot,   // the configured folder itself: opening it, making or renaming something in it
  kEntry,  // KEY.part/ or KEY/ and what is in it
};

// The outcome of `error` (errno) while doing `step` ("write bundle.json").
//   ENOSPC EDQUOT                        transient      folder.no-space
//   EROFS                                transient      folder.read-only
//   EIO, others not named                transient      folder.io
//   ENOENT ESTALE ENODEV ENXIO ENOTCONN  transient      folder.gone       the share is not mounted
//     EHOSTDOWN EHOSTUNREACH ETIMEDOUT     (at an entry ENOENT is folder.io)
//   EMFILE ENFILE ENOMEM EAGAIN EBUSY    transient      folder.busy
//   EACCES EPERM at the root             configuration  folder.denied
//   EACCES EPERM at an entry             permanent      folder.denied
//   ENOTDIR ELOOP at the root            configuration  folder.not-a-folder
//   ENOTDIR EISDIR ELOOP at an entry     permanent      folder.in-the-way
//   ENAMETOOLONG                         permanent      folder.name-too-long
//   EFBIG                                permanent      folder.too-large
// Two rows of the specification differ on "permission denied": destinations section 7 calls EACCES
// permanent, delivery-and-retry section 3 calls it configuration. Here the place decides. A folder
// that may not be written stops every delivery alike, and a person who puts the permission right
// must not have to replay them one by one: the channel is held and nothing is used up. Denied at
// one entry (somebody else's KEY/) it is a fault of that delivery alone, and holding the channel
// would stop all others for it.
[[nodiscard]] model::Outcome OutcomeOf(int error, FolderPlace place, std::string_view step);

}  // namespace wardbridge::channel
