#include "engine/explain_page.h"

#include <map>
#include <ostream>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "base/json_spans.h"
#include "engine/pack_tests.h"

namespace wardbridge::engine {
namespace {

using Json = nlohmann::ordered_json;
using mapping::ExplainedField;
using mapping::ExplainedSource;
using mapping::Origin;
using Kind = ExplainedSource::Kind;

// Bytes of a message are not always UTF-8.
std::string AsJson(const std::string& text) {
  return Json(text).dump(-1, ' ', false, Json::error_handler_t::replace);
}

bool IsBelow(std::string_view pointer, std::string_view wanted) {
  if (!pointer.starts_with(wanted)) return false;
  return wanted.empty() || pointer.size() == wanted.size() || pointer[wanted.size()] == '/';
}

// A summary with what is looked up while it is shown.
class Shown {
 public:
  Shown(const ExplainedSummary& summary, const ExplainView& view) : summary_(summary), view_(view) {
    for (const discharge::ExplainedReading& reading : summary.explained.readings) {
      readings_[reading.key] = &reading.value;
    }
    const auto places = PlacesOf(summary.explained.assembled.bundle);
    if (!places) return;
    for (const JsonPlace& place : *places) values_[place.pointer] = place.value;
  }

  [[nodiscard]] bool Wants(const Origin& origin) const {
    return IsBelow(origin.pointer, view_.pointer);
  }

  // The value at a pointer; "" of what holds others.
  [[nodiscard]] std::string ValueAt(const std::string& pointer) const {
    const auto at = values_.find(pointer);
    if (at == values_.end() || at->second.empty()) return "";
    const char first = at->second.front();
    return first == '{' || first == '[' ? "" : std::string(at->second);
  }

  [[nodiscard]] Json FieldJson(const ExplainedField& field) const {
    Json json = {{"message", field.message},
                 {"place", field.place},
                 {"begin", field.begin},
                 {"end", field.end}};
    if (view_.values) json["text"] = field.text.Reveal();
    return json;
  }

  [[nodiscard]] Json SourceJson(const ExplainedSource& source) const {
    Json json;
    switch (source.kind) {
      case Kind::kField:
        json = FieldJson(source.field);
        break;
      case Kind::kJoined:
        json = {{"name", source.name}};
        if (!source.set.empty()) json["set"] = source.set;
        AddReadings(source, json);
        break;
      case Kind::kTable:
        json = {{"table", source.name}, {"row", source.row.empty() ? Json() : Json(source.row)}};
        break;
      case Kind::kResource:
        json = {{"resource", source.name}};
        break;
    }
    if (source.condition) json["decides"] = true;
    return json;
  }

  [[nodiscard]] std::string FieldLine(const ExplainedField& field) const {
    std::string line = "m" + std::to_string(field.message) + " " + field.place + " [" +
                       std::to_string(field.begin) + "," + std::to_string(field.end) + ")";
    if (view_.values) line += "  " + Shortened(AsJson(field.text.Reveal()));
    return line;
  }

  void PrintSource(const ExplainedSource& source, std::ostream& out) const {
    out << "    " << (source.condition ? "decides: " : "");
    switch (source.kind) {
      case Kind::kField:
        out << FieldLine(source.field) << '\n';
        return;
      case Kind::kJoined:
        out << source.name << '\n';
        PrintReadings(source, out);
        return;
      case Kind::kTable:
        out << "table " << source.name << ' '
            << (source.row.empty() ? "has no row for it" : source.row) << '\n';
        return;
      case Kind::kResource:
        out << "refers to " << source.name << '\n';
        return;
    }
  }

  void PrintOrigin(const Origin& origin, std::ostream& out) const {
    const std::string value = ValueAt(origin.pointer);
    if (value.empty()) return;  // the page shows leaves: what holds them adds nothing
    out << origin.pointer;
    if (view_.values) out << "  " << Shortened(value);
    out << "\n    " << origin.rule << "  " << origin.place;
    if (origin.kind != mapping::OriginKind::kFormula) out << "  (" << Name(origin.kind) << ')';
    out << '\n';
    for (const ExplainedSource& source : origin.sources) PrintSource(source, out);
  }

 private:
  void AddReadings(const ExplainedSource& source, Json& json) const {
    if (source.readings.empty()) return;
    json["readings"] = Json::array();
    for (const std::string& key : source.readings) {
      Json reading = {{"key", key}};
      const auto at = readings_.find(key);
      if (at != readings_.end()) reading["field"] = FieldJson(*at->second);
      json["readings"].push_back(std::move(reading));
    }
  }

