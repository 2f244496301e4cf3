#include "core/mapping/primitive_text.h"

#include <algorithm>
#include <iterator>
#include <memory>

#include <re2/re2.h>

namespace wardbridge::mapping {
namespace {

struct Form {
  std::string_view type;
  const char* pattern;
  std::string_view example;
};

#define YEAR "([0-9]([0-9]([0-9][1-9]|[1-9]0)|[1-9]00)|[1-9]000)"
#define MONTH "(0[1-9]|1[0-2])"
#define DAY "(0[1-9]|[1-2][0-9]|3[0-1])"
#define CLOCK "([01][0-9]|2[0-3]):[0-5][0-9]:([0-5][0-9]|60)(\\.[0-9]+)?"
#define ZONE "(Z|(\\+|-)((0[0-9]|1[0-3]):[0-5][0-9]|14:00))"

// As the standard gives them.
constexpr Form kForms[] = {
    {"base64Binary", "(\\s*([0-9a-zA-Z+/=]){4}\\s*)+", "SGVsbG8="},
    {"boolean", "true|false", "true"},
    {"canonical", "\\S+", "https://fhir.example.org/StructureDefinition/one"},
    {"code", "[^\\s]+(\\s[^\\s]+)*", "final"},
    {"date", YEAR "(-" MONTH "(-" DAY ")?)?", "2024-03-31"},
    {"dateTime", YEAR "(-" MONTH "(-" DAY "(T" CLOCK ZONE ")?)?)?", "2024-03-31T09:30:00+01:00"},
    {"decimal", "-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?", "36.60"},
    {"id", "[A-Za-z0-9\\-\\.]{1,64}", "ward-7"},
    {"instant", YEAR "-" MONTH "-" DAY "T" CLOCK ZONE, "2024-03-31T09:30:00+01:00"},
    {"integer", "[0]|[-+]?[1-9][0-9]*", "7"},
    {"oid", "urn:oid:[0-2](\\.(0|[1-9][0-9]*))+", "urn:oid:1.2.3"},
    {"positiveInt", "\\+?[1-9][0-9]*", "7"},
    {"time", CLOCK, "09:30:00"},
    {"unsignedInt", "[0]|([1-9][0-9]*)", "7"},
    {"uri", "\\S+", "https://fhir.example.org/Id/ward"},
    {"url", "\\S+", "https://fhir.example.org/ward"},
    {"uuid", "urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
     "urn:uuid:c757873d-ec9a-4326-a141-556f43239520"},
};

#undef YEAR
#undef MONTH
#undef DAY
#undef CLOCK
#undef ZONE

const Form* FindForm(std::string_view type) {
  const auto* found = std::find_if(std::begin(kForms), std::end(kForms),
                                   [&](const Form& form) { return form.type == type; });
  return found == std::end(kForms) ? nullptr : found;
}

}  // namespace

bool IsPrimitiveText(std::string_view type, std::string_view text) {
  const Form* form = FindForm(type);
  return form == nullptr ||
         RE2::FullMatch(re2::StringPiece(text.data(), text.size()), form->pattern);
}

std::string_view PrimitiveExample(std::string_view type) {
  const Form* form = FindForm(type);
  return form == nullptr ? std::string_view() : form->example;
}

}  // namespace wardbridge::mapping
