#include "core/mapping/explanation.h"

#include <algorithm>
#include <map>
#include <utility>

#include "base/json_spans.h"
#include "core/hl7/place.h"
#include "core/mapping/pack_compiler.h"
#include "core/mapping/trace.h"

namespace wardbridge::mapping {
namespace {

using Bytes = Trace::Bytes;

ExplainedField FieldOf(const hl7::Message& message, std::int64_t inbox_id,
                       const hl7::Place& place) {
  ExplainedField field;
  field.message = inbox_id;
  field.place = place.Text();
  field.begin = place.begin;
  field.end = place.end;
  field.text =
      Phi<std::string>(std::string(message.Bytes().substr(place.begin, place.end - place.begin)));
  return field;
}

constexpr std::size_t kEncodingAt = 4;  // MSH-1 is the byte before

// The messages of a view with the places of their values, taken apart once.
class Messages {
 public:
  explicit Messages(const hl7::View& view) {
    for (const hl7::ViewPart& part : view.parts()) {
      known_[part.message.get()] = {part.inbox_id,
                                    hl7::LeavesOf(*part.message, hl7::Leaves::kAndNulls)};
    }
  }

  // What stands at `source`; bytes that are no single value are named by the first one in them.
  [[nodiscard]] ExplainedField Find(const TraceSource& source) const {
    const auto at = known_.find(source.message);
    if (at == known_.end()) return {};
    const auto& [inbox_id, leaves] = at->second;
    const auto leaf = std::lower_bound(
        leaves.begin(), leaves.end(), source.begin,
        [](const hl7::Place& place, std::size_t begin) { return place.end <= begin; });
    if (leaf == leaves.end() || leaf->begin >= source.end) {
      // The delimiters of MSH stand nowhere else.
      hl7::Place header;
      header.segment = "MSH";
      header.field = source.begin < kEncodingAt ? 1 : 2;
      header.begin = source.begin;
      header.end = source.end;
      return FieldOf(*source.message, inbox_id, header);
    }
    return FieldOf(*source.message, inbox_id, *leaf);
  }

