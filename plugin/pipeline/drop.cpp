#include "pipeline/drop.h"

#include <utility>
#include <vector>

#include "pipeline/await.h"

namespace wardbridge::pipeline {

namespace asio = boost::asio;

namespace {

constexpr std::size_t kMostFilesAtOnce = 100;
constexpr std::size_t kMostLines = 10'000;

}  // namespace

std::string ReportOn(const TakenReadings& taken) {
  const discharge::ReceivedReadings& received = taken.received;
  std::string report;
  if (taken.kind == TakenReadings::Kind::kRefused) {
    report = "nothing of the file is used: " + received.reason + "\n";
  }
  std::size_t lines = 0;
  for (const model::Issue& problem : received.problems) {
    if (++lines > kMostLines) {
      report += std::to_string(received.problems.size() - kMostLines) + " more of them\n";
      break;
    }
    report += problem.path + ": " + problem.code + ": " + problem.text + "\n";
  }
  if (report.empty() || taken.kind == TakenReadings::Kind::kRefused) return report;
  return std::to_string(received.readings) + " readings and " + std::to_string(received.texts) +
         " texts are used; not used or doubtful:\n" + report;
}

DropWatch::DropWatch(DropSource source, ReadingsIntake& intake, Reporter& reporter,
                     const Clock& clock, const asio::any_io_executor& io,
                     asio::any_io_executor files)
    : source_(std::move(source)),
      folder_(source_.folder),
      intake_(intake),
      reporter_(reporter),
      clock_(clock),
      bell_(io),
      files_(std::move(files)) {}

void DropWatch::Stop() {
  stopping_ = true;
  bell_.Ring();
}

asio::awaitable<void> DropWatch::Run() {
  while (!stopping_) {
    const bool more = co_await Round();
    if (!more && !stopping_) co_await bell_.Wait(source_.every);
  }
}

// True when there may be more files.
asio::awaitable<bool> DropWatch::Round() {
  using Taken = Result<std::vector<monitoring::DroppedFile>>;
  const auto take = [this]() -> Taken {
    if (!is_prepared_) {
      if (auto ready = folder_.Prepare(); !ready) return ready.error();
      is_prepared_ = true;
    }
    return folder_.Take(clock_.Now(), kMostFilesAtOnce);
  };
  const Taken taken = co_await OnPool(files_, take);
  if (!taken) {
    is_prepared_ = false;
    reporter_.SourceTrouble(source_.name, "source.folder", taken.error().detail, clock_.Now());
    co_return false;
  }
  reporter_.SourceWell(source_.name, clock_.Now());
  for (const monitoring::DroppedFile& file : *taken) {
    if (stopping_) co_return false;
    const bool done = co_await TakeOne(file);
    if (!done) co_return false;
  }
  co_return taken->size() == kMostFilesAtOnce;
}

// False: the file stays in "taken/" and is looked at again later.
asio::awaitable<bool> DropWatch::TakeOne(monitoring::DroppedFile file) {
  const auto read = [this, &file] { return folder_.Read(file); };
  Result<std::string> bytes = co_await OnPool(files_, read);
  TakenReadings taken;
  if (bytes) {
    taken = co_await intake_.Take(source_.name, source_.feed, std::move(*bytes));
    if (taken.kind == TakenReadings::Kind::kNotStored) co_return false;
  } else if (bytes.error().code == Code::kFull) {
    taken.kind = TakenReadings::Kind::kRefused;
    taken.received.reason = bytes.error().detail;
    reporter_.SourceRefused(source_.name, "too-large", {});
  } else {
    reporter_.SourceTrouble(source_.name, "source.folder", bytes.error().detail, clock_.Now());
    co_return false;
  }
  const bool good = taken.kind == TakenReadings::Kind::kStored;
  const std::string report = ReportOn(taken);
  const auto finish = [this, &file, good, &report] { return folder_.Finish(file, good, report); };
  const Result<> finished = co_await OnPool(files_, finish);
  if (!finished) {
    reporter_.SourceTrouble(source_.name, "source.folder", finished.error().detail, clock_.Now());
    co_return false;
  }
  reporter_.FileTaken(source_.name, file.label, good, clock_.Now());
  co_return true;
}

}  // namespace wardbridge::pipeline
