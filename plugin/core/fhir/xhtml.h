// The narrative of a resource: an XHTML element that is a string in JSON and stands as it is in XML
// (FHIR R4 narrative.html). Inside of core/fhir.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "core/fhir/xml_names.h"

namespace wardbridge::fhir {

// Appends `div`, an element in the XHTML namespace, as XML without prefixes that stands on its own:
//
//   <div xmlns="http://www.w3.org/1999/xhtml">...</div>
//
// Elements, attributes, text and comments are kept in their order; an element without content is
// written <br/>, references to characters as the characters. What was written so is written the
// same again. Errors: kMalformed for elements and attributes of other namespaces (but xml:),
// kUnsupported beyond 64 levels.
[[nodiscard]] Result<> AppendXhtml(pugi::xml_node div, const XmlScope& scope, std::string& out);

// The same for the text of a JSON string. Errors: also kMalformed when it is not one <div> of
// XHTML, and those of CheckXml.
[[nodiscard]] Result<> AppendXhtml(std::string_view text, std::string& out);

}  // namespace wardbridge::fhir