 private:
  struct Known {
    std::int64_t inbox_id = 0;
    std::vector<hl7::Place> leaves;
  };
  std::map<const hl7::Message*, Known> known_;
};

ExplainedSource Explained(const TraceSource& source, const CompiledPack& pack,
                          const Messages& messages) {
  ExplainedSource explained;
  explained.condition = source.condition;
  switch (source.kind) {
    case TraceSource::Kind::kField:
      explained.field = messages.Find(source);
      break;
    case TraceSource::Kind::kJoined:
      explained.kind = ExplainedSource::Kind::kJoined;
      explained.name = source.name;
      if (source.reading != nullptr) explained.readings = {source.reading->key};
      if (source.set != nullptr) {
        explained.set = source.set->key;
        explained.readings =
            source.score != nullptr ? source.score->readings : source.set->readings;
      }
      break;
    case TraceSource::Kind::kRow:
    case TraceSource::Kind::kNoRow:
      explained.kind = ExplainedSource::Kind::kTable;
      explained.name = source.table->name;
      if (source.row != nullptr) explained.row = source.table->PlaceOf(*source.row);
      break;
    case TraceSource::Kind::kResource:
      explained.kind = ExplainedSource::Kind::kResource;
      explained.name = pack.resources[source.resource].name;
      break;
  }
  return explained;
}

// The spans so that one that holds another comes before it.
std::vector<const TraceSpan*> InOrder(const Trace& trace) {
  std::vector<const TraceSpan*> spans;
  for (const TraceSpan& span : trace.spans()) spans.push_back(&span);
  // Of two with the same bytes the inner one was written, and so noted, first.
  std::reverse(spans.begin(), spans.end());
  std::stable_sort(spans.begin(), spans.end(), [](const TraceSpan* a, const TraceSpan* b) {
    return a->begin != b->begin ? a->begin < b->begin : a->end > b->end;
  });
  return spans;
}

OriginKind KindOf(const TraceSpan& span, bool is_container) {
  if (is_container || span.is_head) return OriginKind::kRule;
  if (span.is_default) return OriginKind::kDefault;
  if (span.is_text) return OriginKind::kText;
  return span.sources.empty() ? OriginKind::kRule : OriginKind::kFormula;
}

std::vector<Origin> OriginsOf(const Trace& trace, const CompiledPack& pack,
                              const Messages& messages, std::string_view bundle) {
  std::vector<Origin> origins;
  const auto places = PlacesOf(bundle);
  if (!places) return origins;  // the run was ended by a limit: it is no whole Bundle
  const std::vector<const TraceSpan*> spans = InOrder(trace);
  std::size_t next = 0;
  std::vector<const TraceSpan*> open;
  for (const JsonPlace& place : *places) {
    const auto at = static_cast<std::size_t>(place.value.data() - bundle.data());
    while (next < spans.size() && spans[next]->begin <= at) open.push_back(spans[next++]);
    while (!open.empty() && open.back()->end <= at) open.pop_back();
    Origin origin;
    origin.pointer = place.pointer;
    const auto holder = std::find_if(open.rbegin(), open.rend(),
                                     [at](const TraceSpan* span) { return span->end > at; });
    if (holder != open.rend()) {
      const TraceSpan& span = **holder;
      const bool is_container = place.value.front() == '{' || place.value.front() == '[';
      origin.rule = span.rule->name;
      origin.place = span.rule->place;
      origin.kind = KindOf(span, is_container);
      for (const TraceSource& source : span.sources) {
        origin.sources.push_back(Explained(source, pack, messages));
      }
    }
    origins.push_back(std::move(origin));
  }
  return origins;
}

bool IsIn(const std::vector<Bytes>& sorted, const hl7::Place& place) {
  const auto after =
      std::upper_bound(sorted.begin(), sorted.end(), place.begin,
                       [](std::size_t begin, const Bytes& read) { return begin < read.first; });
  return after != sorted.begin() && std::prev(after)->second > place.begin;
}

// Sorted, and those that overlap joined.
std::vector<Bytes> Joined(std::vector<Bytes> read) {
  std::sort(read.begin(), read.end());
  std::vector<Bytes> joined;
  for (const Bytes& one : read) {
    if (!joined.empty() && one.first <= joined.back().second) {
      joined.back().second = std::max(joined.back().second, one.second);
    } else {
      joined.push_back(one);
    }
  }
  return joined;
}

// Whether what counts for this field stands in a newer message of the view.
bool IsReplaced(const hl7::View& view, const hl7::ViewPart& part, const hl7::Place& place) {
  if (hl7::View::IsRepeating(place.segment)) {
    const auto group = view.Group(place.segment);
    return !group.empty() && group.front().message() != part.message.get();
  }
  const hl7::Element field = view.Field(place.segment, place.field);
  return field.message() != nullptr && field.message() != part.message.get();
}

// The bytes of each message that something in the Bundle is made of.
std::map<const hl7::Message*, std::vector<Bytes>> WrittenFrom(const Trace& trace) {
  std::map<const hl7::Message*, std::vector<Bytes>> written;
  for (const TraceSpan& span : trace.spans()) {
    for (const TraceSource& source : span.sources) {
      if (source.kind != TraceSource::Kind::kField || source.condition) continue;
      written[source.message].emplace_back(source.begin, source.end);
    }
  }
  return written;
}

std::vector<UnreadField> UnreadOf(const Trace& trace, const hl7::View& view) {
  std::vector<UnreadField> unread;
  auto written_from = WrittenFrom(trace);
  for (const hl7::ViewPart& part : view.parts()) {
    const auto written = Joined(std::move(written_from[part.message.get()]));
    const auto by_rules = Joined(trace.ReadByRules(*part.message));
    const auto by_product = Joined(trace.ReadByProduct(*part.message));
    for (const hl7::Place& place : hl7::LeavesOf(*part.message)) {
      if (place.segment == "MSH" || IsIn(written, place)) continue;
      UnreadField field;
      field.field = FieldOf(*part.message, part.inbox_id, place);
      if (IsIn(by_rules, place)) {
        field.reader = UnreadField::Reader::kRules;
      } else if (IsIn(by_product, place)) {
        field.reader = UnreadField::Reader::kProduct;
      } else if (IsReplaced(view, part, place)) {
        field.reader = UnreadField::Reader::kNewer;
      }
      unread.push_back(std::move(field));
    }
  }
  return unread;
}

std::string ReasonOf(const TraceTally& tally, const std::string& place) {
  switch (tally.why) {
    case Skipped::kMissing:
      return place.empty() ? "nothing there" : "nothing in " + place;
    case Skipped::kNull:
      return "the source deletes it (\"\")";
    case Skipped::kFailed:
      return place.empty() ? "not understood" : place + " was not understood";
    case Skipped::kWhen:
      return "its when does not hold";
    case Skipped::kSkipIf:
      return "its skip-if holds";
    case Skipped::kNotAccepted:
      return "its accept does not hold";
    case Skipped::kNoItems:
      return place.empty() ? "nothing to go through" : "nothing in " + place;
    case Skipped::kTextsOnly:
      return "none of its formulas gave a value";
  }
  return "";
}

// Walks the compiled lines; of a rule that wrote nothing those below it are not told.
class SilentRules {
 public:
  explicit SilentRules(const Trace& trace) : trace_(trace) {}

