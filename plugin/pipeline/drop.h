// Files that suppliers drop in a folder, taken one after another: stored first, put aside then
// (decision 0044).
#pragma once

#include <atomic>
#include <string>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include "base/clock.h"
#include "edge/monitoring/drop_folder.h"
#include "pipeline/bell.h"
#include "pipeline/readings_intake.h"

namespace wardbridge::pipeline {

struct DropSource {
  std::string name;  // of the configuration
  std::string feed;
  monitoring::DropFolderOptions folder;
  Millis every{5'000};
};

// Thread-safe but for Run. What it is made with must outlive it.
class DropWatch {
 public:
  // `files` is where the folder is looked at: a share that hangs holds up nothing else.
  DropWatch(DropSource source, ReadingsIntake& intake, Reporter& reporter, const Clock& clock,
            const boost::asio::any_io_executor& io, boost::asio::any_io_executor files);

  // The loop; runs on bell().executor() until Stop.
  boost::asio::awaitable<void> Run();
  void Stop();
  [[nodiscard]] Bell& bell() { return bell_; }

 private:
  boost::asio::awaitable<bool> Round();
  boost::asio::awaitable<bool> TakeOne(monitoring::DroppedFile file);

  DropSource source_;
  monitoring::DropFolder folder_;
  ReadingsIntake& intake_;
  Reporter& reporter_;
  const Clock& clock_;
  Bell bell_;
  boost::asio::any_io_executor files_;
  bool is_prepared_ = false;
  std::atomic<bool> stopping_{false};
};

// The report beside a file: what of it is not used, one line each. "" when there is nothing to say.
[[nodiscard]] std::string ReportOn(const TakenReadings& taken);

}  // namespace wardbridge::pipeline
