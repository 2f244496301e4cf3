#include "pipeline/daily_mark.h"

#include <utility>

#include "pipeline/await.h"
#include "pipeline/timetable.h"

namespace wardbridge::pipeline {

namespace asio = boost::asio;

DailyMark::DailyMark(std::string name, Millis time_of_day)
    : name_(std::move(name)), time_of_day_(time_of_day) {}

asio::awaitable<Result<std::optional<DailyMark::Due>>> DailyMark::Look(store::Store& store,
                                                                       asio::any_io_executor pool,
                                                                       Timestamp now) {
  if (!taken_) {
    const store::Work find = [this](store::Rows& rows) -> Result<> {
      auto mark = rows.Mark(name_);
      if (!mark) return mark.error();
      taken_ = *mark;
      return {};
    };
    const Result<> read = co_await ReadOnPool(std::move(pool), store, find);
    if (!read) co_return read.error();
  }
  const Timestamp last = LastDaily(time_of_day_, now);
  if (taken_ && *taken_ >= last) co_return std::nullopt;
  co_return Due{last, !taken_};
}

Result<> DailyMark::Set(store::Rows& rows, const Due& due) const {
  return rows.SetMark(name_, due.at);
}

}  // namespace wardbridge::pipeline
