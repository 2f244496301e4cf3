// What one discharge costs the store when it holds ten thousand readings and when it holds ten
// million, in one run: intake, stay book, evidence, summary and delivery, each committed to disk,
// without making the summary itself. Then retention removes the readings part by part, while
// messages go on coming in between.
//   bench_readings FOLDER [READINGS [PATIENTS]]
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <ctime>
#include <filesystem>
#include <iostream>
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
constexpr int kMeasured = 60;  // discharges of each measurement
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

struct Cost {
  double cpu_us = 0;
  double wall_us = 0;
};

// What the store does for a stay, from the admission to the delivery that waits.
Cost Discharge(store::Store& store, std::int64_t first_patient) {
  std::vector<double> walls;
  const double cpu = CpuSeconds();
  for (std::int64_t patient = first_patient; patient < first_patient + kMeasured; ++patient) {
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
    walls.push_back(Seconds() - wall);
  }
  std::sort(walls.begin(), walls.end());
  return {(CpuSeconds() - cpu) * 1e6 / kMeasured, walls[walls.size() / 2] * 1e6};
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

nlohmann::ordered_json Told(const Cost& cost) {
  return {{"cpu_us", cost.cpu_us}, {"wall_us_median", cost.wall_us}};
}

int Main(int argc, char** argv) {
  if (argc < 2) {
    std::cerr << "usage: bench_readings FOLDER [READINGS [PATIENTS]]\n";
    return 1;
  }
  const std::int64_t readings = argc > 2 ? std::stoll(argv[2]) : 10'000'000;
  const std::int64_t patients = argc > 3 ? std::stoll(argv[3]) : readings / kReadingsEach;
  store::Options options;
  options.path = (std::filesystem::path(argv[1]) / "bench_readings.db").string();
  std::filesystem::remove(options.path);
  auto store = store::Store::Open(options);
  if (!store) throw std::runtime_error(store.error().Text());
  const std::int64_t few = 50 + 2 * kMeasured;
  Fill(**store, 0, few);
  Discharge(**store, 0);  // to warm up
  const Cost small = Discharge(**store, kMeasured);
  const double filling = Seconds();
  Fill(**store, few, patients);
  const double filled = Seconds() - filling;
  const Cost large = Discharge(**store, patients / 2);
  nlohmann::ordered_json line = {
      {"bench", "readings"},
      {"readings", patients * kReadingsEach},
      {"patients", patients},
      {"fill_readings_per_second", static_cast<double>((patients - few) * kReadingsEach) / filled},
      {"bytes", std::filesystem::file_size(options.path)},
      {"discharge_small", Told(small)},
      {"discharge_large", Told(large)},
      {"cpu_ratio", large.cpu_us / small.cpu_us},
      {"wall_ratio", large.wall_us / small.wall_us}};
  line["expiry"] = Expire(**store, patients);
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
