// JSON to XML and back is the same resource: for each Bundle that other tests hold, and for every
// element of every resource of R4.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "base/json_difference.h"
#include "core/fhir/elements.h"
#include "core/fhir/node.h"
#include "core/fhir/xml.h"

namespace wardbridge::fhir {

BOOST_AUTO_TEST_SUITE(xml_bundles)

namespace {

namespace fs = std::filesystem;

// There and back; what went wrong where one way fails.
std::string ThereAndBack(std::string_view json) {
  const auto xml = ToXml(json);
  if (!xml) return xml.error().Text();
  const auto back = ToJson(*xml);
  return back ? *back : back.error().Text();
}

std::string ReadFile(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// The Bundles that tests expect, of the packs and of our own rooms.
std::vector<fs::path> Bundles() {
  const fs::path root = WARDBRIDGE_SOURCE_DIR;
  std::vector<fs::path> found;
  for (const char* folder : {"mappings", "tests/core", "tests/messages"}) {
    for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
      if (entry.path().extension() != ".json") continue;
      const auto node = Node::Parse(ReadFile(entry.path()));
      if (node && (*node)["resourceType"].View() == "Bundle") found.push_back(entry.path());
    }
  }
  std::sort(found.begin(), found.end());
  return found;
}

// Makes resources with a value for each element, as far down as `depth`. Of a choice the n-th time
// the n-th type, so that all come up.
class Maker {
 public:
  std::string Resource(Type type, int depth) {
    const std::string members = Members(type, depth);
    return R"({"resourceType":")" + std::string(type.Name()) + "\"" + (members.empty() ? "" : ",") +
           members + "}";
  }

 private:
  // What is an attribute in XML comes first.
  std::string Members(Type type, int depth) {
    std::string out;
    for (const bool wants_attributes : {true, false}) {
      for (std::size_t i = 0; i < type.ElementCount(); ++i) {
        const Element element = type.ElementAt(i);
        if (element.IsXmlAttribute() != wants_attributes) continue;
        const std::string member = Member(element, depth);
        if (!member.empty()) out += (out.empty() ? "" : ",") + member;
      }
    }
    return out;
  }

  std::string Member(Element element, int depth) {
    const Type type = element.TypeAt(serial_++ % element.TypeCount());
    std::string name(element.Name());
    if (element.IsChoice()) {
      std::string ending(type.Name());
      ending[0] = static_cast<char>(ending[0] & ~0x20);
      name += ending;
    }
    if (type.IsPrimitive()) return Primitive(name, element, type, depth);
    if (depth == 0) return "";
    const std::string one =
        type.IsResource() ? R"({"resourceType":"Basic","id":"b"})" : Object(type, depth - 1);
    if (one.empty()) return "";
    return Quoted(name) + (element.IsList() ? "[" + one + "," + one + "]" : one);
  }

  std::string Object(Type type, int depth) {
    const std::string members = Members(type, depth);
    return members.empty() ? "" : "{" + members + "}";
  }

  std::string Primitive(const std::string& name, Element element, Type type, int depth) {
    const std::string value = Value(type);
    const bool is_extended = depth > 0 && type.ElementCount() > 0 && !element.IsXmlAttribute();
    const std::string extra = R"({"id":"i","extension":[{"url":"urn:e","valueDecimal":0.10}]})";
    if (element.IsList()) {
      std::string out = Quoted(name) + "[" + value + "," + (is_extended ? "null," : "") + value;
      return out + "]" +
             (is_extended ? "," + Quoted("_" + name) + "[null," + extra + ",null]" : "");
    }
    return Quoted(name) + value + (is_extended ? "," + Quoted("_" + name) + extra : "");
  }

  static std::string Quoted(const std::string& name) { return "\"" + name + "\":"; }

  std::string Value(Type type) {
    if (type.Name() == "xhtml") {
      return R"("<div xmlns=\"http://www.w3.org/1999/xhtml\"><p>a<br/>b</p></div>")";
    }
    switch (type.Json()) {
      case Type::JsonKind::kBoolean:
        return "true";
      case Type::JsonKind::kNumber:
        return type.Is("integer") ? "7" : "36.60";
      case Type::JsonKind::kString:
        return "\"text " + std::to_string(serial_) + " <\\n&\\\"\"";
    }
    return "";
  }

  std::size_t serial_ = 0;
};

}  // namespace

BOOST_AUTO_TEST_CASE(every_bundle_of_the_tests_is_the_same_after_xml) {
  const auto bundles = Bundles();
  BOOST_TEST(bundles.size() >= 3U);
  for (const fs::path& path : bundles) {
    BOOST_TEST_CONTEXT(path.string()) {
      const std::string json = ReadFile(path);
      const std::string back = ThereAndBack(json);
      const auto differences = DifferencesOf(json, back, 5);
      BOOST_TEST_REQUIRE(differences.has_value(), back.substr(0, 200));
      for (const JsonDifference& difference : *differences) {
        BOOST_ERROR(difference.pointer << ": " << difference.before << " -> " << difference.after);
      }
      BOOST_TEST((ThereAndBack(back) == back), "what ToJson wrote does not come back as it was");
    }
  }
}

BOOST_AUTO_TEST_CASE(every_element_of_every_resource_comes_back_as_the_same_bytes) {
  Maker maker;
  int resources = 0;
  for (std::size_t i = 0; i < Type::Count(); ++i) {
    const Type type = Type::Nth(i);
    if (!type.IsResource() || type.IsAbstract()) continue;
    ++resources;
    const std::string json = maker.Resource(type, 2);
    const std::string back = ThereAndBack(json);
    const auto differs = std::mismatch(json.begin(), json.end(), back.begin(), back.end()).first;
    const auto at = static_cast<std::size_t>(differs - json.begin());
    BOOST_TEST((back == json),
               type.Name() << " differs at byte " << at << ": "
                           << json.substr(at < 40 ? 0 : at - 40, 80) << " came back "
                           << back.substr(at < 40 ? 0 : std::min(at - 40, back.size()), 80));
  }
  BOOST_TEST(resources > 140);
}

BOOST_AUTO_TEST_CASE(a_large_attachment_comes_back_whole) {
  constexpr std::size_t kSize = 8U << 20U;
  std::string data;
  while (data.size() < kSize) data += "JVBERi0xLjcKJeLjz9MK+/09";
  const std::string json =
      R"({"resourceType":"Binary","contentType":"application/pdf","data":")" + data + "\"}";
  BOOST_TEST((ThereAndBack(json) == json));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::fhir