  void Resource(const ResourceRule& rule) {
    const TraceTally* tally = trace_.TallyOf(&rule);
    if (tally == nullptr) return;  // bundle.order leaves it out
    if (tally->written == 0) return Add(rule.rule, *tally, "");
    Fields(rule.meta);
    Fields(rule.fields);
  }
  void Fields(const std::vector<Field>& fields) {
    for (const Field& field : fields) Of(*field.line);
  }
  std::vector<SilentRule> Take() { return std::move(found_); }

 private:
  void Of(const Line& line) {
    const TraceTally* tally = trace_.TallyOf(&line);
    if (tally == nullptr) return Unreached(line);
    if (tally->written == 0) return Add(line.rule, *tally, line.place);
    Fields(line.fields);
    for (const auto& below : line.lines) Of(*below);
  }
  // An alternative of `choose`: another one stood before it. (A line of each counts its items.)
  void Unreached(const Line& line) {
    if (line.is_default) return;
    found_.push_back({line.rule.name, line.rule.place, "another alternative was chosen", 0});
  }
  void Add(const Rule& rule, const TraceTally& tally, const std::string& place) {
    found_.push_back({rule.name, rule.place, ReasonOf(tally, place), tally.skipped});
  }

  const Trace& trace_;  // outlives this: an argument of Explain
  std::vector<SilentRule> found_;
};

}  // namespace

std::string_view Name(OriginKind kind) {
  switch (kind) {
    case OriginKind::kFormula:
      return "formula";
    case OriginKind::kText:
      return "text";
    case OriginKind::kDefault:
      return "default";
    case OriginKind::kRule:
      return "rule";
  }
  return "";
}

std::string_view Name(UnreadField::Reader reader) {
  switch (reader) {
    case UnreadField::Reader::kNobody:
      return "nobody";
    case UnreadField::Reader::kRules:
      return "rules";
    case UnreadField::Reader::kProduct:
      return "product";
    case UnreadField::Reader::kNewer:
      return "newer-message";
  }
  return "";
}

std::vector<ExplainedField> NotIn(const std::vector<Bytes>& read, const hl7::Message& message,
                                  std::int64_t inbox_id) {
  const std::vector<Bytes> joined = Joined(read);
  std::vector<ExplainedField> fields;
  for (const hl7::Place& place : hl7::LeavesOf(message)) {
    if (place.segment == "MSH" || IsIn(joined, place)) continue;
    fields.push_back(FieldOf(message, inbox_id, place));
  }
  return fields;
}

Explanation Explain(const Trace& trace, const CompiledPack& pack, const hl7::View& view,
                    std::string_view bundle) {
  Explanation explanation;
  const Messages messages(view);
  explanation.origins = OriginsOf(trace, pack, messages, bundle);
  explanation.unread = UnreadOf(trace, view);
  SilentRules silent(trace);
  for (const ResourceRule& rule : pack.resources) silent.Resource(rule);
  silent.Fields(pack.bundle.meta);
  silent.Fields(pack.bundle.fields);
  explanation.silent = silent.Take();
  return explanation;
}

}  // namespace wardbridge::mapping
