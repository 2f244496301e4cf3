#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "core/discharge/check_rules.h"

namespace wardbridge::discharge {
namespace {

struct ElementOf {
  std::string_view type;
  std::string_view path;
};

// M elements that no other rule looks at (data-model sections 4 to 8).
constexpr std::array kMandatory = {ElementOf{"Encounter", "subject.reference"},
                                   ElementOf{"DocumentReference", "masterIdentifier.system"},
                                   ElementOf{"DocumentReference", "masterIdentifier.value"},
                                   ElementOf{"DocumentReference", "subject.reference"},
                                   ElementOf{"DocumentReference", "custodian.reference"},
                                   ElementOf{"Observation", "subject.reference"}};

// R elements. Those of a part are asked for only where the part is there.
constexpr std::array kRequired = {ElementOf{"Patient", "name"},
                                  ElementOf{"Patient", "name.family"},
                                  ElementOf{"Patient", "name.given"},
                                  ElementOf{"Patient", "gender"},
                                  ElementOf{"Patient", "birthDate"},
                                  ElementOf{"Patient", "address"},
                                  ElementOf{"Patient", "address.postalCode"},
                                  ElementOf{"Patient", "telecom.value"},
                                  ElementOf{"Patient", "contact.relationship"},
                                  ElementOf{"Patient", "contact.name"},
                                  ElementOf{"Organization", "name"},
                                  ElementOf{"Encounter", "type"},
                                  ElementOf{"DocumentReference", "type"},
                                  ElementOf{"Observation", "category"}};

// O elements that we have chosen to send always.
constexpr std::array kAlwaysSent = {ElementOf{"Encounter", "identifier"},
                                    ElementOf{"Encounter", "serviceProvider"},
                                    ElementOf{"DocumentReference", "identifier"},
                                    ElementOf{"DocumentReference", "date"},
                                    ElementOf{"DocumentReference", "author"},
                                    ElementOf{"DocumentReference", "content.attachment.title"},
                                    ElementOf{"DocumentReference", "content.attachment.size"},
                                    ElementOf{"DocumentReference", "content.attachment.hash"},
                                    ElementOf{"Observation", "identifier"},
                                    ElementOf{"Observation", "encounter"}};

enum class Form { kArray, kObject, kText };
struct FormOf {
  std::string_view type;  // "*" every resource
  std::string_view path;
  Form form;
};
// What the guidance's examples get wrong (errata C13, C17, C19, C20, C20b, C24b, C37, C38), and its
// neighbours.
constexpr std::array kForms = {
    FormOf{"*", "meta", Form::kObject},
    FormOf{"*", "meta.profile", Form::kArray},
    FormOf{"*", "extension", Form::kArray},
    FormOf{"Patient", "identifier", Form::kArray},
    FormOf{"Patient", "name", Form::kArray},
    FormOf{"Patient", "name.family", Form::kText},
    FormOf{"Patient", "name.given", Form::kArray},
    FormOf{"Patient", "name.prefix", Form::kArray},
    FormOf{"Patient", "telecom", Form::kArray},
    FormOf{"Patient", "address", Form::kArray},
    FormOf{"Patient", "address.line", Form::kArray},
    FormOf{"Patient", "address.postalCode", Form::kText},
    FormOf{"Patient", "contact", Form::kArray},
    FormOf{"Patient", "contact.relationship", Form::kArray},
    FormOf{"Patient", "contact.name", Form::kObject},
    FormOf{"Patient", "contact.telecom", Form::kArray},
    FormOf{"Patient", "contact.address", Form::kObject},
    FormOf{"Organization", "identifier", Form::kArray},
    FormOf{"Organization", "name", Form::kText},
    FormOf{"Organization", "telecom", Form::kArray},
    FormOf{"Encounter", "identifier", Form::kArray},
    FormOf{"Encounter", "class", Form::kObject},
    FormOf{"Encounter", "type", Form::kArray},
    FormOf{"Encounter", "serviceType", Form::kObject},
    FormOf{"Encounter", "subject", Form::kObject},
    FormOf{"Encounter", "period", Form::kObject},
    FormOf{"Encounter", "hospitalization", Form::kObject},
    FormOf{"Encounter", "hospitalization.extension", Form::kArray},
    FormOf{"Encounter", "hospitalization.admitSource", Form::kObject},
    FormOf{"Encounter", "hospitalization.dischargeDisposition", Form::kObject},
    FormOf{"Encounter", "serviceProvider", Form::kObject},
    FormOf{"DocumentReference", "masterIdentifier", Form::kObject},
    FormOf{"DocumentReference", "identifier", Form::kArray},
    FormOf{"DocumentReference", "docStatus", Form::kText},
    FormOf{"DocumentReference", "type", Form::kObject},
    FormOf{"DocumentReference", "category", Form::kArray},
    FormOf{"DocumentReference", "subject", Form::kObject},
    FormOf{"DocumentReference", "author", Form::kArray},
    FormOf{"DocumentReference", "custodian", Form::kObject},
    FormOf{"DocumentReference", "relatesTo", Form::kArray},
    FormOf{"DocumentReference", "description", Form::kText},
    FormOf{"DocumentReference", "content", Form::kArray},
    FormOf{"DocumentReference", "content.attachment", Form::kObject},
    FormOf{"DocumentReference", "content.attachment.title", Form::kText},
    FormOf{"DocumentReference", "context", Form::kObject},
    FormOf{"DocumentReference", "context.encounter", Form::kArray},
    FormOf{"Observation", "identifier", Form::kArray},
    FormOf{"Observation", "category", Form::kArray},
    FormOf{"Observation", "code", Form::kObject},
    FormOf{"Observation", "code.coding", Form::kArray},
    FormOf{"Observation", "subject", Form::kObject},
    FormOf{"Observation", "encounter", Form::kObject},
    FormOf{"Observation", "performer", Form::kArray},
    FormOf{"Observation", "note", Form::kArray},
    FormOf{"Observation", "hasMember", Form::kArray},
    FormOf{"Observation", "derivedFrom", Form::kArray}};

bool HasForm(const fhir::Node& node, Form form) {
  switch (form) {
    case Form::kArray:
      return node.IsArray();
    case Form::kObject:
      return node.IsObject();
    case Form::kText:
      return node.IsString();
  }
  return false;
}

constexpr std::string_view Words(Form form) {
  switch (form) {
    case Form::kArray:
      return "must be an array";
    case Form::kObject:
      return "must be one object, not an array or text";
    case Form::kText:
      return "must be text";
  }
  return "";
}

// The parents of the last name of `path`, so that the element itself is seen as it stands, array or
// not.
struct Parents {
  std::vector<FoundNode> nodes;
  std::string_view name;
};
Parents ParentsOf(const CheckedEntry& entry, std::string_view path) {
  const std::size_t dot = path.rfind('.');
  if (dot == std::string_view::npos) return {{{entry.resource, entry.path}}, path};
  return {Find(entry.resource, entry.path, path.substr(0, dot)), path.substr(dot + 1)};
}

// Calls `missing` with the path of each element of `elements` that its parent does not have.
template <std::size_t kSize, typename Missing>
void ForEachMissing(const CheckedBundle& bundle, const std::array<ElementOf, kSize>& elements,
                    const Missing& missing) {
  for (const CheckedEntry& entry : bundle.Entries()) {
    for (const ElementOf& element : elements) {
      if (element.type != entry.type) continue;
      const Parents parents = ParentsOf(entry, element.path);
      for (const FoundNode& parent : parents.nodes) {
        if (!parent.node[parents.name]) missing(parent.path + "." + std::string(parents.name));
      }
    }
  }
}

// Like "text/plain", "application/pdf; version=1.7".
bool IsMediaType(std::string_view text) {
  constexpr std::string_view kMarks = "!#$&^_.+-";
  const auto is_name = [&](std::string_view name) {
    return !name.empty() && std::all_of(name.begin(), name.end(), [&](char c) {
      return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
             kMarks.find(c) != std::string_view::npos;
    });
  };
  text = text.substr(0, text.find(';'));
  const std::size_t slash = text.find('/');
  return slash != std::string_view::npos && is_name(text.substr(0, slash)) &&
         is_name(text.substr(slash + 1));
}

bool HasControlCharacter(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20U && c != '\t' && c != '\n' && c != '\r') || byte == 0x7FU;
  });
}

