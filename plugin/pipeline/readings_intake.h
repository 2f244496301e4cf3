// What a source of readings brought, made durable: one way for what is fetched, posted and dropped
// (decision 0044).
#pragma once

#include <cstddef>
#include <functional>
#include <string>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include "base/clock.h"
#include "core/discharge/discharge.h"
#include "edge/store/store.h"
#include "pipeline/reporter.h"

namespace wardbridge::pipeline {

// What became of one content, all of it in one transaction.
struct TakenReadings {
  enum class Kind {
    kStored,     // durable, or known already
    kRefused,    // nothing in it can be used: `received.reason` and its problems say why
    kNotStored,  // the store could not: it has to come again
  };
  Kind kind = Kind::kNotStored;
  std::size_t stored = 0;                // parts
  std::size_t duplicates = 0;            // parts that were there already
  discharge::ReceivedReadings received;  // without the bytes of its parts
};

// Thread-safe. Everything it is made with must outlive it and its running calls.
class ReadingsIntake {
 public:
  // `stored` is called after each content that left something to project, on any thread.
  ReadingsIntake(store::Store& store, const discharge::Program& program, Reporter& reporter,
                 const Clock& clock, boost::asio::any_io_executor pool,
                 std::function<void()> stored);

  // `source` and `feed` are names of the configuration.
  boost::asio::awaitable<TakenReadings> Take(std::string source, std::string feed,
                                             std::string content);

 private:
  store::Store& store_;
  const discharge::Program& program_;
  Reporter& reporter_;
  const Clock& clock_;
  boost::asio::any_io_executor pool_;
  std::function<void()> stored_;
};

}  // namespace wardbridge::pipeline
