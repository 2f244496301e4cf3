#include "edge/monitoring/drop_folder.h"

#include <set>
#include <string>

#include <boost/test/unit_test.hpp>

#include "base/clock.h"
#include "tests/support/folder.h"

namespace wardbridge::monitoring {

BOOST_AUTO_TEST_SUITE(drop_folder)

namespace {

namespace fs = std::filesystem;
using Names = std::set<std::string>;

struct DropFixture : test::TemporaryFolder {
  DropFixture() : folder({out.string(), 64, Millis(2'000)}) {
    BOOST_REQUIRE(folder.Prepare().has_value());
  }

  void Drop(const std::string& name, const std::string& bytes = "{}") {
    test::MakeFile(out / name, bytes);
  }
  // Long enough after everything was written.
  [[nodiscard]] static Timestamp Later() { return SystemClock().Now() + Millis(60'000); }
  [[nodiscard]] std::vector<DroppedFile> Take(std::size_t most = 100) const {
    auto taken = folder.Take(Later(), most);
    BOOST_REQUIRE(taken.has_value());
    return std::move(*taken);
  }

  DropFolder folder;
};

}  // namespace

BOOST_FIXTURE_TEST_CASE(a_file_is_taken_read_and_put_aside, DropFixture) {
  Drop("a.json", "the bytes");
  const auto taken = Take();
  BOOST_REQUIRE(taken.size() == 1U);
  BOOST_TEST(!fs::exists(out / "a.json"));
  BOOST_TEST(fs::exists(out / "taken" / "a.json"));
  BOOST_TEST(taken[0].label.size() == 8U);
  BOOST_TEST(*folder.Read(taken[0]) == "the bytes");
  BOOST_REQUIRE(folder.Finish(taken[0], true, "").has_value());
  BOOST_TEST(test::NamesIn(out / "taken").empty());
  BOOST_TEST((test::NamesIn(out / "done") == Names{"a.json"}));
  BOOST_TEST(test::NamesIn(out / "bad").empty());
}

BOOST_FIXTURE_TEST_CASE(a_bad_file_has_a_report_beside_it, DropFixture) {
  Drop("a.csv");
  const auto taken = Take();
  BOOST_REQUIRE(folder.Finish(taken.at(0), false, "line 1: no\n").has_value());
  BOOST_TEST((test::NamesIn(out / "bad") == Names{"a.csv", "a.csv.report.txt"}));
  BOOST_TEST(test::ReadFile(out / "bad" / "a.csv.report.txt") == "line 1: no\n");
}

BOOST_FIXTURE_TEST_CASE(what_was_taken_before_a_stop_is_taken_again_first, DropFixture) {
  Drop("b.ndjson");
  BOOST_TEST(Take().size() == 1U);
  Drop("a.ndjson");
  const auto again = Take();
  BOOST_REQUIRE(again.size() == 2U);
  BOOST_TEST(again[0].name == "b.ndjson");
  BOOST_TEST(again[1].name == "a.ndjson");
}

BOOST_FIXTURE_TEST_CASE(a_name_that_comes_again_takes_nobodys_place, DropFixture) {
  for (const char* bytes : {"one", "two", "three"}) {
    Drop("a.json", bytes);
    const auto taken = Take();
    BOOST_REQUIRE(folder.Finish(taken.at(0), true, "").has_value());
  }
  BOOST_TEST((test::NamesIn(out / "done") == Names{"a.json", "a.json.1", "a.json.2"}));
  BOOST_TEST(test::ReadFile(out / "done" / "a.json.2") == "three");
}

BOOST_FIXTURE_TEST_CASE(a_report_is_never_overwritten, DropFixture) {
  test::MakeFile(out / "bad" / "a.json.report.txt", "of a file that is gone");
  Drop("a.json");
  const auto taken = Take();
  BOOST_REQUIRE(folder.Finish(taken.at(0), false, "new").has_value());
  BOOST_TEST(test::ReadFile(out / "bad" / "a.json.report.txt") == "of a file that is gone");
  BOOST_TEST(test::ReadFile(out / "bad" / "a.json.1.report.txt") == "new");
}

BOOST_FIXTURE_TEST_CASE(only_finished_files_of_known_kinds_are_taken, DropFixture) {
  Drop(".hidden.json");
  Drop("a.json.part");
  Drop("readme.txt");
  Drop("B.CSV");
  fs::create_directory(out / "folder.json");
  fs::create_symlink("/etc/passwd", out / "link.json");
  const auto taken = Take();
  BOOST_REQUIRE(taken.size() == 1U);
  BOOST_TEST(taken[0].name == "B.CSV");
  BOOST_TEST(fs::exists(out / "link.json"));
}

BOOST_FIXTURE_TEST_CASE(a_file_that_is_still_written_waits, DropFixture) {
  Drop("a.json");
  BOOST_TEST(folder.Take(SystemClock().Now(), 100)->empty());
  BOOST_TEST(Take().size() == 1U);
}

BOOST_FIXTURE_TEST_CASE(so_many_are_taken_at_once_and_no_more, DropFixture) {
  for (const char* name : {"c.json", "a.json", "b.json"}) Drop(name);
  const auto taken = Take(2);
  BOOST_REQUIRE(taken.size() == 2U);
  BOOST_TEST(taken[0].name == "a.json");
  BOOST_TEST(taken[1].name == "b.json");
  BOOST_TEST(fs::exists(out / "c.json"));
}

BOOST_FIXTURE_TEST_CASE(a_file_that_is_too_large_is_not_read, DropFixture) {
  Drop("a.json", std::string(65, 'x'));
  Drop("b.json", std::string(64, 'x'));
  const auto taken = Take();
  const auto first = folder.Read(taken.at(0));
  BOOST_REQUIRE(first.has_error());
  BOOST_TEST((first.error().code == Code::kFull));
  BOOST_TEST(folder.Read(taken.at(1)).has_value());
}

BOOST_FIXTURE_TEST_CASE(a_link_in_taken_is_not_followed, DropFixture) {
  fs::create_symlink("/etc/passwd", out / "taken" / "a.json");
  const auto taken = Take();
  BOOST_TEST(folder.Read(taken.at(0)).has_error());
}

BOOST_FIXTURE_TEST_CASE(errors_name_the_step_and_no_file, DropFixture) {
  fs::remove_all(out);
  for (const Error& error : {folder.Prepare().error(), folder.Take(Later(), 1).error(),
                             folder.Read({"secret.json", "0"}).error(),
                             folder.Finish({"secret.json", "0"}, true, "").error()}) {
    BOOST_TEST((error.code == Code::kIo));
    BOOST_TEST(error.Text().find("secret") == std::string::npos);
    BOOST_TEST(error.Text().find("No such file") != std::string::npos);
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::monitoring
