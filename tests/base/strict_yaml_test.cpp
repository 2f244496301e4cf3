#include "base/strict_yaml.h"

#include <array>
#include <ostream>
#include <string>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "base/text.h"

namespace wardbridge {

BOOST_AUTO_TEST_SUITE(strict_yaml)

namespace {

std::string Nested(std::size_t levels, const char* open, const char* close) {
  std::string text;
  for (std::size_t i = 0; i < levels; ++i) text += open;
  for (std::size_t i = 0; i < levels; ++i) text += close;
  return text;
}

std::vector<Fault> FaultsOf(std::string_view text, const YamlLimits& limits = {}) {
  std::vector<Fault> faults;
  (void)ReadYaml(text, "f.yaml", faults, limits);
  return faults;
}

YamlNode Good(std::string_view text) {
  std::vector<Fault> faults;
  YamlNode node = ReadYaml(text, "f.yaml", faults);
  for (const Fault& fault : faults) BOOST_ERROR(fault.Text(true));
  return node;
}

struct Case {
  const char* name;
  std::string text;
  const char* where;  // "line:column code" of the first fault
};
std::ostream& operator<<(std::ostream& out, const Case& c) { return out << c.name; }

const std::array kFaults = {
    Case{"anchor on a value", "a: &x 1\n", "1:4 yaml.anchor"},
    Case{"anchor on a list", "a: &x\n  - 1\n", "1:4 yaml.anchor"},
    Case{"anchor on a map", "a: &x {b: 1}\n", "1:4 yaml.anchor"},
    Case{"alias", "a: 1\nb: *x\n", "2:4 yaml.anchor"},
    Case{"alias of an anchor", "a: &x 1\nb: *x\n", "1:4 yaml.anchor"},
    Case{"tag on a value", "a: !!int 1\n", "1:4 yaml.tag"},
    Case{"own tag", "a:\n  - !mine x\n", "2:5 yaml.tag"},
    Case{"tag on a map", "a: !!map {b: 1}\n", "1:4 yaml.tag"},
    Case{"key twice", "a: 1\nb: 2\na: 3\n", "3:1 yaml.duplicate-key"},
    Case{"key twice inside", "a:\n  - {x: 1, x: 2}\n", "2:12 yaml.duplicate-key"},
    Case{"key twice, once in quotes", "a: 1\n\"a\": 2\n", "2:1 yaml.duplicate-key"},
    Case{"merge key", "a: {b: 1}\n<<: {c: 1}\n", "2:1 yaml.key"},
    Case{"key without name", "\"\": 1\n", "1:1 yaml.key"},
    Case{"list as a key", "? [a, b]\n: 1\n", "1:3 yaml.key"},
    Case{"tab as indent", "a:\n\tb: 1\n", "2:3 yaml.syntax"},
    Case{"bracket not closed", "a: [1, 2\nb: 3\n", "2:2 yaml.syntax"},
    Case{"quote not closed", "a: \"x\n", "2:2 yaml.syntax"},
    Case{"value at the wrong indent", "a:\n  b: 1\n c: 2\n", "3:2 yaml.syntax"},
    Case{"second document", "a: 1\n---\nb: 2\n", "3:1 yaml.documents"},
    Case{"a fault behind characters of several bytes", "\xC3\xA9\xE2\x82\xAC: {a: 1, a: 2}\n",
         "1:12 yaml.duplicate-key"},
    Case{"a fault behind a byte order mark",
         "\xEF\xBB\xBF"
         "a: &x 1\n",
         "1:4 yaml.anchor"},
    Case{"a fault in a file with CRLF", "a: 1\r\nb: &x 1\r\n", "2:4 yaml.anchor"},
    Case{"not UTF-8", "a: Ren\xE9\n", "0:0 yaml.encoding"},
    Case{"UTF-16", std::string("a\0:\0 \0001\0", 8), "0:0 yaml.encoding"}};

}  // namespace

BOOST_DATA_TEST_CASE(a_fault_has_its_place_and_code, boost::unit_test::data::make(kFaults), c) {
  const std::vector<Fault> faults = FaultsOf(c.text);
  BOOST_REQUIRE(!faults.empty());
  const Fault& first = faults.front();
  BOOST_TEST(
      std::to_string(first.line) + ":" + std::to_string(first.column) + " " + first.code == c.where,
      first.Text(true));
  BOOST_TEST(first.file == "f.yaml");
  BOOST_TEST((first.severity == Fault::Severity::kError));
}

BOOST_AUTO_TEST_CASE(every_fault_is_found_in_one_pass) {
  const std::vector<Fault> faults = FaultsOf("a: &x 1\nb: !t 2\na: 3\n<<: 4\n");
  std::string codes;
  for (const Fault& fault : faults) codes += fault.code + " ";
  BOOST_TEST(codes == "yaml.anchor yaml.tag yaml.duplicate-key yaml.key ");
}

BOOST_AUTO_TEST_CASE(a_duplicate_says_where_the_first_stands) {
  const std::vector<Fault> faults = FaultsOf("k: 1\n\nk: 2\n");
  BOOST_REQUIRE(faults.size() == 1U);
  BOOST_TEST(faults.front().text == "'k' stands here twice, first in line 1");
  BOOST_TEST(faults.front().source == "k: 2");
}

BOOST_AUTO_TEST_CASE(every_scalar_stays_text) {
  const YamlNode root =
      Good("a: NO\nb: 007\nc: 1.50\nd: null\ne: ~\nf: 2026-01-01\ng: true\nh: 0x1F\n");
  std::string texts;
  for (const auto& [key, value] : root.Entries()) texts += value.Text() + "|";
  BOOST_TEST(texts == "NO|007|1.50|null|~|2026-01-01|true|0x1F|");
}

BOOST_AUTO_TEST_CASE(words_for_null_are_text_where_they_stand_and_nowhere_else) {
  const YamlNode root = Good("a:\nnull: x\nb:\n  - ~\n  -\n  - NULL # end\nc: {d: , e: null, f}\n");
  BOOST_TEST(root["a"].Text().empty());
  BOOST_TEST(root["null"].Text() == "x");
  BOOST_TEST(root["b"].Items()[0].Text() == "~");
  BOOST_TEST(root["b"].Items()[1].Text().empty());
  BOOST_TEST(root["b"].Items()[2].Text() == "NULL");
  BOOST_TEST(root["c"]["d"].Text().empty());
  BOOST_TEST(root["c"]["e"].Text() == "null");
  BOOST_TEST(root["c"]["f"].IsScalar());
  BOOST_TEST(root["c"]["f"].Text().empty());
}

BOOST_AUTO_TEST_CASE(a_quote_that_is_not_closed_swallows_no_line) {
  BOOST_TEST(!FaultsOf("a: \"x\nb: 1\n").empty());
  BOOST_TEST(!FaultsOf("a: 'x\nb: 1\n").empty());
  BOOST_TEST(!FaultsOf("a: \"x").empty());
}

BOOST_AUTO_TEST_CASE(texts_of_several_lines_keep_what_they_say) {
  const YamlNode root = Good("a: |\n  one\n  # two\nb: >\n  three\n  four\nc: |\n  last");
  BOOST_TEST(root["a"].Text() == "one\n# two\n");
  BOOST_TEST(root["b"].Text() == "three four\n");
  BOOST_TEST(root["c"].Text() == "last");
}

BOOST_AUTO_TEST_CASE(quotes_change_nothing_but_what_they_must) {
  const YamlNode root = Good("a: \"x: y # z\"\nb: 'it''s'\nc: \"tab\\there \\u00e9\"\nd: =PID-7\n");
  BOOST_TEST(root["a"].Text() == "x: y # z");
  BOOST_TEST(root["b"].Text() == "it's");
  BOOST_TEST(root["c"].Text() == "tab\there \xC3\xA9");
  BOOST_TEST(root["d"].Text() == "=PID-7");
}

BOOST_AUTO_TEST_CASE(an_empty_value_is_the_empty_text) {
  const YamlNode root = Good("a:\nb: \"\"\n");
  BOOST_TEST(root["a"].IsScalar());
  BOOST_TEST(root["a"].Text().empty());
  BOOST_TEST(root["b"].IsScalar());
}

BOOST_AUTO_TEST_CASE(maps_keep_the_order_of_the_file) {
  std::string keys;
  const YamlNode root = Good("z: 1\na: 2\nm: 3\n");
  for (const auto& [key, value] : root.Entries()) keys += key.Text();
  BOOST_TEST(keys == "zam");
}

BOOST_AUTO_TEST_CASE(nodes_know_their_places) {
  const YamlNode root = Good("feeds:\n  pas:\n    - one\n    - {k: v}\n");
  const YamlNode& list = root["feeds"]["pas"];
  BOOST_TEST(root.File() == "f.yaml");
  BOOST_TEST(list.IsList());
  BOOST_TEST(list.Items()[0].Line() == 3);
  BOOST_TEST(list.Items()[0].Column() == 7);
  BOOST_TEST(list.Items()[1]["k"].Line() == 4);
  BOOST_TEST(list.Items()[1]["k"].Column() == 11);
}

BOOST_AUTO_TEST_CASE(a_fault_inside_a_scalar_counts_from_its_start) {
  const Fault fault = Good("a: =bad(\n")["a"].MakeFault("x", "y", Fault::Severity::kWarning, 4);
  BOOST_TEST(fault.Text(true) == "f.yaml:1:8: warning x: y\na: =bad(\n       ^");
}

BOOST_AUTO_TEST_CASE(a_fault_is_one_line_whatever_it_quotes) {
  const YamlNode root = Good("\"a\\e[31m\\n\": x\x1b[2J\n");
  const YamlNode& key = root.Entries().at(0).first;
  BOOST_TEST(key.MakeFault("x", "'" + key.Text() + "'").Text(true) ==
             "f.yaml:1:1: error x: 'a?[31m?'\n\"a\\e[31m\\n\": x?[2J\n^");
}

BOOST_AUTO_TEST_CASE(a_fault_of_the_syntax_is_utf_8) {
  std::vector<Fault> faults;
  (void)ReadYaml("a: \"\\\xC3\xA9\"\n", "f.yaml", faults);
  BOOST_TEST_REQUIRE(faults.size() == 1U);
  BOOST_TEST(faults[0].code == "yaml.syntax");
  BOOST_TEST(IsUtf8(faults[0].text));
}

BOOST_AUTO_TEST_CASE(a_value_that_is_absent_stands_where_its_key_does) {
  const YamlNode root = Good("a:\n\nb: {c: , d: 1}\n");
  BOOST_TEST(root["a"].MakeFault("x", "y").Text(false) == "f.yaml:1:1: error x: y");
  BOOST_TEST(root["b"]["c"].MakeFault("x", "y").Text(false) == "f.yaml:3:5: error x: y");
}

BOOST_AUTO_TEST_CASE(what_is_put_in_keeps_its_place) {
  YamlNode root = Good("a: 1\nb: {c: 2}\n");
  const YamlNode other = Good("# a line\nb: {d: 3}\ne: 4\n");
  root.Put(other.Entries()[0].first, other["b"]);
  root.Put(YamlNode::TextAt(root.Entries()[0].first, "f"), other["e"]);
  BOOST_TEST(root.Entries().size() == 3U);
  BOOST_TEST(root.Entries()[1].second.Line() == 2);
  BOOST_TEST(root["b"]["d"].Text() == "3");
  BOOST_TEST(root.Entries()[2].first.Line() == 1);
  BOOST_TEST(root["f"].Line() == 3);
  root.Remove("a");
  BOOST_TEST(root.Child("a") == nullptr);
  BOOST_REQUIRE(root.Child("b") != nullptr);
  *root.Child("b") = YamlNode::MapAt(root);
  BOOST_TEST(root["b"].IsMap());
  BOOST_TEST(root["b"].Entries().empty());
}

BOOST_AUTO_TEST_CASE(what_is_not_there_is_missing) {
  const YamlNode root = Good("a: {b: 1}\n");
  BOOST_TEST(!root["x"]);
  BOOST_TEST(!root["x"]["y"]);
  BOOST_TEST(!root["a"]["b"]["c"]);
  BOOST_TEST(root["x"].File().empty());
  BOOST_TEST((YamlNode().kind() == YamlNode::Kind::kMissing));
}

BOOST_AUTO_TEST_CASE(an_empty_file_is_an_empty_map) {
  for (const char* const text : {"", "\n\n", "# only a comment\n", "---\n", "\xEF\xBB\xBF"}) {
    const YamlNode root = Good(text);
    BOOST_TEST(root.IsMap(), "not a map: " << text);
    BOOST_TEST(root.Entries().empty());
    BOOST_TEST(root.Line() == 1);
  }
}

BOOST_AUTO_TEST_CASE(a_text_of_the_largest_size_is_read) {
  BOOST_TEST(FaultsOf("a: 123456\n", {10, 40}).empty());
  const std::vector<Fault> faults = FaultsOf("a: 1234567\n", {10, 40});
  BOOST_REQUIRE(faults.size() == 1U);
  BOOST_TEST(faults.front().Text(true) == "f.yaml: error yaml.size: larger than 10 bytes");
}

BOOST_AUTO_TEST_CASE(depth_is_limited_at_its_edge) {
  const YamlLimits limits{1000, 3};
  BOOST_TEST(FaultsOf("[[[a]]]\n", limits).empty());
  const std::vector<Fault> faults = FaultsOf("[[[[a]]]]\n", limits);
  BOOST_REQUIRE(faults.size() == 1U);
  BOOST_TEST(faults.front().Text(false) == "f.yaml:1:4: error yaml.depth: nested deeper than 3");
}

BOOST_AUTO_TEST_CASE(depth_without_end_does_no_harm) {
  BOOST_TEST(!FaultsOf(Nested(100000, "[", "]")).empty());
  BOOST_TEST(!FaultsOf(Nested(100000, "{a: ", "}")).empty());
  BOOST_TEST(!FaultsOf(Nested(100000, "- ", "")).empty());
  BOOST_TEST(!FaultsOf(Nested(100000, "? ", "")).empty());
}

// One line of 4 MiB, or nearly, in which `item` stands as often as it fits.
std::string LongLine(const std::string& begin, const std::string& item, const std::string& end) {
  std::string text = begin;
  while (text.size() + item.size() + end.size() < YamlLimits().size_bytes) text += item;
  return text + end;
}

BOOST_AUTO_TEST_CASE(a_line_full_of_faults_costs_no_more_than_its_length) {
  const std::vector<Fault> faults = FaultsOf(LongLine("a: [", "&x \xC3\xA9, ", "]\n"));
  BOOST_TEST_REQUIRE(faults.size() == kMostFaults + 1);
  BOOST_TEST(faults.back().code == "fault.more");
  std::size_t bytes = 0;
  for (const Fault& fault : faults) bytes += fault.source.size() + fault.text.size();
  BOOST_TEST(bytes < kMostFaults * 500);
  // "a: [" and then 6 characters for each item
  BOOST_TEST(faults[999].column == 4 + 6 * 999 + 1);
}

BOOST_AUTO_TEST_CASE(a_map_of_a_million_keys_in_one_line_is_read) {
  std::string text = "{";
  int keys = 0;
  while (text.size() < YamlLimits().size_bytes - 32) text += "k" + std::to_string(++keys) + ": ,";
  const YamlNode root = Good(text + "\xC3\xA9: last}\n");
  BOOST_TEST(root.Entries().size() == static_cast<std::size_t>(keys) + 1);
  BOOST_TEST(root.Entries().back().second.Text() == "last");
  BOOST_TEST(root.Entries().back().second.Column() == static_cast<int>(text.size()) + 4);
}

BOOST_AUTO_TEST_CASE(of_a_long_line_what_stands_around_the_fault_is_shown) {
  const std::string before(300, 'b');
  const std::string after(300, 'a');
  const std::vector<Fault> faults =
      FaultsOf("{\xC3\xA9" + before + ": 1, k: !t x, " + after + ": 2}\n");
  BOOST_TEST_REQUIRE(faults.size() == 1U);
  const Fault& fault = faults.front();
  BOOST_TEST(fault.column == 311);
  BOOST_TEST(fault.source == std::string(92, 'b') + ": 1, k: !t x, " + std::string(94, 'a'));
  const std::string text = fault.Text(true);
  const std::size_t caret = text.size() - text.rfind('\n') - 2;
  BOOST_TEST(fault.source.substr(caret, 4) == "!t x");
}

BOOST_AUTO_TEST_CASE(a_cut_never_falls_into_a_character) {
  std::string line = "k: !t x # ";
  for (int i = 0; i < 200; ++i) line += "\xE2\x82\xAC";
  const std::vector<Fault> faults = FaultsOf(line + "\n");
  BOOST_TEST_REQUIRE(faults.size() == 1U);
  BOOST_TEST(IsUtf8(faults.front().source));
  BOOST_TEST(faults.front().source.find('?') == std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_key_without_end_is_cut) {
  const std::vector<Fault> faults = FaultsOf("? " + std::string(5000, 'k') + "\n: 1\n");
  BOOST_TEST_REQUIRE(faults.size() == 1U);
  BOOST_TEST(faults.front().code == "yaml.key");
  BOOST_TEST(faults.front().text == "a key has at most 1024 bytes");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge
