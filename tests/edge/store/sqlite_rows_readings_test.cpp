#include "store_fixture.h"

namespace wardbridge::store {

BOOST_AUTO_TEST_SUITE(readings)

namespace {

namespace bdata = boost::unit_test::data;
using model::Decimal;
using model::Reading;
using Keys = std::vector<std::string>;

void Save(TestStore& store, const std::string& patient, const Reading& reading) {
  store.Change([&](Rows& rows) { return rows.SaveReading(patient, reading); });
}

std::vector<Reading> Of(TestStore& store, const Keys& patients, Timestamp from = At(0),
                        Timestamp to = At(1000)) {
  return store.In([&](Rows& rows) { return rows.ReadingsOf(patients, from, to); });
}

std::string TextOf(const std::optional<Decimal>& decimal) {
  return decimal ? decimal->Text() : "none";
}

struct Sample {
  const char* name;
  void (*make)(Reading&);
};
std::ostream& operator<<(std::ostream& out, const Sample& c) { return out << c.name; }
const std::array kSamples = {
    Sample{"a value with its last zero", [](Reading& r) { r.value = Decimal::Parse("36.60"); }},
    Sample{"a value below zero", [](Reading& r) { r.value = Decimal::Parse("-0.5"); }},
    Sample{"more digits than can be typed",
           [](Reading& r) { r.value = Decimal::FromScaled(1'234'567'890'123'456'789, 9); }},
    Sample{"an answer",
           [](Reading& r) {
             r.value.reset();
             r.vital = model::Vital::kConsciousness;
             r.acvpu = model::Acvpu::kConfusion;
           }},
    Sample{"air",
           [](Reading& r) {
             r.value.reset();
             r.vital = model::Vital::kAirOrOxygen;
             r.on_oxygen = false;
           }},
    Sample{"oxygen with its flow",
           [](Reading& r) {
             r.value.reset();
             r.vital = model::Vital::kAirOrOxygen;
             r.on_oxygen = true;
             r.flow = Decimal::Parse("2.0");
           }},
    Sample{"a scale",
           [](Reading& r) {
             r.value.reset();
             r.vital = model::Vital::kSpo2Scale;
             r.spo2_scale = 2;
           }},
    Sample{"a comparator",
           [](Reading& r) {
             r.comparator = ">=";
             r.vital = model::Vital::kOxygenSaturation;
           }},
    Sample{"corrected",
           [](Reading& r) {
             r.status = model::ReadingStatus::kCorrected;
             r.vital = model::Vital::kPulse;
           }},
    Sample{"preliminary",
           [](Reading& r) {
             r.status = model::ReadingStatus::kPreliminary;
             r.vital = model::Vital::kSystolic;
           }},
    Sample{"not plausible",
           [](Reading& r) {
             r.plausible = false;
             r.vital = model::Vital::kDiastolic;
           }},
    Sample{"what the sender said of it",
           [](Reading& r) {
             r.flag = "HH";
             r.low = Decimal::Parse("36.0");
             r.high = Decimal::Parse("38");
             r.device = "Thermometer 3";
             r.by = model::MeasuredBy::kRelated;
             r.note = Phi<std::string>("after tea\nsecond try");
           }},
    Sample{"one limit",
           [](Reading& r) {
             r.high = Decimal::Parse("120");
             r.by = model::MeasuredBy::kPatient;
           }},
    Sample{"no set",
           [](Reading& r) {
             r.set.clear();
             r.vital = model::Vital::kRespiration;
           }},
};

BOOST_DATA_TEST_CASE(reading_comes_back_whole, kEachKind* bdata::make(kSamples), kind, c) {
  TestStore store(kind);
  Reading want = MakeReading("k", Timestamp::FromUnixMs(100'123), 8);
  c.make(want);
  Save(store, "N|1", want);
  const auto found = Of(store, {"N|1"});
  BOOST_REQUIRE_EQUAL(found.size(), 1U);
  const Reading& got = found[0];
  BOOST_TEST(got.key == want.key);
  BOOST_TEST(got.source == want.source);
  BOOST_TEST(got.set == want.set);
  BOOST_TEST((got.vital == want.vital));
  BOOST_TEST(got.code == want.code);
  BOOST_TEST((got.time == want.time));
  BOOST_TEST((got.received == want.received));
  BOOST_TEST(got.message == want.message);
  BOOST_TEST(TextOf(got.value) == TextOf(want.value));
  BOOST_TEST((got.acvpu == want.acvpu));
  BOOST_TEST((got.on_oxygen == want.on_oxygen));
  BOOST_TEST(TextOf(got.flow) == TextOf(want.flow));
  BOOST_TEST((got.spo2_scale == want.spo2_scale));
  BOOST_TEST(got.comparator == want.comparator);
  BOOST_TEST((got.status == want.status));
  BOOST_TEST(got.plausible == want.plausible);
  BOOST_TEST(got.flag == want.flag);
  BOOST_TEST(TextOf(got.low) == TextOf(want.low));
  BOOST_TEST(TextOf(got.high) == TextOf(want.high));
  BOOST_TEST(got.device == want.device);
  BOOST_TEST((got.by == want.by));
  BOOST_TEST((got.note == want.note));
}

struct Second {
  const char* name;
  std::int64_t message;
  std::int64_t seconds;
  const char* kept;
};
std::ostream& operator<<(std::ostream& out, const Second& c) { return out << c.name; }
const std::array kSeconds = {Second{"a later message", 9, 100, "new"},
                             Second{"the same message", 8, 100, "new"},
                             Second{"an older message", 7, 100, "old"},
                             Second{"a later message with another time", 9, 200, "new"},
                             Second{"an older message with another time", 7, 200, "old"}};

BOOST_DATA_TEST_CASE(newer_message_replaces_a_reading, kEachKind* bdata::make(kSeconds), kind, c) {
  TestStore store(kind);
  Reading first = MakeReading("k", At(100), 8);
  first.code = "old";
  Save(store, "N|1", first);
  Reading second = MakeReading("k", At(c.seconds), c.message);
  second.code = "new";
  Save(store, "N|1", second);
  BOOST_TEST(Each(Of(store, {"N|1"}), &Reading::code) == Keys{c.kept},
             boost::test_tools::per_element());
  BOOST_TEST(store.In([](Rows& rows) { return rows.Count(); }).readings == 1);
}

BOOST_DATA_TEST_CASE(period_includes_both_of_its_ends, kEachKind, kind) {
  TestStore store(kind);
  for (const auto& [key, ms] :
       {std::pair{"before", 9'999}, {"first", 10'000}, {"last", 20'000}, {"after", 20'001}}) {
    Save(store, "N|1", MakeReading(key, Timestamp::FromUnixMs(ms), 1));
  }
  const auto found = Of(store, {"N|1"}, At(10), At(20));
  BOOST_TEST(Each(found, &Reading::key) == (Keys{"first", "last"}),
             boost::test_tools::per_element());
}

BOOST_DATA_TEST_CASE(readings_come_by_time_then_vital_then_key, kEachKind, kind) {
  TestStore store(kind);
  const auto save = [&](const char* patient, const char* key, int seconds, model::Vital vital) {
    Reading reading = MakeReading(key, At(seconds), 1);
    reading.vital = vital;
    Save(store, patient, reading);
  };
  save("N|1", "a", 20, model::Vital::kPulse);
  save("N|1", "c", 10, model::Vital::kTemperature);
  save("L|1", "d", 10, model::Vital::kRespiration);
  save("L|1", "b", 10, model::Vital::kTemperature);
  BOOST_TEST(Each(Of(store, {"N|1", "L|1"}), &Reading::key) == (Keys{"d", "b", "c", "a"}),
             boost::test_tools::per_element());
}

BOOST_DATA_TEST_CASE(reading_under_two_keys_comes_once_in_its_newest_form,
                     kEachKind* bdata::make(std::array{1, 2}), kind, newest) {
  TestStore store(kind);
  const auto save = [&](const char* patient, std::int64_t message) {
    Reading reading = MakeReading("k", At(10), message);
    reading.code = std::to_string(message);
    Save(store, patient, reading);
  };
  save("N|1", newest == 1 ? 9 : 5);
  save("L|1", newest == 2 ? 9 : 5);
  BOOST_TEST(Each(Of(store, {"N|1", "L|1"}), &Reading::code) == Keys{"9"},
             boost::test_tools::per_element());
}

BOOST_DATA_TEST_CASE(readings_of_others_are_not_found, kEachKind, kind) {
  TestStore store(kind);
  Save(store, "N|1", MakeReading("mine", At(10), 1));
  Save(store, "N|12", MakeReading("theirs", At(10), 1));
  BOOST_TEST(Each(Of(store, {"N|1"}), &Reading::key) == Keys{"mine"},
             boost::test_tools::per_element());
}

BOOST_DATA_TEST_CASE(a_withdrawn_reading_is_not_found_and_others_stay, kEachKind, kind) {
  TestStore store(kind);
  for (const char* key : {"a", "b"}) Save(store, "N|1", MakeReading(key, At(10), 1));
  Save(store, "L|1", MakeReading("a", At(10), 1));
  Reading withdrawn = MakeReading("a", At(10), 2);
  withdrawn.status = model::ReadingStatus::kWithdrawn;
  Save(store, "N|1", withdrawn);
  BOOST_TEST(Each(Of(store, {"N|1"}), &Reading::key) == Keys{"b"},
             boost::test_tools::per_element());
  BOOST_TEST(Of(store, {"L|1"}).size() == 1U);
  BOOST_TEST(Each(Of(store, {"L|1", "N|1"}), &Reading::key) == Keys{"b"},
             boost::test_tools::per_element());
}

BOOST_DATA_TEST_CASE(a_correction_and_a_withdrawal_count_before_their_original_comes, kEachKind,
                     kind) {
  TestStore store(kind);
  Reading corrected = MakeReading("a", At(10), 1);
  corrected.status = model::ReadingStatus::kCorrected;
  corrected.value = Decimal::Parse("83");
  Save(store, "N|1", corrected);
  Save(store, "N|1", MakeReading("a", At(10), 2));
  const auto found = Of(store, {"N|1"});
  BOOST_REQUIRE(found.size() == 1U);
  BOOST_TEST((found.front().value == corrected.value));
  corrected.status = model::ReadingStatus::kWithdrawn;
  corrected.key = "w";
  Save(store, "N|1", corrected);
  Save(store, "N|1", MakeReading("w", At(10), 3));
  BOOST_TEST(Each(Of(store, {"N|1"}), &Reading::key) == Keys{"a"},
             boost::test_tools::per_element());
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::store
