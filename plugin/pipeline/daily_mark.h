// Once a day, whatever restarts come between: which daily moment was last taken is a mark in the
// store.
#pragma once

#include <optional>
#include <string>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include "base/result.h"
#include "base/timestamp.h"
#include "edge/store/store.h"

namespace wardbridge::pipeline {

// Of one loop; it must be the only one, in the only host, that sets this mark.
class DailyMark {
 public:
  DailyMark(std::string name, Millis time_of_day);

  struct Due {
    Timestamp at;
    bool is_first = false;  // nothing was ever taken: the very first start only begins to count
  };
  // The last daily moment at or before `now` when it was not taken yet; also one that went by while
  // nothing ran. The store is read only until the mark is known.
  boost::asio::awaitable<Result<std::optional<Due>>> Look(store::Store& store,
                                                          boost::asio::any_io_executor pool,
                                                          Timestamp now);
  // Takes it, in the transaction of what is done for it; and, when that is committed, remembers it.
  [[nodiscard]] Result<> Set(store::Rows& rows, const Due& due) const;
  void Remember(const Due& due) { taken_ = due.at; }

 private:
  std::string name_;
  Millis time_of_day_;
  std::optional<Timestamp> taken_;
};

}  // namespace wardbridge::pipeline
