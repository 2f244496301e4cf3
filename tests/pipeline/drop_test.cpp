// Files of readings that are dropped in a folder, from the folder to the inbox.
#include "pipeline/drop.h"

#include <memory>
#include <string>

#include <boost/asio/detached.hpp>
#include <boost/test/unit_test.hpp>

#include "tests/pipeline/held_store.h"
#include "tests/pipeline/workbench.h"
#include "tests/support/folder.h"

namespace wardbridge::pipeline {

BOOST_AUTO_TEST_SUITE(drop)

namespace {

namespace fs = std::filesystem;
using Names = std::set<std::string>;

constexpr const char* kPulse =
    R"({"resourceType":"Observation","id":"1","status":"final",)"
    R"("code":{"coding":[{"system":"http://loinc.org","code":"8867-4"}]},)"
    R"("subject":{"identifier":{"system":"https://fhir.nhs.uk/Id/nhs-number","value":"9990000018"}},)"
    R"("effectiveDateTime":"2026-10-21T10:00:00+01:00",)"
    R"("valueQuantity":{"value":72,"system":"http://unitsofmeasure.org","code":"/min"}})";

struct DropFixture : test::TemporaryFolder {
  DropFixture()
      : intake(*bench.store, test::WardProgram(), bench.reporter, bench.clock, bench.executor(),
               [this] { ++told; }) {}
  ~DropFixture() { Stop(); }
  DropFixture(const DropFixture&) = delete;
  DropFixture& operator=(const DropFixture&) = delete;

  void Drop(const std::string& name, const std::string& bytes) {
    test::MakeFile(out / name, bytes);
  }
  void Look() {
    if (!watch) {
      DropSource source;
      source.name = "supplier";
      source.feed = "rpm";
      source.folder.path = out.string();
      source.folder.quiet = Millis(0);
      watch = std::make_unique<DropWatch>(source, *used, bench.reporter, bench.clock,
                                          bench.executor(), bench.executor());
      asio::co_spawn(watch->bell().executor(), watch->Run(), asio::detached);
    }
    watch->bell().Ring();
    bench.Settle();
  }
  void Stop() {
    if (!watch) return;
    watch->Stop();
    bench.Settle();
    watch.reset();
  }
  std::size_t Stored() {
    return bench.In([](store::Rows& rows) { return rows.NewMessages(100); }).size();
  }

  Workbench bench;
  ReadingsIntake intake;
  ReadingsIntake* used = &intake;
  std::unique_ptr<DropWatch> watch;
  int told = 0;
};

}  // namespace

BOOST_FIXTURE_TEST_CASE(a_file_is_stored_and_put_aside, DropFixture) {
  Drop("a.json", kPulse);
  Look();
  BOOST_TEST(Stored() == 1U);
  BOOST_TEST(told == 1);
  BOOST_TEST((test::NamesIn(out / "done") == Names{"a.json"}));
  BOOST_TEST(test::NamesIn(out / "taken").empty());
}

BOOST_FIXTURE_TEST_CASE(the_same_bytes_again_are_stored_once, DropFixture) {
  Drop("a.json", kPulse);
  Drop("b.json", kPulse);
  Look();
  BOOST_TEST(Stored() == 1U);
  BOOST_TEST((test::NamesIn(out / "done") == Names{"a.json", "b.json"}));
}

BOOST_FIXTURE_TEST_CASE(a_file_that_says_nothing_lies_in_bad_with_its_reasons, DropFixture) {
  Drop("a.json", "{ no json");
  Drop("9990000018.json", R"({"resourceType":"Patient"})");
  Look();
  BOOST_TEST(Stored() == 0U);
  BOOST_TEST((test::NamesIn(out / "bad") == Names{"9990000018.json", "9990000018.json.report.txt",
                                                  "a.json", "a.json.report.txt"}));
  BOOST_TEST(test::ReadFile(out / "bad" / "a.json.report.txt")
                 .starts_with("nothing of the file is used: "));
  BOOST_TEST(bench.reporter.alarms().Standing().at(0).code == "source.bad-file");
  BOOST_TEST(!bench.Logged("9990000018"));
}

BOOST_FIXTURE_TEST_CASE(a_file_of_which_a_part_is_used_has_a_report, DropFixture) {
  std::string other(kPulse);
  other.replace(other.find("8867-4"), 6, "8480-6");
  other.replace(other.find("/min"), 4, "[degF]");
  other.replace(other.find(R"("id":"1")"), 8, R"("id":"2")");
  Drop("a.ndjson", std::string(kPulse) + "\n" + other + "\n");
  Look();
  BOOST_TEST(Stored() == 1U);
  BOOST_TEST((test::NamesIn(out / "done") == Names{"a.ndjson", "a.ndjson.report.txt"}));
  const std::string report = test::ReadFile(out / "done" / "a.ndjson.report.txt");
  BOOST_TEST(report.starts_with("1 readings and 0 texts are used"));
}

BOOST_FIXTURE_TEST_CASE(a_file_stays_until_it_could_be_stored, DropFixture) {
  HeldStore held(*bench.store);
  ReadingsIntake slow(held, test::WardProgram(), bench.reporter, bench.clock, bench.executor(),
                      [] {});
  used = &slow;
  Drop("a.json", kPulse);
  Look();
  held.Fail(Error{Code::kFull, "store", "no space"});
  bench.Settle();
  BOOST_TEST((test::NamesIn(out / "taken") == Names{"a.json"}));
  BOOST_TEST(test::NamesIn(out / "done").empty());
  BOOST_TEST(test::NamesIn(out / "bad").empty());
  Look();
  held.Release();
  bench.Settle();
  BOOST_TEST((test::NamesIn(out / "done") == Names{"a.json"}));
  BOOST_TEST(Stored() == 1U);
  Stop();
}

BOOST_FIXTURE_TEST_CASE(what_was_taken_before_a_stop_is_stored_once, DropFixture) {
  Look();
  test::MakeFile(out / "taken" / "a.json", kPulse);
  Look();
  BOOST_TEST(Stored() == 1U);
  BOOST_TEST((test::NamesIn(out / "done") == Names{"a.json"}));
}

BOOST_FIXTURE_TEST_CASE(a_folder_that_is_gone_is_told_and_comes_back, DropFixture) {
  fs::remove_all(out);
  Look();
  BOOST_TEST(bench.reporter.alarms().Standing().at(0).code == "source.folder");
  fs::create_directory(out);
  Drop("a.json", kPulse);
  Look();
  BOOST_TEST(bench.reporter.alarms().Standing().empty());
  BOOST_TEST(Stored() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::pipeline
