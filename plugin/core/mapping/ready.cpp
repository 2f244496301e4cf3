#include "core/mapping/ready.h"

#include <algorithm>
#include <memory>

namespace wardbridge::mapping {
namespace {

using fhir::JsonWriter;

// The members that `write` puts into an object, as JSON; "" when there are none.
template <typename Write>
std::string MembersOf(Write write) {
  std::string text;
  JsonWriter writer(text);
  writer.BeginObject();
  write(writer);
  return writer.EndObject() ? text.substr(1, text.size() - 2) : std::string();
}

void MakeReady(Line& line);

bool IsGuarded(const Line& line) { return line.when || line.skip_if || line.accept || line.each; }

// A list inside a list adds its items to it, so a line that is a list has no text of its own.
std::string ReadyItems(const std::vector<std::unique_ptr<Line>>& lines) {
  std::string text;
  for (const auto& line : lines) {
    if (IsGuarded(*line) || line->ready.empty()) return {};
    text += (text.empty() ? "[" : ",") + line->ready;
  }
  return text.empty() ? text : text + "]";
}

std::string ReadyObject(const std::vector<Field>& fields) {
  std::string text;
  for (const Field& field : fields) {
    if (field.ready.empty()) return {};
    text += (text.empty() ? "{" : ",") + field.ready;
  }
  return text.empty() ? text : text + "}";
}

std::string ReadyText(std::string_view text) {
  std::string out;
  JsonWriter(out).String(text);
  return out;
}

void MakeReady(Line& line) {
  MakeReady(line.fields);
  for (const auto& below : line.lines) MakeReady(*below);
  if (line.fallback) MakeReady(*line.fallback);
  if (line.has_formula) return;
  if (line.body == Line::Body::kText) line.ready = ReadyText(line.text);
  if (line.body == Line::Body::kObject) line.ready = ReadyObject(line.fields);
}

}  // namespace

void MakeReady(std::vector<Field>& fields) {
  for (Field& field : fields) {
    Line& line = *field.line;
    MakeReady(line);
    if (IsGuarded(line)) continue;
    const bool is_list = line.body == Line::Body::kList;
    const std::string value = is_list ? ReadyItems(line.lines) : line.ready;
    if (value.empty()) continue;
    const bool is_text = line.body == Line::Body::kText;
    const std::string key = field.key + (field.choice && is_text ? "String" : "");
    field.ready = MembersOf([&](JsonWriter& writer) {
      writer.Key(key);
      writer.Value(value);
    });
  }
}

Head MakeHead(std::string_view type, std::string_view profile, bool has_meta) {
  const auto write_profile = [&](JsonWriter& writer) {
    writer.Key("profile");
    writer.BeginArray();
    writer.String(profile);
    writer.EndArray();
  };
  Head head;
  head.type = MembersOf([&](JsonWriter& writer) {
    writer.Key("resourceType");
    writer.String(type);
  });
  head.profile = MembersOf(write_profile);
  if (has_meta) return head;
  head.meta = MembersOf([&](JsonWriter& writer) {
    writer.Key("meta");
    writer.BeginObject();
    write_profile(writer);
    writer.EndObject();
  });
  return head;
}

void WriteCoding(std::string_view system, std::string_view code, std::string_view display,
                 JsonWriter& writer) {
  writer.BeginObject();
  writer.Key("system");
  writer.String(system);
  writer.Key("code");
  writer.String(code);
  writer.Key("display");
  writer.String(display);
  writer.EndObject();
}

std::string CodingOf(const Row& row) {
  std::string text;
  JsonWriter writer(text);
  WriteCoding(row.system, row.target, row.display, writer);
  return text;
}

}  // namespace wardbridge::mapping
