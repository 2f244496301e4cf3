// What a message says of a stay, kept as text and read back.
#include "edge/store/event_text.h"

#include <boost/test/unit_test.hpp>

namespace wardbridge::store {

BOOST_AUTO_TEST_SUITE(event_text)

namespace {

model::Event Everything() {
  model::Event event;
  event.kind = model::EventKind::kVisitMoved;
  event.trigger = "A45";
  event.inbox_id = 17;
  event.feed = "pas";
  event.received = Timestamp::FromUnixMs(1'792'000'000'123);
  event.version = "v1";
  event.occurred = Timestamp::FromUnixMs(1);
  event.sent = Timestamp::FromUnixMs(2);
  event.patient.nhs_number = model::NhsNumber::Parse("9990000018");
  event.patient.local.emplace_back("L1|R\"XX");
  event.patient.birth_date = Phi<std::string>("19440229");
  event.patient.former = {*model::NhsNumber::Parse("9990000026")};
  event.visit.spell_keys = {"a", "b"};
  event.visit.admitted = Timestamp::FromUnixMs(3);
  event.location_stated = true;
  event.ward = model::Ward{"VW1", "Ward", "VR", 2, 99};
  event.ward->thresholds.vitals[model::Vital::kPulse].high = model::Decimal::Parse("120.5");
  event.from_virtual_ward = true;
  event.ward_excluded = true;
  event.starts_by_transfer = false;
  event.a02_exit_ends_stay = true;
  event.discharge_method = "1";
  event.discharge_destination = "19";
  event.merged.local.emplace_back("L2|RXX");
  event.merged_spell_keys = {"c"};
  event.holds = {{model::Issue::Severity::kError, "code", "path", "text", "rule"}};
  event.warnings = {{model::Issue::Severity::kWarning, "w", "p", "t", ""}};
  return event;
}

}  // namespace

BOOST_AUTO_TEST_CASE(everything_comes_back) {
  const model::Event event = Everything();
  const auto back = EventOf(TextOf(&event));
  BOOST_REQUIRE(back);
  BOOST_TEST(TextOf(back.get()) == TextOf(&event));
  BOOST_TEST((back->kind == event.kind));
  BOOST_TEST((back->patient == event.patient));
  BOOST_TEST((back->merged == event.merged));
  BOOST_TEST((back->ward == event.ward));
  BOOST_TEST((back->received == event.received));
  BOOST_TEST((back->occurred == event.occurred));
  BOOST_TEST((back->visit.admitted == event.visit.admitted));
  BOOST_TEST(!back->visit.discharged.has_value());
  BOOST_TEST((back->holds == event.holds));
  BOOST_TEST((back->warnings == event.warnings));
  BOOST_TEST(back->visit.spell_keys == event.visit.spell_keys);
  BOOST_TEST(back->merged_spell_keys == event.merged_spell_keys);
  BOOST_TEST(back->a02_exit_ends_stay);
  BOOST_TEST(!back->starts_by_transfer);
}

BOOST_AUTO_TEST_CASE(every_kind_has_a_name_of_its_own) {
  model::Event event = Everything();
  for (int kind = 0; kind <= static_cast<int>(model::EventKind::kUnhandled); ++kind) {
    event.kind = static_cast<model::EventKind>(kind);
    const auto back = EventOf(TextOf(&event));
    BOOST_REQUIRE(back);
    BOOST_TEST((back->kind == event.kind));
  }
}

// The text of an event whose thresholds stand there as `thresholds`; "" takes them out.
std::string WithThresholds(const std::string& thresholds) {
  const model::Event event = Everything();
  std::string text = TextOf(&event);
  const std::string own = R"("thresholds":")" + model::TextOf(event.ward->thresholds) + "\"";
  const std::size_t at = text.find(own);
  BOOST_REQUIRE(at != std::string::npos);
  const std::string other = thresholds.empty() ? R"("other":0)" : thresholds;
  return text.replace(at, own.size(), other);
}

BOOST_AUTO_TEST_CASE(a_ward_of_an_older_version_has_the_thresholds_of_one_that_says_nothing) {
  const auto back = EventOf(WithThresholds(""));
  BOOST_REQUIRE(back);
  BOOST_TEST((back->ward->thresholds == model::Thresholds{}));
}

BOOST_AUTO_TEST_CASE(thresholds_that_are_no_longer_readable_are_read_from_the_message) {
  BOOST_TEST(!EventOf(WithThresholds(R"("thresholds":"pulse=fast")")));
}

BOOST_AUTO_TEST_CASE(what_is_not_ours_is_nothing) {
  for (const char* text :
       {"", "{", "[]", "{\"form\":2}", "{\"form\":1}", "null", "{\"form\":\"1\"}"}) {
    BOOST_TEST(!EventOf(text), text);
  }
  BOOST_TEST(TextOf(nullptr).empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::store
