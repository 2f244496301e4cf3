// A folder that a supplier drops files in. A file is taken by renaming it to "taken/" first, so
// that it is taken once and survives a stop in the middle; afterwards it lies in "done/" or "bad/",
// a report beside it when there is something to say. What is in a file is nothing to this room.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/timestamp.h"

namespace wardbridge::monitoring {

struct DropFolderOptions {
  std::string path;  // the folder that is looked at
  std::size_t most_bytes = 64U << 20U;
  Millis quiet{2'000};  // a file that changed within this time may still be written
};

// Names may hold patient data: they are never told to anybody but the folder.
struct DroppedFile {
  std::string name;   // in "taken/"
  std::string label;  // of logs: 8 hex digits of the name's digest
};

// Not thread-safe. Blocking.
class DropFolder {
 public:
  explicit DropFolder(DropFolderOptions options);

  // Makes "taken", "done" and "bad" where they are missing. Errors: kIo with the reason.
  [[nodiscard]] Result<> Prepare() const;

  // Files in "taken/" and then those that wait, by name, at most `most`; what waits is moved to
  // "taken/" before. Files that wait are regular, end in .json, .ndjson or .csv (in any case), do
  // not begin with "." and have not changed for a while by `now`. Errors: kIo.
  [[nodiscard]] Result<std::vector<DroppedFile>> Take(Timestamp now, std::size_t most) const;

  // Errors: kFull when the file is above most_bytes, kIo otherwise.
  [[nodiscard]] Result<std::string> Read(const DroppedFile& file) const;

  // Moves the file from "taken/" to "done/" or "bad/", with `report` as NAME.report.txt beside it
  // when that is not "". A name that is there already gets a number at its end. Durable when it
  // returns. Errors: kIo.
  [[nodiscard]] Result<> Finish(const DroppedFile& file, bool good,
                                const std::string& report) const;

 private:
  DropFolderOptions options_;
};

}  // namespace wardbridge::monitoring
