#include "store_fixture.h"

namespace wardbridge::store {

BOOST_AUTO_TEST_SUITE(summaries)

namespace {

SummaryRow MakeSummary(const std::string& stay_key, int revision) {
  SummaryRow row;
  row.stay_key = stay_key;
  row.revision = revision;
  row.state = SummaryState::kSetAside;
  row.due = At(10);
  row.built = At(11);
  row.bundle = std::string("{\"a\":\0}", 7);
  row.transaction = std::string("{\"b\":\0}", 7);
  row.creation = std::string("{\"c\":\0}", 7);
  row.document = std::string("%PDF\0\xFF", 6);
  row.bundle_identifier = "6f0a1c5e-0000-5000-8000-000000000001";
  row.version_id = std::to_string(revision);
  row.mapping = "uk-virtual-ward 1.0 abcd";
  row.issues = TwoIssues();
  return row;
}

void CheckSame(const SummaryRow& got, const SummaryRow& want) {
  BOOST_TEST(got.stay_key == want.stay_key);
  BOOST_TEST(got.revision == want.revision);
  BOOST_TEST((got.state == want.state));
  BOOST_TEST((got.due == want.due));
  BOOST_TEST((got.built == want.built));
  BOOST_TEST((got.bundle == want.bundle));
  BOOST_TEST((got.transaction == want.transaction));
  BOOST_TEST((got.creation == want.creation));
  BOOST_TEST((got.document == want.document));
  BOOST_TEST(got.bundle_identifier == want.bundle_identifier);
  BOOST_TEST(got.version_id == want.version_id);
  BOOST_TEST(got.mapping == want.mapping);
  BOOST_TEST((got.issues == want.issues));
}

void Save(TestStore& store, const SummaryRow& row) {
  store.Change([&](Rows& rows) { return rows.SaveSummary(row); });
}

BOOST_DATA_TEST_CASE(summary_comes_back_byte_for_byte, kEachKind, kind) {
  TestStore store(kind);
  const SummaryRow row = MakeSummary("a#1", 1);
  Save(store, row);
  const auto found = store.In([](Rows& rows) { return rows.FindSummary("a#1", 1); });
  BOOST_REQUIRE(found.has_value());
  CheckSame(*found, row);
}

BOOST_DATA_TEST_CASE(a_summary_without_its_bundle_has_no_transaction_either, kEachKind, kind) {
  TestStore store(kind);
  SummaryRow row = MakeSummary("a#1", 1);
  Save(store, row);
  row.bundle.clear();  // the transaction is left as it was
  Save(store, row);
  const auto found = store.In([](Rows& rows) { return rows.FindSummary("a#1", 1); });
  BOOST_REQUIRE(found.has_value());
  BOOST_TEST(found->transaction.empty());
  BOOST_TEST(found->creation.empty());
}

BOOST_DATA_TEST_CASE(saving_a_revision_again_replaces_it, kEachKind, kind) {
  TestStore store(kind);
  Save(store, MakeSummary("a#1", 1));
  SummaryRow row = MakeSummary("a#1", 1);
  row.state = SummaryState::kReady;
  row.bundle = "{}";
  row.document.clear();
  row.due = At(20);
  row.built = At(21);
  row.issues.clear();
  Save(store, row);
  const auto found = store.In([](Rows& rows) { return rows.FindSummary("a#1", 1); });
  BOOST_REQUIRE(found.has_value());
  CheckSame(*found, row);
}

BOOST_DATA_TEST_CASE(last_summary_is_that_of_the_highest_revision, kEachKind, kind) {
  TestStore store(kind);
  for (const int revision : {2, 10, 1}) Save(store, MakeSummary("a#1", revision));
  Save(store, MakeSummary("b#1", 11));
  const auto found = store.In([](Rows& rows) { return rows.LastSummary("a#1"); });
  BOOST_REQUIRE(found.has_value());
  BOOST_TEST(found->revision == 10);
}

BOOST_DATA_TEST_CASE(summary_that_is_not_there_is_not_found, kEachKind, kind) {
  TestStore store(kind);
  Save(store, MakeSummary("a#1", 1));
  BOOST_TEST(!store.In([](Rows& rows) { return rows.FindSummary("a#1", 2); }).has_value());
  BOOST_TEST(!store.In([](Rows& rows) { return rows.LastSummary("b#1"); }).has_value());
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::store
