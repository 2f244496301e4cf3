#include "core/hl7/view.h"

#include <memory>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "tests/core/hl7/support.h"

namespace wardbridge::hl7 {

BOOST_AUTO_TEST_SUITE(view)

namespace {

ViewPart Part(const std::string& trigger, std::int64_t id, const std::string& segments,
              const ParseOptions& options = {}) {
  return {std::make_shared<const Message>(test::With(segments, options)), trigger, id, "feed"};
}

BOOST_AUTO_TEST_CASE(the_newest_value_of_a_field_wins) {
  const View view(
      {Part("A01", 1, "PID|1||||Old^Name||19440229\r"), Part("A03", 2, "PID|1||||New^Name||\r")});
  BOOST_TEST(view.Field("PID", 5).Text() == "New");
  BOOST_TEST(view.OriginOf(view.Field("PID", 5))->inbox_id == 2);
}

BOOST_AUTO_TEST_CASE(an_older_message_fills_what_is_empty_only) {
  const View view({Part("A01", 1, "PID|1||||Old^Name||19440229|F\rPV1|1|I\r"),
                   Part("A03", 2, "PID|1||||New||   |^^\r")});
  BOOST_TEST(view.Field("PID", 7).Text() == "19440229");
  BOOST_TEST(view.Field("PID", 8).Text() == "F");
  BOOST_TEST(view.Field("PV1", 2).Text() == "I");
  BOOST_TEST(view.OriginOf(view.Field("PID", 7))->inbox_id == 1);
  BOOST_TEST(view.Field("PID", 5).Component(2).presence() == Presence::kMissing);
}

BOOST_AUTO_TEST_CASE(the_newest_null_deletes) {
  const View view({Part("A01", 1, "PID|1||||A||19440229\r"), Part("A08", 2, "PID|1||||A||\"\"\r"),
                   Part("A03", 3, "PID|1||||A||\r")});
  BOOST_TEST(view.Field("PID", 7).presence() == Presence::kNull);
  BOOST_TEST(view.OriginOf(view.Field("PID", 7))->inbox_id == 2);
}

BOOST_AUTO_TEST_CASE(a_value_after_a_null_counts_again) {
  const View view({Part("A01", 1, "PID|1||||A||\"\"\r"), Part("A08", 2, "PID|1||||A||19440229\r")});
  BOOST_TEST(view.Field("PID", 7).Text() == "19440229");
}

BOOST_AUTO_TEST_CASE(null_of_a_feed_that_sends_it_everywhere_deletes_nothing) {
  const View view({Part("A01", 1, "PID|1||||A||19440229\r"),
                   Part("A03", 2, "PID|1||||A||\"\"\r", {std::nullopt, true})});
  BOOST_TEST(view.Field("PID", 7).Text() == "19440229");
}

BOOST_AUTO_TEST_CASE(what_no_message_has_is_missing) {
  const View view({Part("A01", 1, "PID|1\r")});
  BOOST_TEST(view.Field("PV2", 3).presence() == Presence::kMissing);
  BOOST_TEST(view.Field("PID", 40).presence() == Presence::kMissing);
  BOOST_TEST((view.OriginOf(view.Field("PV2", 3)) == nullptr));
  BOOST_TEST(view.Group("NK1").empty());
  const View empty({});
  BOOST_TEST(empty.Field("PID", 3).presence() == Presence::kMissing);
  BOOST_TEST(empty.Group("NK1").empty());
  BOOST_TEST((empty.Event("A03") == nullptr));
}

BOOST_AUTO_TEST_CASE(repeating_segments_come_from_one_message_as_a_group) {
  const View view({Part("A01", 1, "NK1|1|Old\rNK1|2|Older\rAL1|1||X\r"),
                   Part("A08", 2, "NK1|1|New\r"), Part("A03", 3, "PID|1\r")});
  const std::vector<Segment> kin = view.Group("NK1");
  BOOST_REQUIRE(kin.size() == 1U);
  BOOST_TEST(kin[0].Field(2).Text() == "New");
  BOOST_TEST(view.Group("AL1").size() == 1U);
  BOOST_TEST(view.OriginOf(view.Group("AL1")[0].Field(3))->inbox_id == 1);
}

BOOST_AUTO_TEST_CASE(a_field_of_a_repeating_segment_is_that_of_the_group) {
  const View view({Part("A01", 1, "NK1|1|Old|SPO\r"), Part("A08", 2, "NK1|1|New\r")});
  BOOST_TEST(view.Field("NK1", 2).Text() == "New");
  BOOST_TEST(view.Field("NK1", 3).presence() == Presence::kMissing);
  BOOST_TEST(view.Field("AL1", 3).presence() == Presence::kMissing);
}

BOOST_AUTO_TEST_CASE(segments_repeat_or_they_do_not) {
  for (const char* const id :
       {"NK1", "AL1", "DG1", "PR1", "OBX", "OBR", "NTE", "IN1", "ROL", "GT1"}) {
    BOOST_TEST(View::IsRepeating(id), id);
  }
  for (const char* const id : {"MSH", "EVN", "PID", "PD1", "PV1", "PV2", "MRG", "ZU1", "ZU8", ""}) {
    BOOST_TEST(!View::IsRepeating(id), id);
  }
}

BOOST_AUTO_TEST_CASE(z_segments_are_merged_field_by_field) {
  const View view({Part("A01", 1, "ZU1|a|1\r"), Part("A03", 2, "ZU1||2\r")});
  BOOST_TEST(view.Field("ZU1", 1).Text() == "a");
  BOOST_TEST(view.Field("ZU1", 2).Text() == "2");
}

BOOST_AUTO_TEST_CASE(an_event_is_the_newest_message_of_its_trigger) {
  const View view(
      {Part("A02", 1, "PV1|1|a\r"), Part("A02", 2, "PV1|1|b\r"), Part("A03", 3, "PV1|1|c\r")});
  BOOST_REQUIRE((view.Event("A02") != nullptr));
  BOOST_TEST(view.Event("A02")->Get("PV1", 2).Text() == "b");
  BOOST_TEST((view.Event("A01") == nullptr));
}

BOOST_AUTO_TEST_CASE(a_view_keeps_its_messages_alive) {
  std::vector<ViewPart> parts = {Part("A01", 1, "PID|1||||Kept\r")};
  const View view(std::move(parts));
  BOOST_TEST(view.Field("PID", 5).Text() == "Kept");
  BOOST_TEST(view.parts().size() == 1U);
  BOOST_TEST(view.OriginOf(view.Field("PID", 5))->feed == "feed");
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::hl7