// Where our extensions belong (code-maps sections 3 to 8).
constexpr std::array kExtensionPlaces = {
    ElementOf{"Extension-UKCore-NHSNumberVerificationStatus", "Patient.identifier.extension"},
    ElementOf{"Extension-UKCore-EthnicCategory", "Patient.extension"},
    ElementOf{"Extension-UKCore-DischargeMethod", "Encounter.extension"},
    ElementOf{"Extension-UKCore-AdmissionMethod", "Encounter.hospitalization.extension"}};

std::string_view PlaceOfExtension(std::string_view url) {
  if (!url.starts_with(kUkCore)) return {};
  url.remove_prefix(kUkCore.size());
  for (const ElementOf& known : kExtensionPlaces) {
    if (known.type == url) return known.path;
  }
  return {};
}

void CheckExtensions(const CheckedEntry& entry, const fhir::Node& list, const std::string& path,
                     CheckReport& report) {
  const std::string element = entry.type + WithoutIndexes(path, entry.path.size());
  std::vector<std::string_view> seen;
  const std::vector<fhir::Node> items = list.Items();
  for (std::size_t i = 0; i < items.size(); ++i) {
    const std::string_view url = items[i]["url"].View();
    const std::string_view place = PlaceOfExtension(url);
    if (place.empty()) continue;
    const std::string at = path + "[" + std::to_string(i) + "]";
    if (place != element) report.Error(at, "this extension belongs to " + std::string(place));
    if (std::find(seen.begin(), seen.end(), url) != seen.end()) {
      report.Error(at, "this extension stands here twice");
    }
    seen.push_back(url);
    if (!items[i]["valueCodeableConcept"]) {
      report.Error(at + ".valueCodeableConcept", "is missing");
    }
  }
}

}  // namespace

