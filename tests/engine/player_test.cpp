// Messages played on a virtual clock: timers fire when they would have fired.
#include "engine/player.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "tests/support/virtual_ward.h"

namespace wardbridge::engine {

BOOST_AUTO_TEST_SUITE(player)

namespace {

using test::Instant;

const Timestamp kStart = Instant("2026-10-20T09:00:00+01:00");
const Timestamp kDischarged = Instant("2026-10-23T16:00:00+01:00");
constexpr Millis kHour{3'600'000};

class Play {
 public:
  explicit Play(std::optional<Millis> daily_at = {}) {
    auto made = Player::Make(
        test::WardProgram(), "pas", kStart,
        [this](const store::SummaryRow& row, store::Store&) { summaries.push_back(row); },
        daily_at);
    BOOST_REQUIRE(made.has_value());
    player = std::move(*made);
  }
  void Take(const std::string& message, Timestamp at) {
    const Result<> taken = player->Take(message, at, "file:1");
    BOOST_REQUIRE_MESSAGE(taken.has_value(), (taken ? "" : taken.error().Text()));
  }
  void TakeNow(const std::string& message) {
    const Result<> taken = player->TakeNow(message, "file:1");
    BOOST_REQUIRE_MESSAGE(taken.has_value(), (taken ? "" : taken.error().Text()));
  }
  void RunOut() {
    const Result<> ran = player->RunOut();
    BOOST_REQUIRE_MESSAGE(ran.has_value(), (ran ? "" : ran.error().Text()));
  }
  Played Finish() {
    auto played = player->Finish();
    BOOST_REQUIRE(played.has_value());
    return std::move(*played);
  }
  // A whole stay with one set of readings, up to its discharge.
  void Stay() {
    Take(test::AdmitMessage(), kStart);
    Take(test::ReadingsMessage("R1", "20261021080000", "72"), Instant("2026-10-21T08:05:00+01:00"));
    Take(test::DischargeMessage(), kDischarged);
  }

