// A mapping as rows of the store, and back.
#include "engine/kept_pack.h"

#include <memory>
#include <string>

#include <boost/test/unit_test.hpp>

#include "tests/support/virtual_ward.h"

namespace wardbridge::engine {

BOOST_AUTO_TEST_SUITE(kept_pack)

namespace {

mapping::PackFiles Folder(const std::string& root, const std::string& bytes) {
  mapping::PackFiles files;
  files.root = root;
  files.files["pack.yaml"] = bytes;
  return files;
}

BOOST_AUTO_TEST_CASE(what_comes_back_is_what_was_kept) {
  mapping::PackFiles pack = Folder("mappings/main", "pack: main");
  pack.files["tables/sex.csv"] = "source,target\n";
  pack.used["tables"] =
      std::make_shared<const mapping::PackFiles>(Folder("mappings/tables", "pack: tables"));
  for (const char* site : {"sites/b", "sites/a"}) {
    pack.overlays.push_back(std::make_shared<const mapping::PackFiles>(Folder(site, site)));
  }
  const store::PackRow row = ToRow(pack, "main 1.0.0 abc", Timestamp());
  BOOST_TEST(row.digest == "abc");
  BOOST_TEST(row.name == "main 1.0.0");
  const mapping::PackFiles back = FromRow(row);
  BOOST_TEST(back.root == pack.root);
  BOOST_TEST((back.files == pack.files));
  BOOST_REQUIRE_EQUAL(back.used.size(), 1U);
  BOOST_TEST(back.used.at("tables")->root == "mappings/tables");
  BOOST_TEST((back.used.at("tables")->files == pack.used.at("tables")->files));
  BOOST_REQUIRE_EQUAL(back.overlays.size(), 2U);
  BOOST_TEST(back.overlays[0]->root == "sites/b");
  BOOST_TEST(back.overlays[1]->files.at("pack.yaml") == "sites/a");
}

BOOST_AUTO_TEST_CASE(the_shipped_mapping_runs_again_as_the_same) {
  const discharge::Program& program = test::WardProgram();
  discharge::Options options = test::WardSettings();
  const store::PackRow row = ToRow(options.pack, program.MappingVersion(), Timestamp());
  options.pack = FromRow(row);
  std::vector<Fault> faults;
  const auto again = discharge::Program::Compile(options, faults);
  BOOST_REQUIRE(again != nullptr);
  BOOST_TEST(again->MappingVersion() == program.MappingVersion());
  BOOST_TEST(DigestOf(again->MappingVersion()) == row.digest);
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::engine
