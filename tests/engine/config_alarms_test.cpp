// Who is told of alarms, and when a day is closed.
#include <array>
#include <ostream>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "tests/engine/config_fixture.h"

namespace wardbridge::engine {

BOOST_AUTO_TEST_SUITE(config_alarms)

namespace {

namespace data = boost::unit_test::data;

struct AlarmsFixture : ConfigFixture {
  AlarmsFixture() {
    variables["HOOK"] = "Bearer s3cret";
    folder.Write("nothing.pem", "nothing\n");
  }
  [[nodiscard]] LoadResult LoadTop(const std::string& lines) const {
    return LoadWith("wardbridge: 1", "wardbridge: 1\n" + lines);
  }
};

}  // namespace

BOOST_FIXTURE_TEST_CASE(nobody_is_told_unless_it_is_asked_for, AlarmsFixture) {
  const LoadResult loaded = Load(kGoodConfig);
  BOOST_TEST(loaded.config.alarms.command.empty());
  BOOST_TEST(!loaded.config.alarms.webhook);
  BOOST_TEST(loaded.config.alarms.host == "RXX");
  BOOST_TEST(loaded.config.upkeep.account_at.count() == 0);
}

BOOST_FIXTURE_TEST_CASE(every_setting_of_alarms_arrives, AlarmsFixture) {
  const LoadResult loaded = LoadTop(
      "alarms: {command: [/usr/bin/page, --ward], webhook: {url: 'https://pager.example/h?k=1', "
      "authorization: '${HOOK}'}}\nreconciliation: {at: '06:30'}");
  BOOST_TEST_REQUIRE(!HasErrors(loaded.faults), loaded.Text());
  const pipeline::AlarmOptions& alarms = loaded.config.alarms;
  BOOST_TEST((alarms.command == std::vector<std::string>{"/usr/bin/page", "--ward"}));
  BOOST_REQUIRE(alarms.webhook.has_value());
  BOOST_TEST(alarms.webhook->url.host == "pager.example");
  BOOST_TEST(alarms.webhook->url.query == "k=1");
  BOOST_TEST(alarms.webhook->tls != nullptr);
  BOOST_TEST(alarms.webhook->authorization == "Bearer s3cret");
  BOOST_TEST(loaded.config.upkeep.account_at.count() == 23'400'000);
}

struct AlarmFault {
  const char* lines;
  const char* place;  // "line:column code"
};
std::ostream& operator<<(std::ostream& out, const AlarmFault& c) { return out << c.lines; }

const std::array kFaults = {
    AlarmFault{"alarms: {program: x}", "2:10 config.key.unknown"},
    AlarmFault{"alarms: {webhook: {ca: nothing.pem}}", "2:19 config.key.missing"},
    AlarmFault{"alarms: {webhook: {url: 'ftp://a'}}", "2:25 config.value.uri"},
    AlarmFault{"alarms: {webhook: {url: 'http://a.example', authorization: '${HOOK}'}}",
               "2:25 config.value.plain-http"},
    AlarmFault{"alarms: {webhook: {url: 'https://a.example', ca: nothing.pem}}",
               "2:50 config.value.pem"},
    AlarmFault{"reconciliation: {at: '6:30'}", "2:22 config.value.time"},
    AlarmFault{"reconciliation: {when: '06:30'}", "2:18 config.key.unknown"},
};

BOOST_DATA_TEST_CASE_F(AlarmsFixture, faults_stand_at_their_place, data::make(kFaults), fault) {
  const LoadResult loaded = LoadTop(fault.lines);
  BOOST_REQUIRE(!loaded.faults.empty());
  const Fault& first = loaded.faults.front();
  BOOST_TEST(std::to_string(first.line) + ":" + std::to_string(first.column) + " " + first.code ==
             fault.place);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::engine
