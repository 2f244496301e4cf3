#include "core/mapping/formula.h"

#include <ostream>
#include <string>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

namespace wardbridge::mapping {

BOOST_AUTO_TEST_SUITE(formula)

namespace {

struct FaultCase {
  const char* name;
  std::string text;
  std::size_t offset;
};
std::ostream& operator<<(std::ostream& out, const FaultCase& c) { return out << c.name; }

const std::vector<FaultCase> kFaults = {
    {"nothing at all", "", 0},
    {"a text without end", "concat(\"a", 7},
    {"an open bracket", "date(PID-7", 10},
    {"a selector without end", "PID-3[first", 11},
    {"two values side by side", "PID-7 PID-8", 6},
    {"an operator at the end", "PID-7 or", 8},
    {"an operator at the start", "or PID-7", 0},
    {"field zero", "PID-0", 4},
    {"component zero", "PID-3.0", 6},
    {"a list without texts", "PID-8 in (PID-7)", 10},
    {"an event without a path", "event(A03)", 10},
    {"an event of four letters", "event(A034).PID-3", 6},
    {"a step to no segment", "OBR[*] > obx", 9},
    {"a number with a leading zero", "quantity(01, \"%\")", 9},
    {"too deep", std::string(40, '(') + "PID-7" + std::string(40, ')'), 32},
    {"too long", std::string(5000, ' '), 0},
};

BOOST_DATA_TEST_CASE(a_slip_is_found_at_its_character, boost::unit_test::data::make(kFaults), c) {
  SyntaxFault fault;
  BOOST_TEST(!ParseFormula(c.text, fault));
  BOOST_TEST(fault.offset == c.offset);
  BOOST_TEST(!fault.text.empty());
}

struct LooksCase {
  const char* text;
  bool path;
};
std::ostream& operator<<(std::ostream& out, const LooksCase& c) { return out << c.text; }

constexpr LooksCase kLooks[] = {
    {"PID-7", true},     {"ZU1-3.2", true},      {"PID-3[first].1", true},
    {"finished", false}, {"LS1 1AA", false},     {"PID", false},
    {"ABC-1", false},    {"PID-7 or so", false}, {"ISO-8859", false}};

BOOST_DATA_TEST_CASE(a_forgotten_sign_is_suspected, boost::unit_test::data::make(kLooks), c) {
  BOOST_TEST(LooksLikePath(c.text) == c.path);
}

BOOST_AUTO_TEST_CASE(a_path_keeps_its_parts) {
  SyntaxFault fault;
  const auto ast = ParseFormula("event(A03).OBR[2] > OBX[last]-5[*].1.2", fault);
  BOOST_REQUIRE(ast.has_value());
  BOOST_REQUIRE(ast->kind == Ast::Kind::kPath);
  const Path& path = ast->path;
  BOOST_TEST(path.event == "A03");
  BOOST_REQUIRE_EQUAL(path.steps.size(), 2U);
  BOOST_TEST(path.steps[0].id == "OBR");
  BOOST_TEST(path.steps[0].selector.number == 2U);
  BOOST_TEST((path.steps[1].selector.kind == Selector::Kind::kLast));
  BOOST_TEST(path.field == 5U);
  BOOST_TEST((path.repetition.kind == Selector::Kind::kAll));
  BOOST_TEST((path.parts == std::vector<std::size_t>{1, 2}));
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::mapping