  std::vector<store::SummaryRow> summaries;
  std::unique_ptr<Player> player;
};

// The discharge of somebody else.
std::string OtherDischarge() {
  test::AdtParts parts;
  parts.control_id = "D3";
  parts.nhs_number = "9990000026";
  parts.local_number = "L2";
  parts.visit = "V2";
  return test::Adt(parts);
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_timer_fires_before_a_later_message_and_not_before_it_is_due) {
  Play play;
  play.Stay();
  BOOST_TEST(play.summaries.empty());
  play.Take(OtherDischarge(), kDischarged + Millis(14 * 60'000));
  BOOST_TEST(play.summaries.empty());
  play.Take(test::ReadingsMessage("R9", "20261023120000", "70", "F", "9990000034"),
            kDischarged + kHour);
  BOOST_REQUIRE(play.summaries.size() == 2U);
  BOOST_TEST((play.summaries[0].due == kDischarged + Millis(15 * 60'000)));
  BOOST_TEST((play.summaries[1].due == kDischarged + Millis(29 * 60'000)));
  BOOST_TEST((play.player->now() == kDischarged + kHour));
}

BOOST_AUTO_TEST_CASE(messages_of_one_moment_fire_no_timer_until_the_clock_runs_on) {
  Play play;
  play.TakeNow(test::AdmitMessage());
  play.TakeNow(test::DischargeMessage());
  play.TakeNow(test::ReadingsMessage("R1", "20261021080000", "72"));
  BOOST_TEST(play.summaries.empty());
  BOOST_TEST((play.player->now() == kStart));
  play.RunOut();
  BOOST_REQUIRE(play.summaries.size() == 1U);
  BOOST_TEST(play.summaries.front().revision == 1);
  BOOST_TEST(play.Finish().bundles == 1U);
}

BOOST_AUTO_TEST_CASE(a_reading_that_comes_late_makes_a_second_revision_after_the_late_window) {
  Play play;
  play.Stay();
  const Timestamp late = kDischarged + Millis(2 * kHour.count());
  play.Take(test::ReadingsMessage("R2", "20261022080000", "80"), late);
  play.RunOut();
  BOOST_REQUIRE(play.summaries.size() == 2U);
  BOOST_TEST(play.summaries[1].revision == 2);
  BOOST_TEST((play.summaries[1].due >= late));
  BOOST_TEST((play.summaries[1].due <= late + Millis(24 * kHour.count())));
  BOOST_TEST(play.summaries[1].bundle_identifier == play.summaries[0].bundle_identifier);
}

BOOST_AUTO_TEST_CASE(the_clock_never_runs_back) {
  Play play;
  play.Take(test::AdmitMessage(), kDischarged);
  play.Take(OtherDischarge(), kStart);
  BOOST_TEST((play.player->now() == kDischarged));
}

BOOST_AUTO_TEST_CASE(daily_trigger_makes_what_still_settles) {
  Play play(Millis(16 * 3'600'000 + 5 * 60'000));  // 16:05, five minutes after the discharge
  play.Stay();
  play.RunOut();
  BOOST_REQUIRE_EQUAL(play.summaries.size(), 1U);
  BOOST_TEST((play.summaries[0].due == kDischarged + Millis(5 * 60'000)));
}

BOOST_AUTO_TEST_CASE(daily_trigger_after_the_settle_window_changes_nothing) {
  Play play(Millis(7 * 3'600'000));
  play.Stay();
  play.RunOut();
  BOOST_REQUIRE_EQUAL(play.summaries.size(), 1U);
  BOOST_TEST((play.summaries[0].due == kDischarged + Millis(15 * 60'000)));
}

BOOST_AUTO_TEST_CASE(readings_of_patients_without_a_stay_are_counted) {
  Play play;
  play.Stay();
  play.Take(test::ReadingsMessage("R9", "20261023120000", "70", "F", "9990000034"), kDischarged);
  play.RunOut();
  const Played played = play.Finish();
  BOOST_TEST(played.readings_without_stay == 8U);
  BOOST_TEST(!played.failed);
  BOOST_TEST(played.messages == 4U);
}

BOOST_AUTO_TEST_CASE(readings_in_fhir_are_in_the_summary_and_what_is_not_used_is_a_reason) {
  const auto observation = [](const std::string& value) {
    return R"({"resourceType":"Observation","status":"final","subject":{"identifier":{)"
           R"("system":"https://fhir.nhs.uk/Id/nhs-number","value":"9990000018"}},)"
           R"("effectiveDateTime":"2026-10-21T08:00:00+01:00",)"
           R"("code":{"coding":[{"system":"http://loinc.org","code":"8867-4"}]},)"
           R"("valueQuantity":{"value":)" +
           value + R"(,"code":"/min"}})" + "\n";
  };
  Play play;
  const Result<> read =
      play.player->TakeReadings(observation("71.50") + observation("\"71\""), "readings.ndjson");
  BOOST_REQUIRE(read.has_value());
  play.Take(test::AdmitMessage(), kStart);
  play.Take(test::DischargeMessage(), kDischarged);
  play.RunOut();
  BOOST_TEST_REQUIRE(play.summaries.size() == 1U);
  BOOST_TEST(play.summaries.front().bundle.find("71.50") != std::string::npos);
  const Played played = play.Finish();
  BOOST_TEST(played.failed);
  BOOST_TEST_REQUIRE(played.reasons.size() == 1U);
  BOOST_TEST(played.reasons.front().find("readings.ndjson: not used: reading.value") == 0U);
  const Result<> none = play.player->TakeReadings("<xml/>", "readings.json");
  BOOST_REQUIRE(none.has_value());
  BOOST_TEST(play.Finish().reasons.back() == "readings.json: unreadable: not-readings");
}

BOOST_AUTO_TEST_CASE(a_message_that_comes_twice_is_counted_as_a_duplicate) {
  Play play;
  play.TakeNow(test::AdmitMessage());
  play.TakeNow(test::AdmitMessage());
  const Played played = play.Finish();
  BOOST_TEST(played.messages == 2U);
  BOOST_TEST(played.duplicates == 1U);
}

BOOST_AUTO_TEST_CASE(an_unsupported_message_is_counted_as_ignored) {
  Play play;
  test::AdtParts parts;
  parts.trigger = "A05";
  play.TakeNow(test::Adt(parts));
  BOOST_TEST(play.Finish().ignored == 1U);
  BOOST_TEST(!play.Finish().failed);
}

BOOST_AUTO_TEST_CASE(what_could_not_be_taken_is_named_by_its_file_and_not_by_its_patient) {
  Play play;
  test::AdtParts refused;
  refused.control_id = "";
  test::AdtParts death;
  death.death_time = "20261023";
  play.TakeNow("hello");
  play.TakeNow(test::Adt(refused));
  play.TakeNow(test::Adt(death));
  play.TakeNow(OtherDischarge() + "PID|2||9990000034^^^NHS\r");
  const Played played = play.Finish();
  BOOST_TEST(played.failed);
  BOOST_REQUIRE(played.reasons.size() >= 4U);
  BOOST_TEST(played.reasons[0] == "file:1: unreadable: not-hl7");
  BOOST_TEST(played.reasons[1] == "file:1: refused: no-control-id");
  for (const std::string& reason : played.reasons) {
    BOOST_TEST(reason.starts_with("file:1: "));
    BOOST_TEST(reason.find("99900000") == std::string::npos);
    BOOST_TEST(reason.find("Samplesby") == std::string::npos);
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::engine
