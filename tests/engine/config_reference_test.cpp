// docs/configuration.md and the reader of the configuration say the same: keys, kinds, defaults.
//
// The reader tells what it asks for while it reads samples (engine/config_schema). A new key of a
// section that a sample has needs a row in the reference and nothing else; a new section needs a
// place in a sample too, which this test asks for.
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "base/text.h"
#include "engine/config_schema.h"

namespace wardbridge::engine {

BOOST_AUTO_TEST_SUITE(config_reference)

namespace {

using Keys = std::map<std::string, ConfigKey>;

struct Row {
  std::string kind;
  std::string fallback;
  std::string meaning;
};
using Rows = std::multimap<std::string, Row>;

std::vector<std::string> Cells(std::string_view line) {
  std::vector<std::string> cells;
  for (const std::string_view cell : Split(line.substr(1), '|')) {
    cells.emplace_back(Trim(cell));
  }
  if (!cells.empty()) cells.pop_back();  // behind the last bar
  return cells;
}

// "`a`, `b`" without its quotes.
std::string Plain(std::string text) {
  std::erase(text, '`');
  return text;
}

// The rows of all tables whose first columns are key, kind, default, meaning.
Rows RowsOf(std::string_view reference) {
  const std::vector<std::string> header = {"key", "kind", "default", "meaning"};
  Rows rows;
  bool in_table = false;
  for (const std::string_view line : Split(reference, '\n')) {
    if (!line.starts_with('|')) {
      in_table = false;
      continue;
    }
    const std::vector<std::string> cells = Cells(line);
    if (cells == header) {
      in_table = true;
    } else if (in_table && cells.size() == header.size() && !cells[0].starts_with('-')) {
      rows.emplace(Plain(cells[0]), Row{Plain(cells[1]), Plain(cells[2]), cells[3]});
    }
  }
  return rows;
}

std::string WantedDefault(const ConfigKey& key) {
  if (key.is_needed) return "needed";
  return key.fallback.empty() ? "none" : key.fallback;
}

// Where code and reference differ, one line each.
std::vector<std::string> Differences(const Keys& keys, const Rows& rows) {
  std::vector<std::string> found;
  for (const auto& [path, key] : keys) {
    if (!key.is_listed && !key.is_refused) continue;
    const auto row = rows.find(path);
    if (row == rows.end()) {
      found.push_back(path + " has no row (" + key.kind + "; " + WantedDefault(key) + ")");
      continue;
    }
    if (rows.count(path) > 1) found.push_back(path + " has more than one row");
    const std::string kind = key.is_refused ? "later" : key.kind;
    const std::string fallback = key.is_refused ? "none" : WantedDefault(key);
    if (row->second.kind != kind) {
      found.push_back(path + " is of kind '" + kind + "', not '" + row->second.kind + "'");
    }
    if (row->second.fallback != fallback) {
      found.push_back(path + " has the default '" + fallback + "', not '" + row->second.fallback +
                      "'");
    }
    if (row->second.meaning.empty()) found.push_back(path + " has no meaning");
  }
  for (const auto& [path, row] : rows) {
    const auto key = keys.find(path);
    if (key == keys.end() || !(key->second.is_listed || key->second.is_refused)) {
      found.push_back(path + " is unknown to the code");
    }
  }
  return found;
}

std::string Reference() {
  std::ifstream in(WARDBRIDGE_SOURCE_DIR "/docs/configuration.md", std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

std::string Joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += "\n  " + line;
  return text;
}

}  // namespace

BOOST_AUTO_TEST_CASE(every_key_of_the_code_stands_in_the_reference_as_it_is) {
  const auto found = Differences(AllConfigKeys(), RowsOf(Reference()));
  BOOST_TEST(found.empty(), Joined(found));
}

// A key that a section lists and nothing reads would be accepted and not done.
BOOST_AUTO_TEST_CASE(every_key_that_is_accepted_is_read) {
  const Keys keys = AllConfigKeys();
  BOOST_TEST(keys.size() > 100U);
  for (const auto& [path, key] : keys) {
    BOOST_TEST((key.is_refused || !key.kind.empty()),
               path << " is listed, but no sample of this test has it read: add its section");
  }
}

// A key that is read but not listed could never be set.
BOOST_AUTO_TEST_CASE(every_key_that_is_read_is_accepted) {
  const Keys keys = AllConfigKeys();
  for (const auto& [path, key] : keys) {
    if (key.is_listed || key.is_refused || path.empty() || path.ends_with("[]")) continue;
    const auto parent = keys.find(path.substr(0, path.rfind('.')));
    const bool is_free = parent != keys.end() && parent->second.kind == "map of names";
    BOOST_TEST(is_free, path << " is read, but its section does not list it");
  }
}

BOOST_AUTO_TEST_CASE(a_planted_difference_is_found) {
  const Keys keys = AllConfigKeys();
  const Rows rows = RowsOf(Reference());
  const auto planted = [&](const std::string& path, auto change) {
    BOOST_REQUIRE(rows.contains(path));
    Rows other = rows;
    change(other, other.find(path));
    const auto found = Differences(keys, other);
    return found.size() == 1U ? found[0] : Joined(found);
  };
  BOOST_TEST(planted("summary.settle", [](Rows& r, auto row) { r.erase(row); }) ==
             "summary.settle has no row (duration, 0s to 1d; 15min)");
  BOOST_TEST(planted("log.level", [](Rows&, auto row) { row->second.fallback = "warn"; }) ==
             "log.level has the default 'info', not 'warn'");
  BOOST_TEST(planted("store.path", [](Rows&, auto row) { row->second.fallback = "none"; }) ==
             "store.path has the default 'needed', not 'none'");
  BOOST_TEST(planted("wards[].codes", [](Rows&, auto row) { row->second.kind = "text"; }) ==
             "wards[].codes is of kind 'list', not 'text'");
  BOOST_TEST(planted("log.level", [](Rows&, auto row) { row->second.meaning = ""; }) ==
             "log.level has no meaning");
  BOOST_TEST(planted("log.level", [](Rows& r, auto row) { r.insert(*row); }) ==
             "log.level has more than one row");
  BOOST_TEST(planted("log.level", [](Rows& r, auto) { r.emplace("log.colour", Row{}); }) ==
             "log.colour is unknown to the code");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::engine
