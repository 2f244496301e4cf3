// A business identifier, as a FHIR server is asked for it.
#pragma once

#include <string>
#include <string_view>

namespace wardbridge::model {

// "identifier=https://fhir.nhs.uk/Id/nhs-number|9990000018": the query of a conditional create or
// update (FHIR R4 http.html 3.1.0.8.1), percent-encoded, with the escapes of a token
// (search.html#escaping). "" when one of the two is empty.
[[nodiscard]] std::string IdentifierSearch(std::string_view system, std::string_view value);

}  // namespace wardbridge::model
