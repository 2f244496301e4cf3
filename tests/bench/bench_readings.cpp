// What one discharge costs a store that holds ten thousand readings and one that holds ten million,
// turn by turn in one run: intake, stay book, evidence, summary and delivery, each committed to
// disk, without making the summary itself. Then retention removes the readings part by part, while
// messages go on coming in between.
//   bench_readings FOLDER [READINGS [PATIENTS]]
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <ctime>
#include <filesystem>
#include <iostream>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "base/digest.h"
#include "pipeline/intake.h"
#include "pipeline/prepare.h"
#include "pipeline/project.h"
#include "tests/support/virtual_ward.h"

namespace wardbridge::bench {
namespace {

constexpr std::int64_t kReadingsEach = 200;
constexpr std::int64_t kFew = 10'000;  // readings of the small store
constexpr int kWarmUp = 10;            // discharges of each store before any is measured
constexpr int kMeasured = 40;          // discharges of each store
constexpr Millis kStep{30 * 60 * 1000};
const Timestamp kAdmitted = test::Instant("2026-10-14T09:00:00+01:00");
const Timestamp kDischarged = test::Instant("2026-10-20T09:00:00+01:00");

double CpuSeconds() {
  timespec time{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}
double Seconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

template <typename Function>
auto Must(store::Store& store, Function function) {
  auto value = store::ChangeNow(store, std::move(function));
  if (!value) throw std::runtime_error(value.error().Text());
  return std::move(*value);
}

std::string LocalOf(std::int64_t patient) { return "P" + std::to_string(patient); }

model::Reading MakeReading(std::int64_t patient, std::int64_t number) {
  model::Reading reading;
  reading.key = KeyOf({std::to_string(patient), std::to_string(number)});
  reading.source = "rpm";
  reading.vital = model::kAllVitals[static_cast<std::size_t>(number % 4)];
  reading.code = "364075005";
  reading.time = kAdmitted + kStep * (number % kReadingsEach);
  reading.received = reading.time;
  reading.message = 1;
  reading.value = model::Decimal::FromScaled(700 + number % 50, 1);
  return reading;
}

// Readings of whole patients, from the `from`-th on.
void Fill(store::Store& store, std::int64_t from, std::int64_t to) {
  constexpr std::int64_t kPatientsAtOnce = 100;
  for (std::int64_t first = from; first < to; first += kPatientsAtOnce) {
    Must(store, [&](store::Rows& rows) -> Result<bool> {
      for (std::int64_t patient = first; patient < std::min(to, first + kPatientsAtOnce);
           ++patient) {
        for (std::int64_t number = 0; number < kReadingsEach; ++number) {
          auto saved =
              rows.SaveReading("L|" + LocalOf(patient) + "|RXX", MakeReading(patient, number));
          if (!saved) return saved.error();
        }
      }
      return true;
    });
    if (first % 10'000 == 0) std::cerr << first * kReadingsEach << " readings\n";
  }
}

std::string Message(const std::string& trigger, std::int64_t patient) {
  test::AdtParts parts;
  parts.trigger = trigger;
  parts.control_id = trigger + std::to_string(patient);
  parts.local_number = LocalOf(patient);
  parts.visit = "V" + std::to_string(patient);
  parts.admitted = "20261014090000";
  parts.discharged = trigger == "A03" ? "20261020090000" : "";
  parts.occurred = trigger == "A03" ? "20261020090000" : "20261014090000";
  // Ten digits that are a number of the range 999: the patients are told apart by it.
  std::string digits = "9990000018";
  for (std::int64_t number = 999'000'000 + patient;; number += 100'000) {
    for (char check = '0'; check <= '9'; ++check) {
      const std::string all = std::to_string(number) + check;
      if (model::NhsNumber::Parse(all)) digits = all;
    }
    if (digits.starts_with(std::to_string(number))) break;
  }
  parts.nhs_number = digits;
  return test::Adt(parts);
}

void Receive(store::Store& store, const std::string& message, Timestamp now) {
  const discharge::Program& program = test::WardProgram();
  const auto received = program.Receive(message, "pas", hl7::AckMode::kOriginal, now, "ACK");
  store::InboxRow row = pipeline::MakeRow("pas", received.front(), now);
  row.id = Must(store, [&](store::Rows& rows) { return rows.AppendInbox(row); }).id;
  pipeline::Applied applied;
  Must(store, [&](store::Rows& rows) -> Result<bool> {
    auto done =
        pipeline::ApplyProjected(rows, program, pipeline::InterpretRow(program, row), now, applied);
    if (!done) return done.error();
    return true;
  });
}

// Of some discharges, one value each.
struct Costs {
  std::vector<double> cpu_us;
  std::vector<double> wall_us;
};

double Median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

// What the store does for a stay, from the admission to the delivery that waits.
void Discharge(store::Store& store, std::int64_t patient, Costs& costs) {
  const double cpu = CpuSeconds();
  const double wall = Seconds();
  Receive(store, Message("A01", patient), kAdmitted);
  Receive(store, Message("A03", patient), kDischarged);
  const Timestamp due = kDischarged + Millis(15 * 60 * 1000);
  const auto keys = Must(store, [&](store::Rows& rows) { return rows.DueStays(due, 1); });
  auto loaded = store::Find(
      store, [&](store::Rows& rows) { return pipeline::LoadDue(rows, keys.at(0), due); });
  if (!loaded || !*loaded) throw std::runtime_error("the stay is not due");
  if ((*loaded)->request.readings.size() != kReadingsEach) {
    throw std::runtime_error("not the readings of the stay");
  }
  pipeline::Built built;
  built.row.stay_key = keys.at(0);
  built.row.bundle = std::string(60'000, 'b');
  built.row.document = std::string(40'000, 'd');
  built.row.due = due;
  built.generation = (*loaded)->request.stay.generation;
  Must(store, [&](store::Rows& rows) {
    return pipeline::SaveBuilt(rows, built, {{"gp", model::PayloadForm::kCollection}}, due);
  });
  costs.cpu_us.push_back((CpuSeconds() - cpu) * 1e6);
  costs.wall_us.push_back((Seconds() - wall) * 1e6);
}

std::unique_ptr<store::Store> Open(const std::string& folder, const char* name) {
  store::Options options;
  options.path = (std::filesystem::path(folder) / name).string();
  std::filesystem::remove(options.path);
  auto store = store::Store::Open(options);
  if (!store) throw std::runtime_error(store.error().Text());
  return std::move(*store);
}

// Removes all readings of nobody's stay in the parts in which the upkeep does it, with a message
// between two parts.
nlohmann::ordered_json Expire(store::Store& store, std::int64_t next_patient) {
  constexpr std::size_t kPart = 50;
  store::Expiry expiry;
  expiry.now = kDischarged + Millis(std::int64_t{86'400'000} * 400);
  expiry.readings = expiry.now;
  std::string after;
  std::int64_t removed = 0;
  double longest_part = 0;
  double longest_intake = 0;
  const double begin = Seconds();
  for (bool more = true; more;) {
    const double part = Seconds();
    const auto gone = Must(store, [&](store::Rows& rows) -> Result<std::int64_t> {
      auto expired = rows.FindExpired(expiry, after, kPart);
      if (!expired) return expired.error();
      after = expired->patients_looked_at;
      more = expired->more;
      auto done = rows.RemoveExpired(*expired, expiry);
      if (!done) return done.error();
      return done->readings;
    });
    removed += gone;
    longest_part = std::max(longest_part, Seconds() - part);
    const double intake = Seconds();
    if (next_patient % 20 == 0) Receive(store, Message("A01", next_patient), kAdmitted);
    longest_intake = std::max(longest_intake, Seconds() - intake);
    ++next_patient;
  }
  return {{"removed", removed},
          {"seconds", Seconds() - begin},
          {"longest_part_ms", longest_part * 1e3},
          {"longest_intake_between_ms", longest_intake * 1e3}};
}

nlohmann::ordered_json Told(const Costs& costs) {
  return {{"cpu_us_median", Median(costs.cpu_us)}, {"wall_us_median", Median(costs.wall_us)}};
}

int Main(int argc, char** argv) {
  if (argc < 2) {
    std::cerr << "usage: bench_readings FOLDER [READINGS [PATIENTS]]\n";
    return 1;
  }
  const std::int64_t readings = argc > 2 ? std::stoll(argv[2]) : 10'000'000;
  const std::int64_t patients = argc > 3 ? std::stoll(argv[3]) : readings / kReadingsEach;
  const auto few = Open(argv[1], "bench_readings_few.db");
  const auto many = Open(argv[1], "bench_readings.db");
  Fill(*few, 0, kFew / kReadingsEach);
  const double filling = Seconds();
  Fill(*many, 0, patients);
  const double filled = Seconds() - filling;
  Costs warm_up;
  Costs small;
  Costs large;
  const std::int64_t apart = patients / (kWarmUp + kMeasured);  // all over the large store
  for (std::int64_t turn = 0; turn < kWarmUp + kMeasured; ++turn) {
    Discharge(*few, turn, turn < kWarmUp ? warm_up : small);
    Discharge(*many, turn * apart, turn < kWarmUp ? warm_up : large);
  }
  nlohmann::ordered_json line = {
      {"bench", "readings"},
      {"readings", patients * kReadingsEach},
      {"patients", patients},
      {"fill_readings_per_second", static_cast<double>(patients * kReadingsEach) / filled},
      {"bytes", std::filesystem::file_size(std::filesystem::path(argv[1]) / "bench_readings.db")},
      {"discharge_small", Told(small)},
      {"discharge_large", Told(large)},
      {"cpu_ratio", Median(large.cpu_us) / Median(small.cpu_us)},
      {"wall_ratio", Median(large.wall_us) / Median(small.wall_us)}};
  line["expiry"] = Expire(*many, patients);
  std::cout << line.dump() << '\n';
  return 0;
}

}  // namespace
}  // namespace wardbridge::bench

int main(int argc, char** argv) {
  try {
    return wardbridge::bench::Main(argc, argv);
  } catch (const std::exception& error) {
    std::cerr << "error: " << error.what() << '\n';
    return 1;
  }
}
