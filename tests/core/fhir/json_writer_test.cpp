#include "core/fhir/json_writer.h"

#include <array>
#include <functional>
#include <ostream>
#include <string>
#include <vector>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

namespace wardbridge::fhir {

BOOST_AUTO_TEST_SUITE(json_writer)

namespace {

struct Case {
  const char* name;
  std::function<void(JsonWriter&)> write;
  const char* want;
};
std::ostream& operator<<(std::ostream& out, const Case& c) { return out << c.name; }

const std::vector<Case> kCases = {
    {"an object with two members",
     [](JsonWriter& w) {
       w.BeginObject();
       w.Key("a");
       w.String("x");
       w.Key("b");
       w.Integer(-7);
       w.EndObject();
     },
     R"({"a":"x","b":-7})"},
    {"an array with commas",
     [](JsonWriter& w) {
       w.BeginArray();
       w.Boolean(true);
       w.Boolean(false);
       w.Number("36.60");
       w.EndArray();
     },
     "[true,false,36.60]"},
    {"what was written before, as values and members",
     [](JsonWriter& w) {
       w.BeginObject();
       w.Member(R"("a":"x")");
       w.Member("");
       w.Key("dropped");
       w.Member(R"("b":[)", "1", R"(],"c":2)");
       w.Member("", "", "");
       w.Key("d");
       w.BeginArray();
       w.Value(R"({"e":3})");
       w.Value("");
       w.Value("4");
       w.EndArray();
       w.Key("f");
       w.Value("");
       w.EndObject();
     },
     R"({"a":"x","b":[1],"c":2,"d":[{"e":3},4]})"},
    {"texts of every length up to some words, plain and not",
     [](JsonWriter& w) {
       w.BeginArray();
       const std::string text = "abcdefgh\"jklmnopqrstuvwxyz";
       for (const std::size_t size : {1U, 7U, 8U, 9U, 15U, 16U, 17U, 23U}) {
         w.String(text.substr(0, size));
         w.String(text.substr(9, size));
       }
       w.EndArray();
     },
     R"(["a","j","abcdefg","jklmnop","abcdefgh","jklmnopq","abcdefgh\"","jklmnopqr",)"
     R"("abcdefgh\"jklmno","jklmnopqrstuvwx","abcdefgh\"jklmnop","jklmnopqrstuvwxy",)"
     R"("abcdefgh\"jklmnopq","jklmnopqrstuvwxyz","abcdefgh\"jklmnopqrstuvw","jklmnopqrstuvwxyz"])"},
    {"an empty text drops its key, the next member has no stray comma",
     [](JsonWriter& w) {
       w.BeginObject();
       w.Key("a");
       w.String("");
       w.Key("b");
       w.String("y");
       w.EndObject();
     },
     R"({"b":"y"})"},
    {"a blank text drops its key",
     [](JsonWriter& w) {
       w.BeginObject();
       w.Key("b");
       w.String("y");
       w.Key("a");
       w.String(" \t\n");
       w.EndObject();
     },
     R"({"b":"y"})"},
    {"a key without value disappears",
     [](JsonWriter& w) {
       w.BeginObject();
       w.Key("a");
       w.Key("b");
       w.String("y");
       w.Key("c");
       w.EndObject();
     },
     R"({"b":"y"})"},
    {"empty containers disappear with their keys, all the way up",
     [](JsonWriter& w) {
       w.BeginObject();
       w.Key("a");
       w.BeginArray();
       w.BeginObject();
       w.Key("deep");
       w.BeginObject();
       BOOST_TEST(!w.EndObject());
       BOOST_TEST(!w.EndObject());
       BOOST_TEST(!w.EndArray());
       w.Key("b");
       w.Integer(1);
       BOOST_TEST(w.EndObject());
     },
     R"({"b":1})"},
    {"an empty root is nothing",
     [](JsonWriter& w) {
       w.BeginObject();
       BOOST_TEST(!w.EndObject());
     },
     ""},
    {"an empty item of an array leaves no comma",
     [](JsonWriter& w) {
       w.BeginArray();
       w.String("a");
       w.BeginObject();
       w.EndObject();
       w.String("");
       w.String("b");
       w.EndArray();
     },
     R"(["a","b"])"},
    {"base64 is written in place, nothing for no bytes",
     [](JsonWriter& w) {
       w.BeginObject();
       w.Key("none");
       w.Base64("");
       w.Key("data");
       w.Base64("%PDF-");
       w.EndObject();
     },
     R"({"data":"JVBERi0="})"},
    {"a mark takes back members and restores the comma",
     [](JsonWriter& w) {
       w.BeginObject();
       const JsonWriter::Mark mark = w.Here();
       w.Key("a");
       w.String("x");
       w.Return(mark);
       w.Key("b");
       w.String("y");
       w.EndObject();
     },
     R"({"b":"y"})"},
    {"a mark after a key keeps that key waiting",
     [](JsonWriter& w) {
       w.BeginObject();
       w.Key("a");
       const JsonWriter::Mark mark = w.Here();
       w.BeginObject();
       w.Key("x");
       w.Integer(1);
       w.EndObject();
       w.Return(mark);
       w.String("y");
       w.EndObject();
     },
     R"({"a":"y"})"},
    {"a return out of open containers abandons them",
     [](JsonWriter& w) {
       w.BeginObject();
       w.Key("a");
       const JsonWriter::Mark mark = w.Here();
       w.BeginObject();
       w.Key("deep");
       w.BeginArray();
       w.Integer(1);
       w.Return(mark);
       w.String("y");
       w.EndObject();
     },
     R"({"a":"y"})"},
    {"a mark at an empty container lets it vanish after all",
     [](JsonWriter& w) {
       w.BeginObject();
       w.Key("a");
       w.BeginObject();
       const JsonWriter::Mark mark = w.Here();
       w.Key("x");
       w.Integer(1);
       w.Return(mark);
       w.EndObject();
       w.Key("z");
       w.Integer(2);
       w.EndObject();
     },
     R"({"z":2})"},
};

