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
    const auto find = [this](store::Rows& rows) { return rows.Mark(name_); };
    const auto mark = co_await FindOnPool(std::move(pool), store, find);
    if (!mark) co_return mark.error();
    taken_ = *mark;
  }
  const Timestamp last = LastDaily(time_of_day_, now);
  if (taken_ && *taken_ >= last) co_return std::nullopt;
  co_return Due{last, !taken_};
}

Result<> DailyMark::Set(store::Rows& rows, const Due& due) const {
  return rows.SetMark(name_, due.at);
}

}  // namespace wardbridge::pipeline
