#include "edge/store/connection.h"

#include <fstream>

#include "edge/store/statement.h"
#include "store_fixture.h"

namespace wardbridge::store {

BOOST_AUTO_TEST_SUITE(statement)

namespace {

std::unique_ptr<Connection> Opened(const std::string& path, Connection::Mode mode) {
  auto opened = Connection::Open(path, mode);
  BOOST_REQUIRE_MESSAGE(opened.has_value(), WhyNot(opened));
  return std::move(*opened);
}

std::unique_ptr<Connection> InMemory() { return Opened(":memory:", Connection::Mode::kMemory); }

BOOST_FIXTURE_TEST_SUITE(connection, TempFolder)

BOOST_AUTO_TEST_CASE(writer_runs_with_a_log_that_is_synced_at_each_commit) {
  std::ofstream(Path("db")).close();
  const auto writer = Opened(Path("db"), Connection::Mode::kWriter);
  BOOST_TEST(writer->Number("PRAGMA synchronous").value() == 2);
  Query mode(*writer, "PRAGMA journal_mode");
  BOOST_REQUIRE(mode.Step().value());
  BOOST_TEST(mode.Text(0) == "wal");
}

BOOST_AUTO_TEST_CASE(writer_does_not_create_a_file) {
  const auto opened = Connection::Open(Path("none"), Connection::Mode::kWriter);
  BOOST_REQUIRE(!opened);
  BOOST_TEST((opened.error().code == Code::kIo));
}

BOOST_AUTO_TEST_CASE(first_failure_is_kept_until_it_is_taken) {
  const auto connection = InMemory();
  (void)connection->Fail(Code::kFull, "first");
  (void)connection->Fail(Code::kIo, "second");
  const auto failure = connection->TakeFailure();
  BOOST_REQUIRE(failure.has_value());
  BOOST_TEST(failure->detail == "first");
  BOOST_TEST(!connection->TakeFailure().has_value());
}

BOOST_AUTO_TEST_CASE(error_text_holds_no_value) {
  const auto connection = InMemory();
  BOOST_REQUIRE(
      connection->Execute("CREATE TABLE t (x TEXT UNIQUE, CHECK (x <> 'secret')) STRICT"));
  const Result<> refused = Query(*connection, "INSERT INTO t VALUES (?1)", "secret").Run();
  BOOST_REQUIRE(!refused);
  BOOST_TEST(refused.error().Text().find("secret") == std::string::npos);
}

struct Failure {
  const char* name;
  int sqlite;
  Code want;
  bool final;
};
std::ostream& operator<<(std::ostream& out, const Failure& c) { return out << c.name; }
const std::array kFailures = {
    Failure{"disk full", SQLITE_FULL, Code::kFull, false},
    Failure{"write error", SQLITE_IOERR_WRITE, Code::kIo, false},
    Failure{"fsync of a file", SQLITE_IOERR_FSYNC, Code::kIo, true},
    Failure{"fsync of a folder", SQLITE_IOERR_DIR_FSYNC, Code::kIo, true},
    Failure{"damaged file", SQLITE_CORRUPT, Code::kIo, false},
    Failure{"busy", SQLITE_BUSY, Code::kBusy, false},
    Failure{"busy with a snapshot", SQLITE_BUSY_SNAPSHOT, Code::kBusy, false},
    Failure{"writing in a read", SQLITE_READONLY, Code::kInternal, false},
    Failure{"file was moved away", SQLITE_READONLY_DBMOVED, Code::kIo, false},
    Failure{"constraint", SQLITE_CONSTRAINT_UNIQUE, Code::kInternal, false},
};

BOOST_DATA_TEST_CASE(code_of_sqlite_becomes_a_code_of_ours, boost::unit_test::data::make(kFailures),
                     c) {
  const auto connection = InMemory();
  BOOST_TEST((connection->Fail(c.sqlite).code == c.want));
  BOOST_TEST(connection->SyncFailed() == c.final);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_CASE(values_come_back_as_they_were_bound) {
  const auto connection = InMemory();
  const std::string text("a\0\xC3\xA9", 4);
  Query query(*connection, "SELECT ?1, ?2, ?3, ?4, ?5, ?6", std::int64_t{-7}, text,
              Blob{std::string_view("\xFF\0", 2)}, true, At(5), std::optional<Timestamp>());
  BOOST_REQUIRE(query.Step().value());
  BOOST_TEST(query.Int(0) == -7);
  BOOST_TEST((query.Text(1) == text));
  BOOST_TEST((query.Text(2) == std::string("\xFF\0", 2)));
  BOOST_TEST(query.Flag(3));
  BOOST_TEST((query.Time(4) == At(5)));
  BOOST_TEST(query.IsNull(5));
  BOOST_TEST(!query.MaybeTime(5).has_value());
  BOOST_TEST(!query.Step().value());
}

BOOST_AUTO_TEST_CASE(empty_text_is_not_null) {
  const auto connection = InMemory();
  Query query(*connection, "SELECT ?1, ?2", std::string_view(), Blob{});
  BOOST_REQUIRE(query.Step().value());
  BOOST_TEST(!query.IsNull(0));
  BOOST_TEST(!query.IsNull(1));
}

BOOST_AUTO_TEST_CASE(statement_starts_without_the_values_of_its_last_run) {
  const auto connection = InMemory();
  static constexpr Sql kSql = "SELECT ?1";
  { BOOST_REQUIRE(Query(*connection, kSql, 5).Run()); }
  Query again(*connection, kSql, std::optional<std::int64_t>());
  BOOST_REQUIRE(again.Step().value());
  BOOST_TEST(again.IsNull(0));
}

BOOST_AUTO_TEST_CASE(fault_of_the_text_is_told_by_the_first_step) {
  const auto connection = InMemory();
  Query query(*connection, "SELECT nothing FROM nowhere", 1);
  BOOST_TEST(!query.Step());
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::store
