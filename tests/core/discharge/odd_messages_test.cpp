// A thousand odd messages: each gives a Bundle or is set aside with reasons, and nothing of it is
// lost without a line that says so.
#include <algorithm>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "base/json_spans.h"
#include "base/text.h"
#include "core/discharge/discharge.h"
#include "tests/support/stay_request.h"
#include "tests/support/virtual_ward.h"

namespace wardbridge::discharge {

BOOST_AUTO_TEST_SUITE(odd_messages)

namespace {

// One message as segments of fields, which may be spoilt. The same seed gives the same message.
class OddMessage {
 public:
  OddMessage(std::string_view message, std::uint32_t seed) : random_(seed) {
    for (const std::string_view line : Split(message, '\r')) {
      if (line.empty()) continue;
      std::vector<std::string> fields;
      for (const std::string_view field : Split(line, '|')) fields.emplace_back(field);
      segments_.push_back(std::move(fields));
    }
    const std::size_t changes = 1 + Below(6);
    for (std::size_t i = 0; i < changes; ++i) Spoil();
  }

  [[nodiscard]] std::string Text() const {
    std::string text;
    for (const auto& fields : segments_) {
      for (std::size_t i = 0; i < fields.size(); ++i) text += (i == 0 ? "" : "|") + fields[i];
      text += '\r';
    }
    return text;
  }

 private:
  std::size_t Below(std::size_t count) { return random_() % count; }

  // A field of any segment but MSH, which says who sent it.
  std::string& AnyField() {
    std::vector<std::string>& fields = segments_[1 + Below(segments_.size() - 1)];
    const std::size_t at = 1 + Below(50);
    if (fields.size() <= at) fields.resize(at + 1);
    return fields[at];
  }