void CheckMandatory(const CheckedBundle& bundle, CheckReport& report) {
  // Unlike below, an element whose parent is missing is missing too.
  for (const CheckedEntry& entry : bundle.Entries()) {
    for (const ElementOf& element : kMandatory) {
      if (element.type != entry.type) continue;
      if (Find(entry.resource, entry.path, element.path).empty()) {
        report.Error(entry.path + "." + std::string(element.path), "is missing");
      }
    }
  }
}

void CheckRequired(const CheckedBundle& bundle, CheckReport& report) {
  ForEachMissing(bundle, kRequired, [&](std::string path) {
    report.Warning(std::move(path), "is missing, though receivers want it");
  });
}

void CheckAlwaysSent(const CheckedBundle& bundle, CheckReport& report) {
  constexpr std::string_view kText = "is missing, though summaries always have it";
  const fhir::Node& root = bundle.Root();
  if (!root["meta"]["versionId"]) report.Warning("Bundle.meta.versionId", std::string(kText));
  if (!root["meta"]["lastUpdated"]) report.Warning("Bundle.meta.lastUpdated", std::string(kText));
  if (!root["identifier"]) report.Warning("Bundle.identifier", std::string(kText));
  ForEachMissing(bundle, kAlwaysSent,
                 [&](std::string path) { report.Warning(std::move(path), std::string(kText)); });
}

void CheckShape(const CheckedBundle& bundle, CheckReport& report) {
  for (const CheckedEntry& entry : bundle.Entries()) {
    for (const FormOf& wanted : kForms) {
      if (wanted.type != "*" && wanted.type != entry.type) continue;
      const Parents parents = ParentsOf(entry, wanted.path);
      for (const FoundNode& parent : parents.nodes) {
        const fhir::Node node = parent.node[parents.name];
        if (node && !HasForm(node, wanted.form)) {
          report.Error(parent.path + "." + std::string(parents.name),
                       std::string(Words(wanted.form)));
        }
      }
    }
    for (const FoundNode& note : Find(entry.resource, entry.path, "note")) {
      if (!note.node["text"].IsString()) report.Error(note.path, "must be an object with text");
    }
  }
}

void CheckNothingEmpty(const CheckedBundle& bundle, CheckReport& report) {
  std::string path = "Bundle";
  WalkNodes(bundle.Root(), path, [&](const fhir::Node& node, const std::string& at) {
    const bool empty = node.IsString() ? node.View().empty()
                                       : !node.IsNumber() && !node.IsBoolean() && node.Size() == 0;
    if (empty) report.Error(at, "is empty");
  });
}

void CheckCleanText(const CheckedBundle& bundle, CheckReport& report) {
  std::string path = "Bundle";
  WalkNodes(bundle.Root(), path, [&](const fhir::Node& node, const std::string& at) {
    if (node.View() == "\"\"") report.Error(at, "is the HL7 v2 null, which means delete");
    if (HasControlCharacter(node.View())) report.Error(at, "holds a control character");
  });
}

void CheckSnomedCodes(const CheckedBundle& bundle, CheckReport& report) {
  for (const CheckedCode& code : bundle.Codes()) {
    if (code.system == kSnomedSystem && !IsSnomedId(code.code)) {
      report.Error(code.path, "is no SNOMED CT identifier: its check digit is wrong");
    }
  }
}

void CheckUcumCodes(const CheckedBundle& bundle, CheckReport& report) {
  for (const CheckedCode& code : bundle.Codes()) {
    if (code.system != kUcumSystem || code.element == "Observation.valueQuantity") continue;
    if (!IsKnownUnit(code.code)) report.Error(code.path, "is no UCUM unit of a summary");
  }
}

void CheckNationalCodes(const CheckedBundle& bundle, CheckReport& report) {
  for (const CheckedCode& code : bundle.Codes()) {
    if (!IsNationalCode(code.system, code.code)) {
      report.Error(code.path, "is not in the national code system it names");
    }
  }
}

void CheckMediaTypes(const CheckedBundle& bundle, CheckReport& report) {
  for (const CheckedEntry& entry : bundle.Entries()) {
    for (const FoundNode& type :
         Find(entry.resource, entry.path, "content.attachment.contentType")) {
      if (!IsMediaType(type.node.View())) report.Error(type.path, "is no media type");
    }
  }
}

void CheckExtensionPlaces(const CheckedBundle& bundle, CheckReport& report) {
  for (const CheckedEntry& entry : bundle.Entries()) {
    std::string path = entry.path;
    WalkNodes(entry.resource, path, [&](const fhir::Node& node, const std::string& at) {
      const fhir::Node extensions = node["extension"];
      if (extensions.IsArray()) CheckExtensions(entry, extensions, at + ".extension", report);
    });
  }
}

}  // namespace wardbridge::discharge
