// Overlays: what a patch does to what is written; tables, resources and conditions of overlays; the
// merged pack as it is printed. Their faults: broken_test.cpp.
#include "core/mapping/overlay.h"

#include <filesystem>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "tests/core/mapping/lab.h"

namespace wardbridge::mapping {

BOOST_AUTO_TEST_SUITE(overlay)

namespace {

using Files = std::map<std::string, std::string>;

const std::string kBody =
    "\n"
    "        a: one\n"
    "        b: =PID-8\n"
    "        c:\n"
    "          - {id: first, use: 1st}\n"
    "          - id: second\n"
    "            set: {d: two, e: three}\n"
    "        f:\n"
    "          choose:\n"
    "            - {id: given, when: present(PID-8), use: y}\n"
    "            - {use: n}";

std::shared_ptr<const PackFiles> Site(const std::string& name, const std::string& text,
                                      Files others = {}) {
  auto site = std::make_shared<PackFiles>();
  site->root = name;
  site->files = std::move(others);
  site->files["overlay.yaml"] = "overlay: " + name + "\nof: lab@1\n" + text;
  return site;
}

lab::Result Run(PackFiles pack, const std::string& overlay, Files others = {},
                const std::string& segments = "PID|1|||||||F") {
  pack.overlays = {Site("rxx", overlay, std::move(others))};
  return lab::RunPack(pack, segments);
}

struct Case {
  const char* name;
  std::string patch;
  std::string want;
};
std::ostream& operator<<(std::ostream& out, const Case& c) { return out << c.name; }

const std::vector<Case> kPatches = {
    {"none", "{}", R"({"a":"one","b":"F","c":["1st",{"d":"two","e":"three"}],"f":"y"})"},
    {"an element replaced", "{x.v.a: eins}",
     R"({"a":"eins","b":"F","c":["1st",{"d":"two","e":"three"}],"f":"y"})"},
    {"an element removed", "{x.v.a: remove}",
     R"({"b":"F","c":["1st",{"d":"two","e":"three"}],"f":"y"})"},
    {"a formula in place of another", "{x.set.v.b: =PID-1}",
     R"({"a":"one","b":"1","c":["1st",{"d":"two","e":"three"}],"f":"y"})"},
    {"a rule of a list replaced", "{x.v.c.first: {use: erst}}",
     R"({"a":"one","b":"F","c":["erst",{"d":"two","e":"three"}],"f":"y"})"},
    {"a rule that was replaced keeps its name",
     "{x.v.c.first: {use: erst}, x.v.c.first.use: primus}",
     R"({"a":"one","b":"F","c":["primus",{"d":"two","e":"three"}],"f":"y"})"},
    {"an element of a rule, set left out", "{x.v.c.second.d: zwei}",
     R"({"a":"one","b":"F","c":["1st",{"d":"zwei","e":"three"}],"f":"y"})"},
    {"an element of a rule, set named", "{x.v.c.second.set.e: remove}",
     R"({"a":"one","b":"F","c":["1st",{"d":"two"}],"f":"y"})"},
    {"all rules of a list removed", "{x.v.c.first: remove, x.v.c.second: remove}",
     R"({"a":"one","b":"F","f":"y"})"},
    {"a rule added to a list", "{x.v.c.add: {use: 4th}}",
     R"({"a":"one","b":"F","c":["1st",{"d":"two","e":"three"},"4th"],"f":"y"})"},
    {"two rules added to a list", "{x.v.c.add: [4th, 5th]}",
     R"({"a":"one","b":"F","c":["1st",{"d":"two","e":"three"},"4th","5th"],"f":"y"})"},
    {"an element added", "{x.v.add: {g: new}}",
     R"({"a":"one","b":"F","c":["1st",{"d":"two","e":"three"}],"f":"y","g":"new"})"},
    {"an element added to a rule", "{x.v.c.second.add: {g: new}}",
     R"({"a":"one","b":"F","c":["1st",{"d":"two","e":"three","g":"new"}],"f":"y"})"},
    {"a key given to a formula", "{x.v.b.when: PID-8 = \"F\"}",
     R"({"a":"one","b":"F","c":["1st",{"d":"two","e":"three"}],"f":"y"})"},
    {"a key given to a text", "{x.v.c.second.d.when: PID-8 = \"M\"}",
     R"({"a":"one","b":"F","c":["1st",{"e":"three"}],"f":"y"})"},
    {"a key given to an object", "{x.v.when: PID-8 = \"M\"}", ""},
    {"a key given to a resource", "{x.when: PID-8 = \"M\"}", ""},
    {"an alternative before all others", "{x.v.f.add: {when: present(PID-1), use: p}}",
     R"({"a":"one","b":"F","c":["1st",{"d":"two","e":"three"}],"f":"p"})"},
    {"an alternative by its name", "{x.v.f.given.use: yes}",
     R"({"a":"one","b":"F","c":["1st",{"d":"two","e":"three"}],"f":"yes"})"},
};

BOOST_DATA_TEST_CASE(a_patch_changes_what_is_written, boost::unit_test::data::make(kPatches), c) {
  BOOST_TEST(Run(lab::PackWithValue(kBody), "patch: " + c.patch + "\n").value == c.want);
}

BOOST_AUTO_TEST_CASE(a_key_of_an_overlay_raises_its_issue_with_its_own_words) {
  const lab::Result result =
      Run(lab::PackWithValue("=PID-9"), "patch: {x.v.required: 'error \"no alias\"'}\n");
  BOOST_TEST(result.Codes() == "error mapping.required PID-9");
  BOOST_TEST(result.issues.at(0).text == "x.v: no alias");
}

BOOST_AUTO_TEST_CASE(a_resource_is_added_and_one_is_removed) {
  PackFiles pack = lab::PackWithValue("w");
  pack.overlays = {Site("rxx",
                        "patch: {x: remove, bundle.order.add: y}\n"
                        "resources:\n  y: {type: Basic, id: =uuid5(\"y\"), set: {v: new}}\n")};
  BOOST_TEST(lab::RunPack(pack, "PID|1").value == R"("new")");
}

const std::string kTables = "  t: {file: tables/t.csv, system: http://s}";
const Files kRows = {{"tables/t.csv", "source,target\nF,female\nM,male\n"}};

BOOST_AUTO_TEST_CASE(rows_of_an_overlay_come_first_and_have_the_system_of_the_table) {
  const PackFiles pack = lab::PackWithValue("=coding(lookup(t, PID-8))", kTables, kRows);
  const Files rows = {{"tables/r.csv", "source,target\nf,woman\nX,other\n"}};
  const std::string overlay = "tables: {t: {add: tables/r.csv}}\n";
  const auto code = [&](const std::string& sex) {
    return Run(pack, overlay, rows, "PID|1|||||||" + sex).value;
  };
  BOOST_TEST(code("F") == R"({"system":"http://s","code":"woman"})");
  BOOST_TEST(code("X") == R"({"system":"http://s","code":"other"})");
  BOOST_TEST(code("M") == R"({"system":"http://s","code":"male"})");
}

BOOST_AUTO_TEST_CASE(an_overlay_changes_what_is_done_about_unmapped_codes) {
  const PackFiles pack = lab::PackWithValue("=codeable(lookup(t, PID-8))", kTables, kRows);
  const lab::Result result =
      Run(pack, "tables: {t: {unmapped: keep-source-code}}\n", {}, "PID|1|||||||Q");
  BOOST_TEST(result.value == R"({"text":"Q"})");
  BOOST_TEST(result.Codes() == "");
}

// MSH-4 of the lab's messages is RXX.
BOOST_AUTO_TEST_CASE(of_overlays_with_a_condition_the_first_that_holds_applies) {
  PackFiles pack = lab::PackWithValue("plain");
  const auto other = Site("ryy", "apply-when: MSH-4.1 = \"RYY\"\npatch: {x.v: ryy}\n");
  const auto ours = Site("rxx", "apply-when: MSH-4.1 = \"RXX\"\npatch: {x.v: rxx}\n");
  const auto later = Site("late", "apply-when: present(MSH-4)\npatch: {x.v: late}\n");
  const auto always = Site("all", "patch: {x.v: all}\n");
  const auto value = [&](std::vector<std::shared_ptr<const PackFiles>> overlays) {
    pack.overlays = std::move(overlays);
    return lab::RunPack(pack, "PID|1").value;
  };
  BOOST_TEST(value({other}) == R"("plain")");
  BOOST_TEST(value({other, ours, later}) == R"("rxx")");
  BOOST_TEST(value({other, later}) == R"("late")");
  BOOST_TEST(value({always, other}) == R"("all")");
  BOOST_TEST(value({always, ours}) == R"("rxx")");
  BOOST_TEST(value({ours, always}) == R"("all")");
}

BOOST_AUTO_TEST_CASE(the_example_of_a_site_fits_the_shipped_pack) {
  PackFiles pack = lab::ShippedPack();
  pack.overlays = {std::make_shared<const PackFiles>(lab::PackOfFolder(
      std::filesystem::path(WARDBRIDGE_SOURCE_DIR) / "mappings/sites/example-trust", "site"))};
  const auto program = lab::CompileGood(pack);
  const hl7::View view = lab::ViewOfSegments("PID|1|||||||Male||||||||W");
  const model::Summary summary = lab::SampleSummary();
  const std::string bundle = program->Run({view, summary}).bundle;
  BOOST_TEST(bundle.find(R"("gender":"male")") != std::string::npos);
  BOOST_TEST(bundle.find(R"("code":"W","display":"Widowed")") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_pack_with_an_overlay_has_another_name_and_digest) {
  PackFiles pack = lab::PackWithValue("w");
  const auto plain = lab::CompileGood(pack);
  pack.overlays = {Site("rxx", "")};
  const auto with = lab::CompileGood(pack);
  BOOST_TEST(plain->Name() == "lab");
  BOOST_TEST(with->Name() == "lab+rxx");
  BOOST_TEST(plain->Digest() != with->Digest());
}

BOOST_AUTO_TEST_CASE(the_effective_pack_names_the_origin_of_each_line) {
  PackFiles pack =
      lab::PackOf("pack: lab\nformat: 1\nversion: 1.0.0\ntables:\n" + kTables +
                      "\nbundle: {type: collection, id: =uuid5(\"b\"), order: [x]}\n"
                      "resources:\n  x:\n    type: Patient\n    id: =uuid5(\"x\")\n    set:\n"
                      "      gender: {use: \"=lookup(t, PID-8)\", note: \"why: so\"}\n",
                  kRows);
  pack.overlays = {Site("rxx",
                        "patch:\n  x.gender.default: unknown\ntables:\n  t: {add: tables/r.csv}\n",
                        {{"tables/r.csv", "source,target\nX,other\n"}})};
  std::vector<Fault> faults;
  const auto printed = PrintEffective(pack, "", faults);
  BOOST_TEST(faults.empty());
  BOOST_REQUIRE(printed.has_value());
  const auto has = [&](const std::string& line, const std::string& origin) {
    const std::size_t at = printed->find(line + " ");
    const std::size_t end = printed->find('\n', at);
    BOOST_TEST_CONTEXT(line) {
      BOOST_REQUIRE(at != std::string::npos);
      BOOST_TEST(printed->substr(0, end).ends_with("# " + origin));
    }
  };
  has("      use: =lookup(t, PID-8)", "p/pack.yaml:12");
  has("      note: \"why: so\"", "p/pack.yaml:12");
  has("      default: unknown", "rxx/overlay.yaml:4");
  has("      - {source: \"F\", target: \"female\", system: \"http://s\"}", "p/tables/t.csv:2");
  has("      - {source: \"X\", target: \"other\", system: \"http://s\"}", "rxx/tables/r.csv:2");
  const auto unknown = PrintEffective(pack, "ryy", faults);
  BOOST_REQUIRE(!unknown.has_value());
  BOOST_TEST((unknown.error().code == Code::kNotFound));
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::mapping
