// FHIR JSON as sources of readings bring it, taken apart into its resources: one resource, a Bundle
// of any type, or newline-delimited resources and Bundles (NDJSON).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/discharge/told_problems.h"
#include "core/fhir/node.h"

namespace wardbridge::discharge {

// A resource and where it stands. Views are of the content that was read.
struct FhirResource {
  fhir::Node node;
  std::string type;
  std::string_view bytes;  // from its { to its }
  std::string_view
      url_json;           // fullUrl of its entry with the quotation marks; "" when there is none
  std::string full_url;   // the same, decoded
  std::string place;      // for people: "Bundle.entry[3]", "line 2 Observation"
  std::string pointer;    // RFC 6901, of content that is one value: "/entry/3/resource"
  std::size_t scope = 0;  // of resources that may refer to each other: a Bundle, the file
};

struct FhirContent {
  std::vector<FhirResource> resources;
  std::string reason;  // why nothing of it can be used: see ReceivedReadings; "" when it can
};

// The text of the member `key` of `object`, whose text is `text`; "" when it is not there. The tree
// knows a key whatever its escapes; both have the members in the same order.
[[nodiscard]] std::string_view RawMember(const fhir::Node& object, std::string_view text,
                                         std::string_view key);

// More resources at once are refused as a whole.
inline constexpr std::size_t kMostResources = 100'000;

// What cannot be used is told in `problems`. `content` must outlive what is returned.
[[nodiscard]] FhirContent ReadFhirContent(std::string_view content, ToldProblems& problems);

}  // namespace wardbridge::discharge
