// What one discharge costs must not depend on how much the store holds of others. Counted in steps
// of SQLite's machine, so that no clock and no other program disturbs it.
#include "edge/store/migration.h"
#include "edge/store/sqlite_rows.h"
#include "store_fixture.h"

namespace wardbridge::store {

BOOST_AUTO_TEST_SUITE(growth)

namespace {

void Require(const Result<>& result) { BOOST_REQUIRE_MESSAGE(result.has_value(), WhyNot(result)); }

template <typename T>
void Require(const Result<T>& result) {
  BOOST_REQUIRE_MESSAGE(result.has_value(), WhyNot(result));
}

// One patient's way through the store: a message in, the stay, a reading, the summary, its
// delivery, the counts.
void Discharge(Rows& rows, const std::string& spell, const std::vector<std::string>& patient,
               std::int64_t readings) {
  const auto appended = rows.AppendInbox(MakeMessage(spell));
  Require(appended);
  Require(rows.NewMessages(1));
  Require(rows.SetInboxState(appended->id, InboxState::kApplied, {}));
  Require(rows.StaysOfSpell(spell));
  Require(rows.StaysOfPatient(patient));
  Require(rows.PersonMessages(patient));
  model::Stay stay = MakeStay(spell);
  stay.patient = {};
  stay.patient.local = {Phi<std::string>(patient.front().substr(2))};
  stay.due = At(1'000);
  Require(rows.SaveStay(stay));
  for (std::int64_t i = 0; i < readings; ++i) {
    Require(rows.SaveReading(patient.front(),
                             MakeReading(spell + std::to_string(i), At(i), appended->id)));
  }
  Require(rows.ReadingsOf(patient, At(0), At(10)));
  Require(rows.NextDue());
  Require(rows.DueStays(At(0), 10));
  stay.due.reset();
  Require(rows.SaveStay(stay));
  SummaryRow summary;
  summary.stay_key = stay.key;
  Require(rows.SaveSummary(summary));
  Require(rows.LastSummary(stay.key));
  Require(rows.AddDelivery(MakeDelivery(spell, stay.key, 1)));
  Require(rows.ReplaceOlder(stay.key, "archive", 1, At(200)));
  Require(rows.NextDelivery("archive"));
  Require(rows.DueDeliveries("archive", At(1'000), 10));
  Require(rows.BeginAttempt(spell, At(1)));
  OutboxRow delivered = MakeDelivery(spell, stay.key, 1);
  delivered.state = model::DeliveryState::kDelivered;
  Require(rows.FinishAttempt(delivered, At(2)));
  Require(rows.DeliveriesOf(stay.key));
  Require(rows.StaysByReference(stay.Reference()));
  Require(rows.RecoverSending(At(3)));
  Require(rows.Count());
}

// Steps of one more discharge in a store that already holds `others`.
std::int64_t StepsBeside(int others) {
  auto opened = Connection::Open(":memory:", Connection::Mode::kMemory);
  Require(opened);
  Connection& connection = **opened;
  Require(Migrate(connection));
  SqliteRows rows(connection);
  for (int i = 0; i < others; ++i) {
    const std::string name = std::to_string(100'000 + i);
    Discharge(rows, name, {"L|" + name + "|RXX"}, 12);
  }
  const std::int64_t before = connection.Steps();
  Discharge(rows, "200000", {"L|200000|RXX"}, 12);
  return connection.Steps() - before;
}

BOOST_AUTO_TEST_CASE(discharge_takes_as_many_steps_beside_a_thousand_others_as_beside_ten) {
  BOOST_TEST(StepsBeside(1'000) == StepsBeside(10));
}

BOOST_AUTO_TEST_CASE(sender_that_never_changes_its_control_id_does_not_get_slower) {
  const auto steps_of_the_last = [](int messages) {
    auto opened = Connection::Open(":memory:", Connection::Mode::kMemory);
    Require(opened);
    Require(Migrate(**opened));
    SqliteRows rows(**opened);
    std::int64_t before = 0;
    for (int i = 0; i < messages; ++i) {
      before = (*opened)->Steps();
      Require(rows.AppendInbox(MakeMessage("1", std::to_string(1'000'000'000 + i))));
    }
    return (*opened)->Steps() - before;
  };
  BOOST_TEST(steps_of_the_last(1'000) == steps_of_the_last(10));
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::store
