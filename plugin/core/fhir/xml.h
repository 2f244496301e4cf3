// FHIR resources in XML beside JSON (FHIR R4 json.html and xml.html): the same resource, to the
// last digit of a number.
//
//   JSON                                  XML
//   {"resourceType": "Patient", ...}      <Patient xmlns="http://hl7.org/fhir">...</Patient>
//   "active": true                        <active value="true"/>
//   "given": ["A", "B"]                   <given value="A"/><given value="B"/>
//   "_given": [null, {"extension": ...}]  <given value="B"><extension .../></given>
//   "id" of what is no resource, "url"    attributes
//   "div": "<div ...>...</div>"           <div xmlns="http://www.w3.org/1999/xhtml">...</div>
//   "resource": {"resourceType": ...}     <resource><Patient>...</Patient></resource>
//
// Elements stand in the order of R4 (elements.h), lists are arrays however few they have. Numbers
// are never read as numbers: 36.60 stays 36.60. Nothing else is judged: neither cardinalities
// beyond one or many, nor codes, nor the form of a date.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace wardbridge::fhir {

// `json`, one resource, in XML: UTF-8, no declaration, no blanks between elements, nothing behind
// the end. ToJson gives the same resource again, and the same bytes where `json` was written as
// ToJson writes. Errors, `where` being a JSON pointer (RFC 6901) and nothing but a name of an
// element ever being taken from `json`: kMalformed for what is not JSON, an element that R4 does
// not have there, a value of another kind, an array where R4 has one value and the other way round,
// what is empty, and text that XML cannot hold (control characters). As Node::Parse: nested deeper
// than 64.
[[nodiscard]] Result<std::string> ToXml(std::string_view json);

// `xml`, one resource, in JSON: one line, resourceType first, then what is an attribute in XML,
// then the elements in the order of R4. Prefixes, comments, processing instructions and
// xsi:schemaLocation are left out, a comment in a narrative stays. Errors, `where` being a path as
// in XPath, or line and column where it is no XML: as above, also for elements in another order;
// kUnsupported for a document type definition (so no entity is ever looked up or multiplied), for
// other encodings than UTF-8 and for what would be nested deeper than 64 in JSON.
[[nodiscard]] Result<std::string> ToJson(std::string_view xml);

}  // namespace wardbridge::fhir