BOOST_DATA_TEST_CASE(what_is_written_is_json, boost::unit_test::data::make(kCases), c) {
  std::string out;
  JsonWriter writer(out);
  c.write(writer);
  BOOST_TEST(out == c.want);
  BOOST_TEST(writer.Depth() == 0U);
}

struct TextCase {
  const char* name;
  std::string text;
  std::string want;
};
std::ostream& operator<<(std::ostream& out, const TextCase& c) { return out << c.name; }

const std::vector<TextCase> kTexts = {
    {"quotes and backslashes are escaped", R"(a"b\c)", R"("a\"b\\c")"},
    {"tab, line feed and carriage return stay, escaped", "a\tb\nc\rd", R"("a\tb\nc\rd")"},
    {"other control characters are dropped", std::string("a\x01") + '\0' + "b\x1F\x7F", "\"ab\""},
    {"C1 control characters are dropped", "a\xC2\x85\x62", "\"ab\""},
    {"a text of control characters only is empty", "\x01\x02", ""},
    {"good UTF-8 stays", "Zo\xC3\xAB \xE2\x82\xAC \xF0\x9F\x98\x80",
     "\"Zo\xC3\xAB \xE2\x82\xAC \xF0\x9F\x98\x80\""},
    {"a lone tail byte becomes U+FFFD", "a\x80z", "\"a\xEF\xBF\xBDz\""},
    {"a cut sequence becomes U+FFFD and keeps what follows", "\xE2\x82z",
     "\"\xEF\xBF\xBD\xEF\xBF\xBDz\""},
    {"an overlong slash becomes U+FFFD", "\xC0\xAF", "\"\xEF\xBF\xBD\xEF\xBF\xBD\""},
    {"a surrogate becomes U+FFFD", "\xED\xA0\x80", "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\""},
    {"beyond U+10FFFF becomes U+FFFD", "\xF4\x90\x80\x80",
     "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\""},
    {"a sequence cut by the end becomes U+FFFD", "a\xC3", "\"a\xEF\xBF\xBD\""},
    {"blanks around a text are kept", " a ", "\" a \""},
};

BOOST_DATA_TEST_CASE(text_is_escaped_and_cleaned, boost::unit_test::data::make(kTexts), c) {
  std::string out;
  JsonWriter writer(out);
  writer.String(c.text);
  BOOST_TEST(out == c.want);
}

BOOST_AUTO_TEST_CASE(a_character_that_is_not_plain_is_met_wherever_it_stands) {
  struct {
    const char* text;
    const char* json;
  } const kCharacters[] = {
      {"\"", "\\\""}, {"\\", "\\\\"},           {"\n", "\\n"}, {"\x01", ""},
      {"\x7F", ""},   {"\xC3\xA9", "\xC3\xA9"}, {" ", " "},    {"\xFF", "\xEF\xBF\xBD"}};
  for (const auto& character : kCharacters) {
    for (std::size_t size = 1; size < 30; ++size) {
      for (std::size_t at = 0; at <= size; ++at) {
        const std::string before(at, 'a');
        const std::string after(size - at, 'b');
        std::string out;
        JsonWriter(out).String(before + character.text + after);
        BOOST_TEST(out == "\"" + before + character.json + after + "\"");
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(the_smallest_integer_is_written_whole) {
  std::string out;
  JsonWriter writer(out);
  writer.Integer(INT64_MIN);
  BOOST_TEST(out == "-9223372036854775808");
}

BOOST_AUTO_TEST_CASE(what_stood_in_the_string_before_stays) {
  std::string out = "before ";
  JsonWriter writer(out);
  writer.BeginArray();
  writer.Integer(1);
  writer.EndArray();
  BOOST_TEST(out == "before [1]");
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::fhir