  void Spoil() {
    static const std::vector<std::string> kWrong = {
        "20261399",  "1944-02-29", "\"\"",      "^^^",        "~~",          "&&",
        "\\X0D\\",   "\\",         "\\Zodd\\",  "not a date", "99999999999", "-1",
        "\xC3\xA9t", "\xFF\xFE",   "<b>&amp;",  "{\"a\":1}",  "${jndi}",     "' OR 1=1",
        "ODD1^ODD2", "ODD1~ODD2",  "ODD1&ODD2", "+0000",      "20000101+^D"};
    switch (Below(7)) {
      case 0:
        AnyField() = kWrong[Below(kWrong.size())];
        break;
      case 1:
        AnyField() += "~" + std::string("EXTRA^REPETITION");
        break;
      case 2: {  // components go missing
        std::string& field = AnyField();
        field = field.substr(0, field.find('^'));
        break;
      }
      case 3:
        segments_.insert(segments_.begin() + 1 + static_cast<std::ptrdiff_t>(Below(4)),
                         {"ZQ" + std::to_string(Below(10)), "ODD^SEGMENT", "", "LAST"});
        break;
      case 4:
        AnyField() = std::string(1 + Below(70'000), 'h');
        break;
      case 5:  // a segment comes twice
        segments_.push_back(segments_[1 + Below(segments_.size() - 1)]);
        break;
      default:
        AnyField() += "^^^^^^^^DEEP&DEEPER";
        break;
    }
  }

  std::mt19937 random_;
  std::vector<std::vector<std::string>> segments_;
};

ExplainRequest OddRequest(std::uint32_t seed) {
  ExplainRequest request;
  request.assemble = test::Request();
  StoredMessage& message = request.assemble.messages[seed % 2];
  message.bytes = OddMessage(message.bytes, seed).Text();
  const std::string readings =
      OddMessage(test::ReadingsMessage("R", "20261021080000", "72"), seed + 1'000'000).Text();
  request.measured = {{10, "R01", "rpm", readings}};
  const Interpreted meaning =
      test::WardProgram().Interpret(request.measured.front(), request.assemble.due);
  request.assemble.readings.clear();
  if (!meaning.events.empty()) request.assemble.readings = meaning.events.front().readings;
  return request;
}

// Whether every value of a source lies within the message it names.
void CheckSources(const ExplainRequest& request, const Explained& explained) {
  std::vector<const StoredMessage*> messages;
  for (const StoredMessage& message : request.assemble.messages) messages.push_back(&message);
  for (const StoredMessage& message : request.measured) messages.push_back(&message);
  const auto is_within = [&](const mapping::ExplainedField& field) {
    const auto at = std::find_if(messages.begin(), messages.end(), [&](const auto* message) {
      return message->inbox_id == field.message;
    });
    return at != messages.end() && field.begin <= field.end && field.end <= (*at)->bytes.size();
  };
  bool all_within = true;
  for (const mapping::Origin& origin : explained.explanation.origins) {
    if (origin.place.empty()) BOOST_ERROR("without a rule: " << origin.pointer);
    for (const mapping::ExplainedSource& source : origin.sources) {
      if (source.kind != mapping::ExplainedSource::Kind::kField) continue;
      all_within = all_within && is_within(source.field);
    }
  }
  for (const mapping::UnreadField& unread : explained.explanation.unread)
    all_within = all_within && is_within(unread.field);
  for (const ExplainedReading& reading : explained.readings)
    all_within = all_within && is_within(reading.value);
  BOOST_TEST(all_within);
}

BOOST_AUTO_TEST_CASE(each_gives_a_bundle_or_reasons_and_every_pointer_an_origin) {
#ifdef __SANITIZE_ADDRESS__
  constexpr std::uint32_t kMessages = 40;  // each makes a document, which is slow there
#else
  constexpr std::uint32_t kMessages = 1000;
#endif
  std::size_t sent = 0;
  std::size_t aside = 0;
  std::size_t unread = 0;
  for (std::uint32_t seed = 1; seed <= kMessages; ++seed) {
    BOOST_TEST_INFO_SCOPE("seed " << seed);
    const ExplainRequest request = OddRequest(seed);
    const auto explained = test::WardProgram().Explain(request);
    BOOST_REQUIRE_MESSAGE(explained.has_value(), explained.error().Text());
    (explained->assembled.MayBeSent() ? sent : aside) += 1;
    const auto places = PlacesOf(explained->assembled.bundle);
    BOOST_REQUIRE(places.has_value());
    BOOST_TEST(explained->explanation.origins.size() == places->size());
    CheckSources(request, *explained);
    unread += explained->explanation.unread.size();
  }
  BOOST_TEST(sent + aside == kMessages);
  // The odd values are of both kinds: most harm nobody, some stop the summary.
  BOOST_TEST(sent > kMessages / 2);
  BOOST_TEST(aside > 0U);
  BOOST_TEST(unread > kMessages);
}

// Where a value may stand that is in no Bundle and in no list of what is unread: rules and the
// product only decide by it, or it could not be understood and an Issue says so.
bool IsTold(const Explained& explained, const std::string& value, const std::string& place) {
  if (explained.assembled.bundle.find(value) != std::string::npos) return true;
  for (const mapping::UnreadField& unread : explained.explanation.unread) {
    if (unread.field.text.Reveal() == value) return true;
  }
  for (const mapping::Origin& origin : explained.explanation.origins) {
    for (const mapping::ExplainedSource& source : origin.sources) {
      if (source.field.text.Reveal() == value) return true;
    }
  }
  return std::any_of(explained.assembled.issues.begin(), explained.assembled.issues.end(),
                     [&](const model::Issue& issue) { return issue.path.starts_with(place); });
}

BOOST_AUTO_TEST_CASE(a_value_in_any_field_is_in_the_bundle_or_is_told) {
  constexpr std::size_t kFields = 52;
  const std::string value = "CANARY7";
  for (const char* segment : {"EVN", "PID", "PV1", "ZZZ"}) {
    for (std::size_t field = 1; field <= kFields; ++field) {
      const std::string place = std::string(segment) + "-" + std::to_string(field);
      BOOST_TEST_INFO_SCOPE(place);
      ExplainRequest request;
      request.assemble = test::Request();
      std::string& bytes = request.assemble.messages.back().bytes;
      bytes += "ZZZ\r";
      std::size_t at = bytes.find(std::string("\r") + segment) + 4;
      for (std::size_t i = 0; i < field; ++i) {
        const std::size_t end = bytes.find('\r', at);
        const std::size_t next = bytes.find('|', at);
        if (next < end) {
          at = next + 1;
        } else {
          bytes.insert(end, "|");
          at = end + 1;
        }
      }
      const std::size_t end = bytes.find_first_of("|\r", at);
      bytes.replace(at, end - at, value);
      const auto explained = test::WardProgram().Explain(request);
      BOOST_REQUIRE(explained.has_value());
      BOOST_TEST(IsTold(*explained, value, place));
    }
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::discharge
