// The collection Bundle in the form of a FHIR transaction (spec/destinations section 1, "Collection
// to transaction").
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace wardbridge::discharge {

// Whether a correction may change resources that the server has. kNever is for servers that own the
// patient: what changed in them is then in the new document only.
enum class Updates { kAllowed, kNever };

// clang-format off
// `collection` with type "transaction" and a `request` in each entry. Every other byte stays as it
// is: fullUrls and references are the same urn:uuid, decimals keep their text. Pure.
//
//   resource                          revision 1                  later revisions
//   Patient, Encounter, Observation   POST with ifNoneExist       PUT Type?identifier=..., no id
//   the same with Updates::kNever     POST with ifNoneExist       the same
//   Organization                      POST with ifNoneExist       the same
//   DocumentReference                 POST with ifNoneExist       the same
//   the same, entered in error        -                           PUT Type?identifier=..., no id
//   others                            POST                        POST
//
// An Organization is not ours to change. A DocumentReference is searched by its masterIdentifier,
// which each revision has anew: a correction is a new document that replaces the former.
// The identifier is the NHS number of a patient, the ODS code of an organisation, else the first
// with system and value. Errors: kMalformed when `collection` is no such Bundle; kMissing when a
// resource above has no identifier, as it could be made twice.
// clang-format on
[[nodiscard]] Result<std::string> MakeTransaction(std::string_view collection, int revision,
                                                  Updates updates = Updates::kAllowed);

}  // namespace wardbridge::discharge
