// Readings that are fetched when a summary is due: every source is asked, what comes is stored and
// applied, and what came of it is on record, before the summary is made (decision 0044).
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

#include "base/clock.h"
#include "core/discharge/discharge.h"
#include "edge/monitoring/fhir_source.h"
#include "edge/store/store.h"
#include "pipeline/bell.h"
#include "pipeline/project.h"
#include "pipeline/reporter.h"

namespace wardbridge::pipeline {

// One source that is asked.
struct AskedSource {
  std::string name;  // of the configuration
  std::string feed;  // whose settings its readings have
  std::shared_ptr<monitoring::FhirSource> source;
  Millis give_up{10 * 60 * 1000};  // after the due time the summary goes without it
  bool waits = false;              // true: the summary waits for it as long as it takes
};

struct GatherParts {
  store::Store& store;
  const discharge::Program& program;
  Reporter& reporter;
  const Clock& clock;
  boost::asio::any_io_executor io;
  boost::asio::any_io_executor pool;
};

// Thread-safe but for Run. All parts must outlive it.
class Gatherer {
 public:
  // `gathered` is called when a stay is ready to be summarised.
  Gatherer(const GatherParts& parts, std::vector<AskedSource> sources,
           std::function<void()> gathered);

  // The loop; runs on bell().executor() until Stop.
  boost::asio::awaitable<void> Run();
  void Stop();
  // Rung when due times have changed.
  [[nodiscard]] Bell& bell() { return bell_; }

 private:
  struct Question;  // of one stay
  struct Try {
    Timestamp next;
    int failures = 0;
  };

  boost::asio::awaitable<Millis> Round();
  boost::asio::awaitable<void> GatherAll(std::vector<std::string> stays);
  boost::asio::awaitable<void> GatherOne(std::string stay_key);
  boost::asio::awaitable<Result<bool>> AskSource(const AskedSource& asked,
                                                 const Question& question);
  boost::asio::awaitable<Result<>> Keep(const AskedSource& asked, const Question& question,
                                        monitoring::Fetched fetched);
  void TryLater(const std::string& stay_key, std::optional<Millis> asked);

  GatherParts parts_;
  std::vector<AskedSource> sources_;
  std::function<void()> gathered_;
  Bell bell_;
  std::map<std::string, Try> tries_;  // by stay key; touched on the bell's strand only
  std::size_t running_ = 0;           // likewise
  boost::asio::steady_timer ended_;   // cancelled when one of those that run ends; likewise
  std::atomic<bool> stopping_{false};
};

}  // namespace wardbridge::pipeline
