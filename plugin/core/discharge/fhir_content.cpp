#include "core/discharge/fhir_content.h"

#include <utility>

#include "base/json_spans.h"
#include "base/text.h"

namespace wardbridge::discharge {
namespace {

using fhir::Node;

// Bundles within Bundles: the answers of a batch.
constexpr int kDeepestBundle = 4;

class Walk {
 public:
  Walk(FhirContent& content, ToldProblems& problems) : content_(content), problems_(problems) {}

  void Add(FhirResource resource, int depth) {
    resource.type = resource.node["resourceType"].Text();
    if (resource.type == "Bundle") {
      if (depth < kDeepestBundle) return AddEntries(resource, depth);
      return problems_.Refuse("fhir.bundle-depth", resource.place, "a Bundle in a Bundle too deep");
    }
    if (resource.type.empty()) {
      return problems_.Refuse("fhir.no-type", resource.place, "not a FHIR resource");
    }
    resource.scope = scope_;
    if (content_.resources.size() == kMostResources) {
      content_.reason = "too-many";
      return;
    }
    content_.resources.push_back(std::move(resource));
  }

 private:
  void AddEntries(const FhirResource& bundle, int depth) {
    const std::size_t outer = scope_;
    scope_ = ++last_scope_;
    const Node entries = bundle.node["entry"];
    const auto texts = ItemsOf(RawMember(bundle.node, bundle.bytes, "entry"));
    if (entries && (!texts || texts->size() != entries.Size())) {
      problems_.Refuse("fhir.entries", bundle.place + ".entry", "not a list of entries");
    }
    for (std::size_t i = 0; texts && i < texts->size() && content_.reason.empty(); ++i) {
      AddEntry(bundle, i, entries.At(i), (*texts)[i], depth);
    }
    scope_ = outer;
  }

  void AddEntry(const FhirResource& bundle, std::size_t index, const Node& entry,
                std::string_view text, int depth) {
    FhirResource resource;
    resource.node = entry["resource"];
    resource.place = bundle.place + ".entry[" + std::to_string(index) + "]";
    if (!resource.node) {
      if (entry["request"]["method"].View() == "DELETE") {
        problems_.Refuse("reading.deleted", resource.place,
                         "tells a deletion without what is deleted: nothing is removed");
      }
      return;
    }
    resource.pointer = bundle.pointer + "/entry/" + std::to_string(index) + "/resource";
    resource.bytes = RawMember(entry, text, "resource");
    resource.url_json = RawMember(entry, text, "fullUrl");
    resource.full_url = entry["fullUrl"].Text();
    if (resource.full_url.empty()) resource.url_json = {};
    Add(std::move(resource), depth + 1);
  }

  FhirContent& content_;  // both outlive this: it lives during one call
  ToldProblems& problems_;
  std::size_t scope_ = 0;  // 0 is the file itself
  std::size_t last_scope_ = 0;
};

void ReadLines(std::string_view content, FhirContent& read, ToldProblems& problems) {
  Walk walk(read, problems);
  std::size_t line = 0;
  for (const std::string_view text : Split(content, '\n')) {
    ++line;
    const std::string_view value = Trim(text);
    if (value.empty()) continue;
    const std::string place = "line " + std::to_string(line);
    const auto node = Node::Parse(value);
    if (!node) {
      problems.Refuse("fhir.not-json", place, node.error().detail);
      continue;
    }
    FhirResource resource;
    resource.node = *node;
    resource.bytes = value;
    resource.place =
        place + " " +
        std::string((*node)["resourceType"].View() == "Bundle" ? "Bundle" : "resource");
    walk.Add(std::move(resource), 0);
    if (!read.reason.empty()) return;
  }
}

}  // namespace

std::string_view RawMember(const Node& object, std::string_view text, std::string_view key) {
  const auto members = MembersOf(text);
  if (!members || members->size() != object.Size()) return {};
  for (std::size_t i = 0; i < members->size(); ++i) {
    if (object.KeyAt(i) == key) return (*members)[i].value;
  }
  return {};
}

FhirContent ReadFhirContent(std::string_view content, ToldProblems& problems) {
  FhirContent read;
  content = Trim(content);
  auto whole = Node::Parse(content);
  if (!whole) {
    const std::string_view first = Trim(content.substr(0, content.find('\n')));
    if (first.size() == content.size() || !Node::Parse(first)) {
      problems.Refuse("fhir.not-json", "content", whole.error().detail);
      read.reason = "not-json";
      return read;
    }
    ReadLines(content, read, problems);
  } else {
    FhirResource resource;
    resource.node = *whole;
    resource.bytes = content;
    resource.place = resource.node["resourceType"].View() == "Bundle" ? "Bundle" : "resource";
    Walk(read, problems).Add(std::move(resource), 0);
    if (!(*whole)["resourceType"].IsString()) read.reason = "not-fhir";
  }
  if (read.reason == "too-many") {
    problems.Refuse("fhir.too-many", "content",
                    "more than 100,000 resources at once: nothing of it is used");
    read.resources.clear();
  }
  return read;
}

}  // namespace wardbridge::discharge
