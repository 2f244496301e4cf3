// Mappings that have run are kept, each once.
#include "store_fixture.h"

namespace wardbridge::store {

BOOST_AUTO_TEST_SUITE(packs)

namespace {

PackRow Pack(const std::string& digest, const std::string& bytes) {
  PackRow row;
  row.digest = digest;
  row.name = "uk-virtual-ward 1.0.0";
  row.first_used = At(10);
  row.files = {{"", "mappings/uk", "pack.yaml", bytes},
               {"", "mappings/uk", "tables/sex.csv", std::string("a\0b", 3)},
               {"overlay/1", "sites/rxx", "overlay.yaml", "overlay: rxx"}};
  return row;
}

BOOST_DATA_TEST_CASE(what_was_kept_is_found_as_it_was, kEachKind, kind) {
  TestStore store(kind);
  store.Change([](Rows& rows) { return rows.KeepPack(Pack("d1", "pack: uk")); });
  const auto found = store.In([](Rows& rows) { return rows.FindPack("d1"); });
  BOOST_REQUIRE(found.has_value());
  BOOST_TEST(found->name == "uk-virtual-ward 1.0.0");
  BOOST_TEST((found->first_used == At(10)));
  BOOST_REQUIRE_EQUAL(found->files.size(), 3U);
  BOOST_TEST(found->files[0].path == "pack.yaml");
  BOOST_TEST(found->files[1].bytes == std::string("a\0b", 3));
  BOOST_TEST(found->files[2].folder == "overlay/1");
  BOOST_TEST(found->files[2].root == "sites/rxx");
  BOOST_TEST(!store.In([](Rows& rows) { return rows.FindPack("d2"); }).has_value());
}

BOOST_DATA_TEST_CASE(a_pack_is_kept_once, kEachKind, kind) {
  TestStore store(kind);
  store.Change([](Rows& rows) { return rows.KeepPack(Pack("d1", "pack: uk")); });
  store.Change([](Rows& rows) { return rows.KeepPack(Pack("d1", "other bytes")); });
  const auto found = store.In([](Rows& rows) { return rows.FindPack("d1"); });
  BOOST_REQUIRE(found.has_value());
  BOOST_REQUIRE_EQUAL(found->files.size(), 3U);
  BOOST_TEST(found->files[0].bytes == "pack: uk");
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::store