  void PrintReadings(const ExplainedSource& source, std::ostream& out) const {
    for (const std::string& key : source.readings) {
      const auto at = readings_.find(key);
      out << "        reading ";
      if (at == readings_.end()) {
        out << key << " (its message is not there any more)\n";
      } else {
        out << FieldLine(*at->second) << '\n';
      }
    }
  }

  const ExplainedSummary& summary_;  // both outlive this: it lives during one call
  const ExplainView& view_;
  std::map<std::string, const ExplainedField*> readings_;
  std::map<std::string, std::string_view> values_;
};

void PrintUnread(const ExplainedSummary& summary, const Shown& shown, std::ostream& out) {
  std::map<mapping::UnreadField::Reader, std::vector<const ExplainedField*>> by_reader;
  for (const mapping::UnreadField& unread : summary.explained.explanation.unread) {
    by_reader[unread.reader].push_back(&unread.field);
  }
  const auto& nobody = by_reader[mapping::UnreadField::Reader::kNobody];
  out << "\nValues that nobody reads: " << nobody.size() << '\n';
  for (const ExplainedField* field : nobody) out << "    " << shown.FieldLine(*field) << '\n';
  const auto& rules = by_reader[mapping::UnreadField::Reader::kRules];
  out << "Values that only decided, or could not be used: " << rules.size() << '\n';
  for (const ExplainedField* field : rules) out << "    " << shown.FieldLine(*field) << '\n';
  out << "Read for the stay, the readings or the document, by no rule: "
      << by_reader[mapping::UnreadField::Reader::kProduct].size() << '\n';
  out << "A newer message says it again: " << by_reader[mapping::UnreadField::Reader::kNewer].size()
      << '\n';
}

}  // namespace

std::string ExplainJson(const ExplainedSummary& summary, const ExplainView& view) {
  const Shown shown(summary, view);
  const mapping::Explanation& explanation = summary.explained.explanation;
  Json json = {{"stay", summary.stay},
               {"revision", summary.revision},
               {"mapping", summary.explained.assembled.mapping},
               {"same_as_stored", summary.is_same},
               {"origins", Json::array()},
               {"unread", Json::array()},
               {"silent_rules", Json::array()}};
  for (const Origin& origin : explanation.origins) {
    if (!shown.Wants(origin)) continue;
    Json one = {{"pointer", origin.pointer},
                {"rule", origin.rule},
                {"place", origin.place},
                {"kind", Name(origin.kind)},
                {"sources", Json::array()}};
    for (const ExplainedSource& source : origin.sources) {
      one["sources"].push_back(shown.SourceJson(source));
    }
    json["origins"].push_back(std::move(one));
  }
  for (const mapping::UnreadField& unread : explanation.unread) {
    Json field = shown.FieldJson(unread.field);
    field["reader"] = Name(unread.reader);
    json["unread"].push_back(std::move(field));
  }
  for (const mapping::SilentRule& silent : explanation.silent) {
    json["silent_rules"].push_back({{"rule", silent.rule},
                                    {"place", silent.place},
                                    {"reason", silent.reason},
                                    {"tried", silent.times}});
  }
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

void PrintExplainPage(const ExplainedSummary& summary, const ExplainView& view, std::ostream& out) {
  const Shown shown(summary, view);
  const discharge::Explained& explained = summary.explained;
  out << "stay " << summary.stay << ", revision " << summary.revision
      << (summary.was_set_aside ? ", set aside" : "") << "\nmapping " << explained.assembled.mapping
      << '\n';
  if (!summary.is_same) {
    out << "This is not byte for byte what is stored: messages, readings or settings have changed "
           "since it was made.\n";
  }
  out << '\n';
  for (const Origin& origin : explained.explanation.origins) {
    if (shown.Wants(origin)) shown.PrintOrigin(origin, out);
  }
  if (!view.pointer.empty()) return;
  out << "\nRules that wrote nothing: " << explained.explanation.silent.size() << '\n';
  for (const mapping::SilentRule& silent : explained.explanation.silent) {
    out << "    " << silent.rule << "  " << silent.place << "  " << silent.reason << '\n';
  }
  PrintUnread(summary, shown, out);
}

}  // namespace wardbridge::engine
