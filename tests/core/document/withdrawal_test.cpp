#include "core/document/withdrawal.h"

#include <boost/test/unit_test.hpp>

#include "tests/core/document/pdf.h"

namespace wardbridge::document {

BOOST_AUTO_TEST_SUITE(withdrawal)

namespace {

Withdrawal Sample() {
  Withdrawal withdrawal;
  withdrawal.organisation.name = "Example NHS Foundation Trust";
  withdrawal.organisation.ods = "RXX";
  withdrawal.organisation.telecom = "0300 555 0199";
  withdrawal.person.nhs_number = model::NhsNumber::Parse("9990000018");
  withdrawal.person.family = Phi<std::string>("Samplesby");
  withdrawal.revision = 3;
  withdrawal.due = *ParseInstant("2026-10-23T16:15:00+01:00");
  withdrawal.reason = "the hospital cancelled the discharge.";
  return withdrawal;
}

}  // namespace

BOOST_AUTO_TEST_CASE(one_page_says_what_is_withdrawn_when_and_why) {
  const auto document = RenderWithdrawal(Sample(), Options{});
  BOOST_REQUIRE(document.has_value());
  BOOST_TEST(document->pages == 1);
  const std::string text = testing::TextOf(document->bytes);
  for (const char* phrase :
       {"This document was withdrawn", "Please do not use revision 2", "nor any earlier one",
        "Reason: the hospital cancelled the discharge.", "NHS number: 999 000 0018",
        "23 Oct 2026 16:15, as revision 3", "Example NHS Foundation Trust (ODS RXX)",
        "Questions to: 0300 555 0199"}) {
    BOOST_TEST(text.find(phrase) != std::string::npos, phrase << " in " << text);
  }
  BOOST_TEST(text.find("Samplesby") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(it_is_marked_for_a_screen_reader_and_has_the_same_bytes_again) {
  const auto document = RenderWithdrawal(Sample(), Options{});
  const auto again = RenderWithdrawal(Sample(), Options{});
  BOOST_REQUIRE(document.has_value());
  BOOST_REQUIRE(again.has_value());
  BOOST_TEST(document->bytes == again->bytes);
  auto structure = testing::StructureOf(document->bytes);
  BOOST_TEST(structure.marked);
  BOOST_TEST(structure.tags["/H1"] == 1);
  BOOST_TEST(structure.warnings == 0);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::document
