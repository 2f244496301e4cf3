// What a document must be before pugixml reads it: pugixml takes much that is no XML (repeated
// attributes, unknown entities, control characters) and skips a document type definition in
// silence. Inside of core/fhir.
#pragma once

#include <string_view>

#include "base/result.h"

namespace wardbridge::fhir {

// Whether `xml` is a well-formed document in UTF-8 without a document type definition, so that no
// entity but the five of XML itself can stand in it (XML 1.0 section 4.6). Names are ASCII, as all
// of FHIR and XHTML are. Limits: 200 levels of elements, 64 attributes of an element. Errors, with
// the place as "line 3, column 7" and nothing of the document: kMalformed; kUnsupported for a
// document type definition, another encoding and what is beyond the limits.
[[nodiscard]] Result<> CheckXml(std::string_view xml);

}  // namespace wardbridge::fhir
