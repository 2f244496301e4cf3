// Text in FHIR XML and FHIR JSON: which characters XML can hold, and how they are written. Inside
// of core/fhir.
#pragma once

#include <string>
#include <string_view>

namespace wardbridge::fhir {

// Whether XML 1.0 can hold `text`: UTF-8 of tab, LF, CR and what is from U+0020 on, but for U+FFFE
// and U+FFFF (XML 1.0 section 2.2, Char). There is no escape for the others.
[[nodiscard]] bool IsXmlText(std::string_view text);

// The bytes of the XML character at `at`, 0 when there is none.
[[nodiscard]] std::size_t XmlCharacterSize(std::string_view text, std::size_t at);

// Whether FHIR takes `text` as a value: more than white space (FHIR R4 xml.html, "attributes can
// never be empty").
[[nodiscard]] bool HasContent(std::string_view text);

// Appends `text` as the inside of an attribute in double quotes. Tab, LF and CR are written as
// &#9; &#10; &#13;, because a reader makes blanks of them otherwise (XML 1.0 section 3.3.3).
void AppendXmlAttribute(std::string_view text, std::string& out);

// Appends `text` as character data. CR is written as &#13;, because a reader makes LF of it
// otherwise (XML 1.0 section 2.11).
void AppendXmlText(std::string_view text, std::string& out);

// Appends `text`, which must be UTF-8, as a JSON string with its quotes. Nothing is dropped.
void AppendJsonString(std::string_view text, std::string& out);

}  // namespace wardbridge::fhir
