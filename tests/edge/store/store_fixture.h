// What the tests of the store share. Tests that take a Kind speak to the interface only: another
// implementation is one more row of kKinds.
#pragma once

#include <array>
#include <filesystem>
#include <memory>
#include <optional>
#include <ostream>
#include <stdexcept>
#include <stdlib.h>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "edge/store/store.h"

namespace wardbridge::store {

// Removed with all that is in it.
class TempFolder {
 public:
  TempFolder() {
    std::string name =
        (std::filesystem::temp_directory_path() / "wardbridge-store-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("mkdtemp");
    path_ = name;
  }
  ~TempFolder() { std::filesystem::remove_all(path_); }
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;
  [[nodiscard]] std::string Path(const std::string& name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

struct Kind {
  const char* name;
  bool in_memory;
};
inline std::ostream& operator<<(std::ostream& out, const Kind& kind) { return out << kind.name; }
inline constexpr std::array kKinds = {Kind{"in memory", true}, Kind{"in a file", false}};
inline const auto kEachKind = boost::unit_test::data::make(kKinds);

// The error of a result, for the message of a check.
template <typename T>
std::string WhyNot(const Result<T>& result) {
  return result.has_error() ? result.error().Text() : "";
}

// An open store without a writer thread: In runs one job and commits it.
class TestStore {
 public:
  explicit TestStore(const Kind& kind, std::size_t max_batch = 512) {
    options_.path = kind.in_memory ? ":memory:" : folder_.Path("store.db");
    options_.max_batch = max_batch;
    options_.on_commit = [this](std::size_t jobs, double) { commits_.push_back(jobs); };
    auto opened = Store::Open(options_);
    BOOST_REQUIRE_MESSAGE(opened.has_value(), WhyNot(opened));
    store_ = std::move(*opened);
  }

  Store& operator*() { return *store_; }
  Store* operator->() { return store_.get(); }
  [[nodiscard]] const std::vector<std::size_t>& Commits() const { return commits_; }

  // The fate of one job.
  Result<> Do(const Work& work) {
    Result<> fate = Error{Code::kInternal, "test", "Done was not called"};
    store_->Write(work, [&fate](const Result<>& result) { fate = result; });
    store_->RunOnce();
    return fate;
  }

  // The value of a function of Rows, which must succeed.
  template <typename Function>
  auto In(Function function) {
    auto value = ChangeNow(*store_, std::move(function));
    BOOST_REQUIRE_MESSAGE(value.has_value(), WhyNot(value));
    return std::move(*value);
  }

  // A change, which must succeed.
  template <typename Function>
  void Change(Function function) {
    const Result<> fate = Do([&](Rows& rows) -> Result<> { return function(rows); });
    BOOST_REQUIRE_MESSAGE(fate.has_value(), WhyNot(fate));
  }

 private:
  TempFolder folder_;
  Options options_;
  std::vector<std::size_t> commits_;
  std::unique_ptr<Store> store_;
};

inline Timestamp At(std::int64_t seconds) { return Timestamp::FromUnixMs(seconds * 1000); }

inline model::NhsNumber TestNumber(const char* digits = "9990000018") {
  return *model::NhsNumber::Parse(digits);
}

// A message whose identity hangs on `control_id`, received at an hour of 2026.
inline InboxRow MakeMessage(const std::string& control_id, const std::string& body_hash = "aa11") {
  InboxRow row;
  row.feed = "pas";
  row.sender_application = "PAS";
  row.sender_facility = "RXX";
  row.control_id = control_id;
  row.body_hash = body_hash;
  row.type = "ADT^A03";
  row.received = At(1'790'000'000);
  row.bytes = std::string("MSH|^~\\&|PAS\rPID|\0\xFF|", 20);
  return row;
}

inline std::vector<model::Issue> TwoIssues() {
  using Severity = model::Issue::Severity;
  return {
      {Severity::kError, "nhs-number.missing", "PID-3", "no valid NHS number", ""},
      {Severity::kInformation, "table", "PV1-36", "code is not in the table", "patient.yaml:12"}};
}

// A stay with nothing but what every stay has.
inline model::Stay MakeStay(const std::string& spell = "RXX|V|1001", int ordinal = 1) {
  model::Stay stay;
  stay.spell_key = spell;
  stay.ordinal = ordinal;
  stay.key = spell + "#" + std::to_string(ordinal);
  stay.feed = "pas";
  stay.patient.nhs_number = TestNumber();
  stay.patient.local = {Phi<std::string>("4711|RXX")};
  return stay;
}

inline model::Reading MakeReading(const std::string& key, Timestamp time, std::int64_t message) {
  model::Reading reading;
  reading.key = key;
  reading.source = "rpm";
  reading.set = "rpm|set-1";
  reading.vital = model::Vital::kTemperature;
  reading.code = "276885007";
  reading.time = time;
  reading.received = time + Millis(1500);
  reading.message = message;
  reading.value = model::Decimal::Parse("36.60");
  return reading;
}

inline model::ClinicalText MakeText(const std::string& key, Timestamp time, std::int64_t message) {
  model::ClinicalText text;
  text.key = key;
  text.source = "rpm";
  text.kind = model::TextKind::kNote;
  text.time = time;
  text.received = time + Millis(1500);
  text.message = message;
  text.author = Phi<std::string>("N. Onymous");
  text.title = Phi<std::string>("Call");
  text.lines = {{Phi<std::string>(""), Phi<std::string>("feels well")}};
  return text;
}

inline OutboxRow MakeDelivery(const std::string& key, const std::string& stay_key, int revision,
                              const std::string& destination = "archive") {
  OutboxRow row;
  row.key = key;
  row.stay_key = stay_key;
  row.revision = revision;
  row.destination = destination;
  row.created = At(100);
  row.next_at = At(100);
  return row;
}

// The values of one member of each row, for comparing whole lists.
template <typename Row, typename Member>
auto Each(const std::vector<Row>& rows, Member Row::*member) {
  std::vector<Member> values;
  for (const Row& row : rows) values.push_back(row.*member);
  return values;
}

}  // namespace wardbridge::store
