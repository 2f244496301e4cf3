#include "edge/telemetry/metrics.h"

#include <array>
#include <ostream>
#include <string>
#include <thread>
#include <vector>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

namespace wardbridge::telemetry {

BOOST_AUTO_TEST_SUITE(metrics)

namespace {

struct Case {
  const char* want;  // a whole line of the exposition
  void (*act)(Metrics& metrics);
};
std::ostream& operator<<(std::ostream& out, const Case& c) { return out << c.want; }

const std::array kCases = {
    Case{R"(wardbridge_messages_received_total{listener="adt",type="ADT^A03"} 2)",
         [](Metrics& m) {
           m.MessageReceived("adt", "ADT^A03");
           m.MessageReceived("adt", "ADT^A03");
         }},
    Case{R"(wardbridge_messages_received_total{listener="adt",type="other"} 1)",
         [](Metrics& m) { m.MessageReceived("adt", "other"); }},
    Case{R"(wardbridge_messages_received_total{listener="adt",type="other"} 3)",
         [](Metrics& m) {
           m.MessageReceived("adt", "Smith^Edith");
           m.MessageReceived("adt", "ADT^A03\"x");
           m.MessageReceived("adt", "");
         }},
    Case{R"(wardbridge_messages_received_total{listener="adt",type="ACK"} 1)",
         [](Metrics& m) { m.MessageReceived("adt", "ACK"); }},
    Case{R"(wardbridge_messages_acknowledged_total{code="AA"} 1)",
         [](Metrics& m) { m.Acknowledged("AA"); }},
    Case{R"(wardbridge_messages_acknowledged_total{code="none"} 0)", [](Metrics&) {}},
    Case{R"(wardbridge_readings_total{source="rpm"} 1)",
         [](Metrics& m) { m.ReadingStored("rpm"); }},
    Case{R"(wardbridge_summaries_total{result="built"} 1)",
         [](Metrics& m) { m.SummaryMade("built"); }},
    Case{R"(wardbridge_summaries_total{result="set_aside"} 0)", [](Metrics&) {}},
    Case{R"(wardbridge_delivery_attempts_total{destination="archive",result="delivered"} 1)",
         [](Metrics& m) { m.DeliveryAttempt("archive", "delivered"); }},
    Case{R"(wardbridge_fragments_total{listener="adt",reason="timeout"} 1)",
         [](Metrics& m) { m.Fragment("adt", "timeout"); }},
    Case{R"(wardbridge_noise_bytes_total{listener="adt"} 12)",
         [](Metrics& m) {
           m.NoiseBytes("adt", 5);
           m.NoiseBytes("adt", 7);
         }},
    Case{"wardbridge_inbox_depth 7", [](Metrics& m) { m.SetInboxDepth(7); }},
    Case{"wardbridge_inbox_depth 0", [](Metrics&) {}},
    Case{"wardbridge_set_aside 3", [](Metrics& m) { m.SetSetAside(3); }},
    Case{"wardbridge_stays_open 4", [](Metrics& m) { m.SetStaysOpen(4); }},
    Case{R"(wardbridge_connections{listener="adt"} 2)",
         [](Metrics& m) { m.SetConnections("adt", 2); }},
    Case{R"(wardbridge_outbox_depth{destination="archive",state="in-doubt"} 1)",
         [](Metrics& m) { m.SetOutboxDepth("archive", "in-doubt", 1); }},
    Case{R"(wardbridge_outbox_oldest_seconds{destination="archive"} 61.5)",
         [](Metrics& m) { m.SetOutboxOldestSeconds("archive", 61.5); }},
    Case{R"(wardbridge_ack_seconds_bucket{le="0.005"} 1)", [](Metrics& m) { m.AckSeconds(0.004); }},
    Case{R"(wardbridge_receive_to_delivered_seconds_bucket{le="900"} 1)",
         [](Metrics& m) {
           m.ReceiveToDeliveredSeconds(901);
           m.ReceiveToDeliveredSeconds(899);
         }},
    Case{"wardbridge_convert_seconds_sum 0.5", [](Metrics& m) { m.ConvertSeconds(0.5); }},
    Case{R"(wardbridge_commit_batch_size_bucket{le="64"} 1)",
         [](Metrics& m) { m.CommitBatchSize(64); }},
};

BOOST_DATA_TEST_CASE(each_event_is_counted_under_its_public_name,
                     boost::unit_test::data::make(kCases), c) {
  Metrics metrics;
  c.act(metrics);
  BOOST_TEST(("\n" + metrics.Text()).find(std::string("\n") + c.want + "\n") != std::string::npos,
             metrics.Text());
}

BOOST_AUTO_TEST_CASE(a_flood_of_invented_types_does_not_grow_without_end) {
  Metrics metrics;
  for (int i = 0; i < 5'000; ++i) {
    const std::string event{static_cast<char>('A' + i / 625 % 25),
                            static_cast<char>('A' + i / 25 % 25), static_cast<char>('A' + i % 25)};
    metrics.MessageReceived("adt", "ADT^" + event);
  }
  const std::string text = metrics.Text();
  std::size_t lines = 0;
  for (std::size_t at = 0;
       (at = text.find("\nwardbridge_messages_received_total{", at)) != std::string::npos; ++at) {
    ++lines;
  }
  BOOST_TEST(lines == 257U);
  BOOST_TEST(text.find(R"(type="other"} 4744)") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(every_family_says_what_it_is) {
  Metrics metrics;
  BOOST_TEST(metrics.Text().find("# TYPE wardbridge_ack_seconds histogram\n") != std::string::npos);
  BOOST_TEST(metrics.Text().find("# TYPE wardbridge_messages_acknowledged_total counter\n") !=
             std::string::npos);
}

BOOST_AUTO_TEST_CASE(threads_count_together_while_the_text_is_read) {
  Metrics metrics;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&metrics, t] {
      for (int i = 0; i < 1'000; ++i) {
        metrics.MessageReceived("adt", i % 2 == 0 ? "ADT^A03" : "ORU^R01");
        metrics.SetOutboxDepth("d" + std::to_string(i % 10), "ready", t);
        metrics.AckSeconds(0.001);
      }
    });
  }
  for (int i = 0; i < 10; ++i) BOOST_TEST(!metrics.Text().empty());
  for (std::thread& thread : threads) thread.join();
  const std::string text = metrics.Text();
  BOOST_TEST(text.find(R"(type="ADT^A03"} 2000)") != std::string::npos);
  BOOST_TEST(text.find("wardbridge_ack_seconds_count 4000\n") != std::string::npos);
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::telemetry
