// The collection Bundle in the form of a FHIR transaction (spec/destinations section 1, "Collection
// to transaction").
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace wardbridge::discharge {

// `collection` with type "transaction" and a `request` in each entry. Every other byte stays as it
// is: fullUrls and references are the same urn:uuid, decimals keep their text. Pure.
//
//   resource                          revision 1                  later revisions
//   Patient, Encounter, Observation   POST with ifNoneExist       PUT Type?identifier=..., no id
//   Organization                      POST with ifNoneExist       the same: it is not ours to
//   change DocumentReference                 POST with ifNoneExist on masterIdentifier, which each
//   revision
//                                     has anew: a correction is a new document that replaces
//   others                            POST
//
// The identifier is the NHS number of a patient, the ODS code of an organisation, else the first
// with system and value. Errors: kMalformed when `collection` is no such Bundle; kMissing when a
// resource above has no identifier, as it could be made twice.
[[nodiscard]] Result<std::string> MakeTransaction(std::string_view collection, int revision);

}  // namespace wardbridge::discharge
