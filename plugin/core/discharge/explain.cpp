#include "core/discharge/explain.h"

#include <algorithm>
#include <map>
#include <utility>

#include "core/discharge/assemble.h"
#include "core/discharge/interpret.h"
#include "core/discharge/monitored.h"
#include "core/discharge/receive.h"
#include "core/hl7/place.h"
#include "core/mapping/trace.h"

namespace wardbridge::discharge {
namespace {

using mapping::UnreadField;

// What the product itself reads of one message.
class ProductReads final : public hl7::ReadLog {
 public:
  void Note(const hl7::Message&, std::size_t begin, std::size_t end) override {
    read_.emplace_back(begin, end);
  }
  [[nodiscard]] const std::vector<std::pair<std::size_t, std::size_t>>& read() const {
    return read_;
  }

 private:
  std::vector<std::pair<std::size_t, std::size_t>> read_;
};

// Every message is read as it was when it came in.
class Interpretations {
 public:
  Interpretations(const ExplainRequest& request, const Options& options)
      : request_(request), options_(options) {}

  // Of the stay's messages: what the rules left, and the product did not.
  void Mark(mapping::Explanation& explanation) const {
    std::map<std::int64_t, std::vector<mapping::ExplainedField>> nobody;
    for (const StoredMessage& stored : request_.assemble.messages) {
      nobody[stored.inbox_id] = LeftOf(stored, nullptr);
    }
    for (UnreadField& unread : explanation.unread) {
      if (unread.reader == UnreadField::Reader::kRules) continue;
      const auto& left = nobody[unread.field.message];
      const auto at = std::lower_bound(
          left.begin(), left.end(), unread.field.begin,
          [](const auto& field, std::size_t begin) { return field.begin < begin; });
      if (at == left.end() || at->begin != unread.field.begin)
        unread.reader = UnreadField::Reader::kProduct;
    }
  }

  // Of the messages with readings: what nobody read, and where each reading stands.
  void Add(Explained& explained) const {
    for (const StoredMessage& stored : request_.measured) {
      const FeedOptions& feed = FeedOf(options_, stored.feed);
      if (FormOf(stored.bytes, feed) != MonitoredForm::kNone) {
        for (ExplainedReading& reading : PlacesOfReadings(stored, feed)) {
          explained.readings.push_back(std::move(reading));
        }
        continue;
      }
      Interpreted meaning;
      for (mapping::ExplainedField& field : LeftOf(stored, &meaning)) {
        explained.explanation.unread.push_back({std::move(field), UnreadField::Reader::kNobody});
      }
      AddReadings(stored, meaning, explained.readings);
    }
  }

 private:
  // `meaning`, which may be null, gets what the message means.
  [[nodiscard]] std::vector<mapping::ExplainedField> LeftOf(const StoredMessage& stored,
                                                            Interpreted* meaning) const {
    const FeedOptions& feed = FeedOf(options_, stored.feed);
    ProductReads reads;
    Interpreted interpreted =
        InterpretMessage(stored, request_.assemble.due, feed, options_, nullptr, &reads);
    if (meaning != nullptr) *meaning = std::move(interpreted);
    const auto message = ParseFor(feed, stored.bytes);
    if (!message) return {};
    return mapping::NotIn(reads.read(), *message, stored.inbox_id);
  }

  void AddReadings(const StoredMessage& stored, const Interpreted& meaning,
                   std::vector<ExplainedReading>& readings) const {
    const auto message = ParseFor(FeedOf(options_, stored.feed), stored.bytes);
    if (!message || meaning.events.empty()) return;
    const std::vector<hl7::Place> places = hl7::LeavesOf(*message);
    const std::vector<model::Reading>& read = meaning.events.front().readings;
    for (std::size_t i = 0; i < read.size() && i < meaning.segments.size(); ++i) {
      constexpr std::size_t kValue = 5;
      const hl7::Element value = message->At(meaning.segments[i]).Field(kValue);
      ExplainedReading reading;
      reading.key = read[i].key;
      reading.value.message = stored.inbox_id;
      reading.value.begin = value.Offset();
      reading.value.end = value.Offset() + value.Raw().size();
      const auto place = std::lower_bound(
          places.begin(), places.end(), reading.value.begin,
          [](const hl7::Place& leaf, std::size_t begin) { return leaf.begin < begin; });
      const bool is_there = place != places.end() && place->begin < reading.value.end;
      reading.value.place = is_there ? place->Text() : "OBX-5";
      reading.value.text = Phi<std::string>(std::string(value.Raw()));
      readings.push_back(std::move(reading));
    }
  }

  const ExplainRequest& request_;  // both outlive this: arguments of ExplainSummary
  const Options& options_;
};

// One warning for each value of the stay's messages that nobody reads, the first hundred of them.
std::vector<model::Issue> WarnOfUnread(const mapping::Explanation& explanation) {
  constexpr std::size_t kMost = 100;
  std::vector<model::Issue> issues;
  std::size_t more = 0;
  for (const UnreadField& unread : explanation.unread) {
    if (unread.reader != UnreadField::Reader::kNobody) continue;
    model::Issue issue{model::Issue::Severity::kWarning, "mapping.unread", unread.field.place,
                       "a value that nobody reads", ""};
    if (std::find(issues.begin(), issues.end(), issue) != issues.end()) continue;
    if (issues.size() < kMost) {
      issues.push_back(std::move(issue));
    } else {
      ++more;
    }
  }
  if (more > 0) {
    issues.push_back({model::Issue::Severity::kWarning, "mapping.unread", "",
                      std::to_string(more) + " more values that nobody reads", ""});
  }
  return issues;
}

}  // namespace

Result<Explained> ExplainSummary(const ExplainRequest& request, const Options& options,
                                 const mapping::Program& program) {
  Explained explained;
  auto assembled = AssembleSummary(request.assemble, options, program, &explained.explanation);
  if (!assembled) return assembled.error();
  explained.assembled = std::move(*assembled);
  const Interpretations interpretations(request, options);
  interpretations.Mark(explained.explanation);
  if (program.WarnsOfUnread()) {
    for (model::Issue& issue : WarnOfUnread(explained.explanation)) {
      explained.assembled.issues.push_back(std::move(issue));
    }
  }
  interpretations.Add(explained);
  return explained;
}

}  // namespace wardbridge::discharge
