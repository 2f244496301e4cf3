// Formulas with the values they give: paths, selectors, states, operators, functions.
#include "core/mapping/formula_compiler.h"

#include <ostream>
#include <string>
#include <vector>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "tests/core/mapping/lab.h"

namespace wardbridge::mapping {

BOOST_AUTO_TEST_SUITE(formula_compiler)

namespace {

constexpr const char* kSegments =
    "PID|1||9990000018^^^NHS~A1^^^RXX^MR~B2^^^RYY&1.2.3&ISO^PI||Bell^Ann~Old^Ann^^^^^M||19440229|F|"
    "||"
    "9 Work Rd^^Leeds^^LS1 1AA^^B~1 Home Rd^^Leeds^^LS2 2BB^^H||||||||||||||||||\"\"|N\n"
    "PV1|1|I|W1^2^3||||||||||||||||V9^^^RXX\n"
    "NK1|1|Bell^Bob|HUS\nNK1|2|Bell^Cat|SIS\n"
    "OBR|1|||A\nOBX|1|NM|8867-4^Pulse^LN||72|/min\nZZZ|x\nNTE|1||note of "
    "pulse\nOBX|2|NM|9279-1^Resp^LN||14~15|/min\n"
    "OBR|2|||B\nOBX|1|ST|T^x||hot \\T\\ \\F\\ cold\nZU1|||a^b&c";

struct Case {
  const char* formula;
  const char* want;  // JSON, "" when nothing is written
  const char* issues = "";
};
std::ostream& operator<<(std::ostream& out, const Case& c) { return out << c.formula; }

const std::vector<Case> kPaths = {
    {"=PID-7", R"("19440229")"},
    {"=PID-3", R"("9990000018")"},
    {"=PID-3[2]", R"("A1")"},
    {"=PID-3[last].4", R"("RYY")"},
    {"=PID-3[3].4.2", R"("1.2.3")"},
    {"=PID-3[9]", ""},
    {"=PID-3[is_nhs_number].1", R"("9990000018")"},
    {"=PID-3[not is_nhs_number].1", R"("A1")"},
    {"=PID-3[4 = \"RYY\"].1", R"("B2")"},
    {"=PID-3[4.2 = \"1.2.3\"].1", R"("B2")"},
    {"=PID-3[4 = \"RYY\" or 5 = \"MR\"].1", R"("A1")"},
    {"=PID-3[5 in (\"PI\", \"XX\")].1", R"("B2")"},
    {"=PID-3[1 ~ \"^B\"].1", R"("B2")"},
    {"=PID-3[present(5) and not (5 = \"MR\")].1", R"("B2")"},
    {"=PID-11[home_or_first].5", R"("LS2 2BB")"},
    {"=PID-5.2", R"("Ann")"},
    {"=ZU1-3.2.2", R"("c")"},
    {"=ZU1-3", R"("a")"},
    {"=MSH-4.1", R"("RXX")"},
    {"=MSH-1", R"("|")"},
    {"=NK1-2.2", R"("Bob")"},
    {"=NK1[2]-2.2", R"("Cat")"},
    {"=NK1[3 = \"SIS\"]-2.2", R"("Cat")"},
    {"=OBR[*] > OBX[3.1 = \"9279-1\"]-5", R"("14")"},
    {"=OBR[2] > OBX[first]-5", R"("hot & | cold")"},
    {"=OBR[1] > OBX[last]-5[2]", R"("15")"},
    {"=OBR[2] > OBX[2]-5", ""},
    {"=OBX[1] > NTE[1]-3", R"("note of pulse")"},
    {"=OBX[2] > NTE[1]-3", ""},
    {"=event(A03).PV1-19", R"("V9")"},
    {"=event(A01).PV1-19", ""},
    {"=PID-29", ""},
    {"=PID-99", ""},
};

BOOST_DATA_TEST_CASE(a_path_reads_its_place, boost::unit_test::data::make(kPaths), c) {
  const lab::Result result = lab::RunValue(std::string("'") + c.formula + "'", kSegments);
  BOOST_TEST(result.value == c.want);
  BOOST_TEST(result.Codes() == c.issues);
}

const std::vector<Case> kConditions = {
    {"=present(PID-7)", "true"},
    {"=present(PID-29)", "false"},
    {"=missing(PID-29)", "false"},
    {"=deleted(PID-29)", "true"},
    {"=missing(PID-28)", "true"},
    {"=PID-8 = \"F\"", "true"},
    {"=PID-8 != \"F\"", "false"},
    {"=PID-8 in (\"M\", \"F\")", "true"},
    {"=PID-7 ~ \"^1944\"", "true"},
    {"=not present(PID-7) or PID-8 = \"F\"", "true"},
    {"=present(PID-7) and PID-8 = \"M\"", "false"},
    {"=not (present(PID-7) and PID-8 = \"M\")", "true"},
    {"=PID-28 = \"\"", "true"},
    {"=present(NK1[*])", "true"},
    {"=present(AL1[*])", "false"},
    {"=yes_no(PID-30) or present(PID-7)", "true"},
};

BOOST_DATA_TEST_CASE(a_condition_decides, boost::unit_test::data::make(kConditions), c) {
  BOOST_TEST(lab::RunValue(std::string("'") + c.formula + "'", kSegments).value == c.want);
}

const std::vector<Case> kOperators = {
    {"=PID-28 or PID-8", R"("F")"},
    {"=PID-28 or PID-27", ""},
    {"=date(PID-8) or PID-7", R"("19440229")", "warning mapping.date PID-8"},
    {"=\"a \\\"b\\\" c\"", R"("a \"b\" c")"},
    {"=36.60", "36.60"},
    {"=-5", "-5"},
    {"=true", "true"},
    {"plain text", R"("plain text")"},
    {"==\"rest\"", R"("=rest")"},
    {"=lookup(t, PID-8)", R"("female")"},
    {"=lookup(t, \" f \")", R"("female")"},
    {"=lookup(t, \"Q\")", "", "warning mapping.unmapped "},
    {"=lookup(t, PID-29)", ""},
    {"=lookup(t, \"quiet\")", ""},
};

BOOST_DATA_TEST_CASE(an_operator_or_constant_gives_its_value,
                     boost::unit_test::data::make(kOperators), c) {
  const lab::Result result =
      lab::RunValue(std::string("'") + c.formula + "'", kSegments, "  t: {file: tables/t.csv}",
                    {{"tables/t.csv", "source,target\nF,female\nquiet,\n"}});
  BOOST_TEST(result.value == c.want);
  std::string codes = result.Codes();
  if (codes.ends_with("mapping.unmapped x.v")) codes.resize(codes.size() - 3);
  BOOST_TEST(codes == c.issues);
}

const std::vector<Case> kJoined = {
    {"=stay.key", R"("RXX|visit|V000123|RXX#1")"},
    {"=stay.start", R"("2026-10-20T17:16:00+01:00")"},
    {"=stay.class", R"("HH")"},
    {"=stay.ward", R"("VWRESP")"},
    {"=organisation.ods", R"("RXX")"},
    {"=summary.revision", "1"},
    {"=summary.previous-revision", ""},
    {"=instant(summary.due)", R"("2026-11-02T10:15:00.250+00:00")"},
    {"=document.title", R"("Virtual Ward Remote Monitoring Summary")"},
    {"=event(A01).PID-3", R"("9990000018")"},
    {"=event(A01).PV1-36", ""},
    {"=event(A03).PV1-36", R"("1")"},
    {"{each: readings, when: reading.vital = \"temperature\", use: =reading.value}", "[38.40]"},
    {"{each: readings, when: reading.vital = \"air-or-oxygen\", use: =reading.on-oxygen}",
     "[true]"},
    {"{each: news2.totals, use: =total.value}", "[8]"},
    {"{each: news2.totals, use: =total.band}", R"(["high"])"},
    {"{each: news2.scores, when: score.value = \"1\", use: =score.code}",
     R"(["1104351000000103","1104371000000107"])"},
    {"{each: news2.totals, set: {n: {each: total.readings, when: reading.vital = \"pulse\", use: "
     "=reading.value}}}",
     R"([{"n":[104]}])"},
};

BOOST_DATA_TEST_CASE(a_joined_name_gives_its_value, boost::unit_test::data::make(kJoined), c) {
  BOOST_TEST(lab::RunValueOnSample(c.formula).value == c.want);
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::mapping
