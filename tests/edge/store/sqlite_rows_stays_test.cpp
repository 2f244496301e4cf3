#include "model/event.h"
#include "store_fixture.h"

namespace wardbridge::store {
namespace {

namespace bdata = boost::unit_test::data;
using Keys = std::vector<std::string>;

// Every member has a value that differs from its default.
model::Stay FullStay() {
  model::Stay stay = MakeStay();
  stay.ordinal = 3;
  stay.key = stay.spell_key + "#3";
  stay.patient.local = {Phi<std::string>("4711|RXX"), Phi<std::string>("|"),
                        Phi<std::string>("4711|RXX"), Phi<std::string>("N|9990000018")};
  stay.patient.birth_date = Phi<std::string>("194402");
  stay.state = model::StayState::kRetracted;
  stay.quarantine = TwoIssues();
  stay.set_aside = true;
  stay.ward = model::Ward{"VWRESP", "Respiratory \xC3\xA9", "VR", 2, 86'400'000};
  stay.ward->thresholds = *model::ThresholdsOf("pulse=50..120.5;news2=7;holds=3600000");
  stay.left_ward = true;
  stay.start = At(1'000);
  stay.start_source = "PV1-44";
  stay.end = Timestamp::FromUnixMs(-1);
  stay.end_source = "A03";
  stay.admitted = At(0);
  stay.no_admit_seen = true;
  stay.discharge_method = "1";
  stay.discharge_destination = "19";
  stay.notes = {{model::Issue::Severity::kWarning, "no-admit", "EVN", "no admit seen", ""}};
  stay.first_discharge = At(3'000);
  stay.due = At(4'000);
  stay.revision = 2;
  stay.messages = {{7, "A01", "2026"}, {9, "A03", "2027"}};
  return stay;
}

void CheckSame(const model::Stay& got, const model::Stay& want) {
  BOOST_TEST((got.key == want.key));
  BOOST_TEST((got.spell_key == want.spell_key));
  BOOST_TEST(got.ordinal == want.ordinal);
  BOOST_TEST(got.feed == want.feed);
  BOOST_TEST((got.patient == want.patient));
  BOOST_TEST((got.state == want.state));
  BOOST_TEST((got.quarantine == want.quarantine));
  BOOST_TEST(got.set_aside == want.set_aside);
  BOOST_TEST((got.ward == want.ward));
  BOOST_TEST(got.left_ward == want.left_ward);
  BOOST_TEST((got.start == want.start));
  BOOST_TEST(got.start_source == want.start_source);
  BOOST_TEST((got.end == want.end));
  BOOST_TEST(got.end_source == want.end_source);
  BOOST_TEST((got.admitted == want.admitted));
  BOOST_TEST(got.no_admit_seen == want.no_admit_seen);
  BOOST_TEST(got.discharge_method == want.discharge_method);
  BOOST_TEST(got.discharge_destination == want.discharge_destination);
  BOOST_TEST((got.notes == want.notes));
  BOOST_TEST((got.first_discharge == want.first_discharge));
  BOOST_TEST((got.due == want.due));
  BOOST_TEST(got.revision == want.revision);
  BOOST_TEST((got.messages == want.messages));
}

void Save(TestStore& store, const model::Stay& stay) {
  store.Change([&](Rows& rows) { return rows.SaveStay(stay); });
}

std::optional<model::Stay> Find(TestStore& store, const std::string& key) {
  return store.In([&](Rows& rows) { return rows.FindStay(key); });
}

BOOST_AUTO_TEST_SUITE(stays)

BOOST_DATA_TEST_CASE(full_stay_comes_back_whole, kEachKind, kind) {
  TestStore store(kind);
  const model::Stay stay = FullStay();
  Save(store, stay);
  const auto found = Find(store, stay.key);
  BOOST_REQUIRE(found.has_value());
  CheckSame(*found, stay);
  BOOST_TEST(found->generation == 1);
}

BOOST_DATA_TEST_CASE(empty_stay_comes_back_empty, kEachKind, kind) {
  TestStore store(kind);
  model::Stay stay;
  stay.key = "k#1";
  Save(store, stay);
  const auto found = Find(store, "k#1");
  BOOST_REQUIRE(found.has_value());
  CheckSame(*found, stay);
}

struct Edit {
  const char* name;
  void (*change)(model::Stay&);
};
std::ostream& operator<<(std::ostream& out, const Edit& c) { return out << c.name; }
const std::array kEdits = {
    Edit{"nothing", [](model::Stay&) {}},
    Edit{"everything goes", [](model::Stay& s) { s = MakeStay(s.spell_key, s.ordinal); }},
    Edit{"a message at the end",
         [](model::Stay& s) {
           s.messages.push_back({10, "A08", "2028"});
         }},
    Edit{"a message between",
         [](model::Stay& s) {
           s.messages.insert(s.messages.begin() + 1, {10, "A08", "20265"});
         }},
    Edit{"the last message goes", [](model::Stay& s) { s.messages.pop_back(); }},
    Edit{"an issue goes", [](model::Stay& s) { s.quarantine.pop_back(); }},
    Edit{"notes only", [](model::Stay& s) { s.notes = TwoIssues(); }},
    Edit{"the ward goes", [](model::Stay& s) { s.ward.reset(); }},
    Edit{"other thresholds", [](model::Stay& s) { s.ward->thresholds.news2_from = 3; }},
    Edit{"other identifiers",
         [](model::Stay& s) { s.patient.local = {Phi<std::string>("1|RYY")}; }},
    Edit{"no NHS number", [](model::Stay& s) { s.patient.nhs_number.reset(); }},
    Edit{"no time to be made at", [](model::Stay& s) { s.due.reset(); }},
    Edit{"other state", [](model::Stay& s) { s.state = model::StayState::kPending; }},
};

BOOST_DATA_TEST_CASE(saving_again_replaces_all_of_it, kEachKind* bdata::make(kEdits), kind, c) {
  TestStore store(kind);
  model::Stay stay = FullStay();
  Save(store, stay);
  c.change(stay);
  Save(store, stay);
  const auto found = Find(store, stay.key);
  BOOST_REQUIRE(found.has_value());
  CheckSame(*found, stay);
}

BOOST_DATA_TEST_CASE(generation_counts_the_savings_and_not_what_the_caller_says, kEachKind, kind) {
  TestStore store(kind);
  model::Stay stay = MakeStay();
  stay.generation = 40;
  Save(store, stay);
  Save(store, stay);
  BOOST_TEST(Find(store, stay.key)->generation == 2);
}

BOOST_DATA_TEST_CASE(unknown_stay_is_not_found, kEachKind, kind) {
  TestStore store(kind);
  Save(store, MakeStay());
  BOOST_TEST(!Find(store, "RXX|V|1001").has_value());
}

BOOST_DATA_TEST_CASE(stays_of_a_spell_come_by_ordinal, kEachKind, kind) {
  TestStore store(kind);
  for (const int ordinal : {2, 10, 1}) Save(store, MakeStay("RXX|V|1001", ordinal));
  Save(store, MakeStay("RXX|V|1002", 1));
  const auto found = store.In([](Rows& rows) { return rows.StaysOfSpell("RXX|V|1001"); });
  BOOST_TEST(Each(found, &model::Stay::ordinal) == (std::vector<int>{1, 2, 10}),
             boost::test_tools::per_element());
}

BOOST_DATA_TEST_CASE(stays_of_a_patient_are_found_by_any_key_once, kEachKind, kind) {
  TestStore store(kind);
  Save(store, MakeStay("a"));
  model::Stay other = MakeStay("b");
  other.patient.nhs_number.reset();
  Save(store, other);
  model::Stay stranger = MakeStay("c");
  stranger.patient = {};
  Save(store, stranger);
  const auto both = store.In([](Rows& rows) {
    return rows.StaysOfPatient({"L|4711|RXX", "N|9990000018"});
  });
  BOOST_TEST(Each(both, &model::Stay::key) == (Keys{"a#1", "b#1"}),
             boost::test_tools::per_element());
  const auto one = store.In([](Rows& rows) { return rows.StaysOfPatient({"N|9990000018"}); });
  BOOST_TEST(Each(one, &model::Stay::key) == Keys{"a#1"}, boost::test_tools::per_element());
}

BOOST_DATA_TEST_CASE(stay_is_not_found_by_a_key_its_patient_lost, kEachKind, kind) {
  TestStore store(kind);
  model::Stay stay = MakeStay();
  Save(store, stay);
  stay.patient.nhs_number = TestNumber("9990000026");
  Save(store, stay);
  BOOST_TEST(store.In([](Rows& rows) { return rows.StaysOfPatient({"N|9990000018"}); }).empty());
}

struct Prefix {
  const char* name;
  std::size_t digits;
  bool upper;
  std::size_t found;
};
std::ostream& operator<<(std::ostream& out, const Prefix& c) { return out << c.name; }
const std::array kPrefixes = {
    Prefix{"the whole reference", 16, false, 1}, Prefix{"eight digits", 8, false, 1},
    Prefix{"in capitals", 12, true, 1}, Prefix{"too few digits", 7, false, 0}};

BOOST_DATA_TEST_CASE(stay_is_found_by_its_reference, kEachKind* bdata::make(kPrefixes), kind, c) {
  TestStore store(kind);
  Save(store, MakeStay("a"));
  Save(store, MakeStay("b"));
  std::string prefix = MakeStay("a").Reference().substr(0, c.digits);
  if (c.upper) {
    for (char& letter : prefix) letter = static_cast<char>(toupper(letter));
  }
  const auto found = store.In([&](Rows& rows) { return rows.StaysByReference(prefix); });
  BOOST_REQUIRE_EQUAL(found.size(), c.found);
  if (c.found == 1) BOOST_TEST(found[0].key == "a#1");
}

BOOST_DATA_TEST_CASE(reference_that_is_no_hexadecimal_finds_nothing, kEachKind, kind) {
  TestStore store(kind);
  Save(store, MakeStay("a"));
  BOOST_TEST(store.In([](Rows& rows) { return rows.StaysByReference("%%%%%%%%"); }).empty());
}

BOOST_DATA_TEST_CASE(all_stays_come_with_the_newest_change_first, kEachKind, kind) {
  TestStore store(kind);
  for (const char* spell : {"a", "b", "c"}) Save(store, MakeStay(spell));
  Save(store, MakeStay("a"));
  const auto found = store.In([](Rows& rows) { return rows.AllStays(2); });
  BOOST_TEST(Each(found, &model::Stay::key) == (Keys{"a#1", "c#1"}),
             boost::test_tools::per_element());
}

model::Stay DueAt(const char* spell, std::int64_t seconds) {
  model::Stay stay = MakeStay(spell);
  stay.due = At(seconds);
  return stay;
}

BOOST_DATA_TEST_CASE(due_stays_come_earliest_first_up_to_now, kEachKind, kind) {
  TestStore store(kind);
  for (const auto& [spell, due] : {std::pair{"a", 30}, {"b", 10}, {"c", 31}, {"d", 20}})
    Save(store, DueAt(spell, due));
  const auto due = store.In([](Rows& rows) { return rows.DueStays(At(30), 10); });
  BOOST_TEST(due == (Keys{"b#1", "d#1", "a#1"}), boost::test_tools::per_element());
  BOOST_TEST(store.In([](Rows& rows) { return rows.DueStays(At(30), 1); }) == Keys{"b#1"},
             boost::test_tools::per_element());
  BOOST_TEST((store.In([](Rows& rows) { return rows.NextDue(); }) == At(10)));
}

const std::array kNotDue = {
    Edit{"quarantined", [](model::Stay& s) { s.quarantine = TwoIssues(); }},
    Edit{"without due time", [](model::Stay& s) { s.due.reset(); }},
};

BOOST_DATA_TEST_CASE(stay_that_may_not_be_made_is_never_due, kEachKind* bdata::make(kNotDue), kind,
                     c) {
  TestStore store(kind);
  model::Stay stay = DueAt("a", 10);
  Save(store, stay);
  c.change(stay);
  Save(store, stay);
  BOOST_TEST(store.In([](Rows& rows) { return rows.DueStays(At(99), 10); }).empty());
  BOOST_TEST(!store.In([](Rows& rows) { return rows.NextDue(); }).has_value());
}

// A withdrawal of a cancelled stay is due like a summary.
BOOST_DATA_TEST_CASE(a_cancelled_stay_may_be_due, kEachKind, kind) {
  TestStore store(kind);
  model::Stay stay = DueAt("a", 10);
  stay.state = model::StayState::kCancelled;
  Save(store, stay);
  BOOST_TEST(store.In([](Rows& rows) { return rows.DueStays(At(99), 10); }).size() == 1U);
}

BOOST_DATA_TEST_CASE(what_messages_said_and_a_person_answered_comes_back, kEachKind, kind) {
  TestStore store(kind);
  model::Stay stay = DueAt("a", 10);
  model::Event event;
  event.trigger = "A01";
  event.inbox_id = 5;
  stay.messages = {{5, "A01", "v1", std::make_shared<const model::Event>(event)}, {6, "A08", "v2"}};
  stay.withdrawn = true;
  stay.answered = 5;
  stay.given_up = 4;
  stay.answers = {{1, "nhs-number.changed", "keep-number", 5, At(7), ""},
                  {2, "patient.sensitive", "send-sensitive", 6, At(8), ""}};
  stay.patient.nhs_number = model::NhsNumber::Parse("9990000018");
  stay.patient.former = {*model::NhsNumber::Parse("9990000026")};
  Save(store, stay);
  const auto found = store.In([&](Rows& rows) { return rows.FindStay(stay.key); });
  BOOST_REQUIRE(found.has_value());
  BOOST_REQUIRE(found->messages.size() == 2U);
  BOOST_REQUIRE(found->messages[0].event);
  BOOST_TEST(found->messages[0].event->inbox_id == 5);
  BOOST_TEST(!found->messages[1].event);
  BOOST_TEST(found->withdrawn);
  BOOST_TEST(found->answered == 5);
  BOOST_TEST(found->given_up == 4);
  BOOST_TEST((found->answers == stay.answers));
  BOOST_TEST((found->patient == stay.patient));
}

BOOST_DATA_TEST_CASE(an_answer_takes_the_place_of_another, kEachKind, kind) {
  TestStore store(kind);
  model::Stay stay = DueAt("a", 10);
  stay.answers = {{1, "stay.left-ward", "transferred", 5, At(7), ""}};
  Save(store, stay);
  stay.answers = {{1, "stay.left-ward", "discharged", 5, At(8), ""}};
  Save(store, stay);
  const auto found = store.In([&](Rows& rows) { return rows.FindStay(stay.key); });
  BOOST_REQUIRE(found.has_value());
  BOOST_TEST((found->answers == stay.answers));
}

BOOST_DATA_TEST_CASE(a_spell_is_found_by_its_other_keys, kEachKind, kind) {
  TestStore store(kind);
  const auto spell_of = [&](const char* key) {
    return store.In([&](Rows& rows) { return rows.SpellOf(key); });
  };
  BOOST_TEST(spell_of("V2") == "V2");
  store.Change([](Rows& rows) { return rows.AddSpellAlias("V2", "V1"); });
  BOOST_TEST(spell_of("V2") == "V1");
  store.Change([](Rows& rows) { return rows.AddSpellAlias("V1", "V0"); });
  BOOST_TEST(spell_of("V2") == "V0");
  BOOST_TEST(spell_of("V1") == "V0");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(persons)

BOOST_DATA_TEST_CASE(person_messages_come_by_version_and_once, kEachKind, kind) {
  TestStore store(kind);
  store.Change([](Rows& rows) { return rows.RememberPerson({"N|1", "L|2"}, {5, "A31", "2027"}); });
  store.Change([](Rows& rows) { return rows.RememberPerson({"L|2"}, {6, "A28", "2026"}); });
  store.Change([](Rows& rows) { return rows.RememberPerson({"N|other"}, {7, "A28", "2026"}); });
  const auto found = store.In([](Rows& rows) {
    return rows.PersonMessages({"N|1", "L|2", "L|none"});
  });
  BOOST_TEST((found == std::vector<model::AppliedMessage>{{6, "A28", "2026"}, {5, "A31", "2027"}}));
}

BOOST_DATA_TEST_CASE(person_message_remembered_twice_is_one, kEachKind, kind) {
  TestStore store(kind);
  for (int i = 0; i < 2; ++i) {
    store.Change([](Rows& rows) { return rows.RememberPerson({"N|1"}, {5, "A31", "2027"}); });
  }
  BOOST_TEST(store.In([](Rows& rows) { return rows.PersonMessages({"N|1"}); }).size() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace wardbridge::store
