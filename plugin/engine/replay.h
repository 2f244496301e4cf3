// Messages of files, played through the same core as a running engine: what convert, test and diff
// have in common.
#pragma once

#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/timestamp.h"
#include "engine/offline_common.h"
#include "engine/player.h"

namespace wardbridge::engine {

struct ReplayRequest {
  std::string feed;                       // "": the only feed, else the first
  std::vector<std::string> observations;  // files, folders
  std::vector<std::string> messages;      // files, folders, "-"
  std::optional<Timestamp> now;           // all messages arrive then; nothing: the clock of MSH-7
};

// Plays the messages in their order, each observation before the first message with a later MSH-7,
// and files of readings (*.json, *.ndjson, *.csv) before all messages;
// `sink` gets each summary that would be sent. `in` is what "-" reads; `progress` may be null;
// `heard` is called before each message.
// Errors: kNotFound and kIo of what cannot be read, kNotFound of an unknown feed, kMissing when no
// message says when it was sent. A message that is refused is none: it is told in Played.
[[nodiscard]] Result<Played> Replay(const Loaded& loaded, const ReplayRequest& request,
                                    std::istream& in, const Player::Sink& sink,
                                    std::ostream* progress, const Player::Heard& heard = {});

// Tells what became of messages that gave no summary; 2 when something failed, else 0: the exit
// code.
int ConcludePlayed(const Played& played, std::ostream& err);

}  // namespace wardbridge::engine
