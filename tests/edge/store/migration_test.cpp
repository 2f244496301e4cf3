#include "edge/store/migration.h"

#include "edge/store/sqlite_rows.h"
#include "store_fixture.h"

namespace wardbridge::store {

BOOST_AUTO_TEST_SUITE(migration)

namespace {

namespace bdata = boost::unit_test::data;

std::unique_ptr<Connection> Empty() {
  auto opened = Connection::Open(":memory:", Connection::Mode::kMemory);
  BOOST_REQUIRE(opened);
  return std::move(*opened);
}

// Names and texts of all objects.
std::string SchemaText(Connection& connection) {
  std::string text;
  Query query(connection, "SELECT name, sql FROM sqlite_schema ORDER BY name");
  while (*query.Step()) text += query.Text(0) + ": " + query.Text(1) + "\n";
  return text;
}

BOOST_AUTO_TEST_CASE(empty_database_gets_the_latest_schema) {
  const auto connection = Empty();
  BOOST_TEST(SchemaOf(*connection).value() == 0);
  BOOST_REQUIRE(Migrate(*connection));
  BOOST_TEST(SchemaOf(*connection).value() == LatestSchema());
}

BOOST_AUTO_TEST_CASE(migrating_again_changes_nothing) {
  const auto connection = Empty();
  BOOST_REQUIRE(Migrate(*connection));
  const std::string before = SchemaText(*connection);
  BOOST_REQUIRE(Migrate(*connection));
  BOOST_TEST(SchemaText(*connection) == before);
}

BOOST_DATA_TEST_CASE(each_older_schema_becomes_the_same_as_a_new_one,
                     bdata::xrange(1, LatestSchema()), version) {
  const auto older = Empty();
  BOOST_REQUIRE(Migrate(*older, version));
  BOOST_TEST(SchemaOf(*older).value() == version);
  BOOST_REQUIRE(Migrate(*older));
  const auto fresh = Empty();
  BOOST_REQUIRE(Migrate(*fresh));
  BOOST_TEST(SchemaText(*older) == SchemaText(*fresh));
}

BOOST_AUTO_TEST_CASE(rows_of_an_older_schema_survive) {
  const auto connection = Empty();
  BOOST_REQUIRE(Migrate(*connection, 1));
  BOOST_REQUIRE(
      connection->Execute("INSERT INTO inbox VALUES (7, 'pas', 'PAS', 'RXX', 'c1', 'aa11',"
                          " 'ADT^A03', 1790000000000, x'4d5348')"));
  BOOST_REQUIRE(Migrate(*connection));
  const auto found = SqliteRows(*connection).Messages({7});
  BOOST_REQUIRE(found);
  BOOST_REQUIRE_EQUAL(found->size(), 1U);
  BOOST_TEST(found->front().bytes == "MSH");
}

BOOST_AUTO_TEST_CASE(a_reading_from_before_the_words_is_one_without_them) {
  const auto connection = Empty();
  BOOST_REQUIRE(Migrate(*connection, 16));
  BOOST_REQUIRE(connection->Execute(
      "INSERT INTO reading (patient_key, time, key, source, observation_set, vital, code, received,"
      " message, value_mantissa, value_scale, comparator, status, plausible)"
      " VALUES ('N|1', 10000, 'k', 'rpm', '', 'pulse', '78564009', 11000, 7, 80, 0, '', 'F', 1)"));
  BOOST_REQUIRE(Migrate(*connection));
  SqliteRows rows(*connection);
  const auto readings = rows.ReadingsOf({"N|1"}, At(0), At(100));
  BOOST_REQUIRE(readings);
  BOOST_REQUIRE_EQUAL(readings->size(), 1U);
  const model::Reading& reading = readings->front();
  BOOST_TEST(reading.value->Text() == "80");
  BOOST_TEST(reading.flag.empty());
  BOOST_TEST(!reading.low);
  BOOST_TEST(!reading.high);
  BOOST_TEST(reading.device.empty());
  BOOST_TEST((reading.by == model::MeasuredBy::kNotStated));
  BOOST_TEST(reading.note.Reveal().empty());
  const auto texts = rows.TextsOf({"N|1"}, At(0), At(100));
  BOOST_REQUIRE(texts);
  BOOST_TEST(texts->empty());
}

BOOST_AUTO_TEST_CASE(migration_that_fails_leaves_the_older_schema) {
  const auto connection = Empty();
  BOOST_REQUIRE(Migrate(*connection, 1));
  // In the way of a later file, but not of its first statements.
  BOOST_REQUIRE(connection->Execute("CREATE TABLE stay_message (x)"));
  const std::string before = SchemaText(*connection);
  BOOST_TEST(!Migrate(*connection));
  BOOST_TEST(SchemaOf(*connection).value() == 1);
  BOOST_TEST(SchemaText(*connection) == before);
  BOOST_TEST(!connection->InTransaction());
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::store
