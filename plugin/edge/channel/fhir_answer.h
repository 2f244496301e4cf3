// What the answer of a FHIR server means for a delivery (spec/destinations section 1, "Answers").
// Inside of edge/channel. Pure.
#pragma once

#include <string>
#include <string_view>

#include "base/timestamp.h"
#include "edge/net/http_client.h"
#include "model/delivery.h"

namespace wardbridge::channel {

// What was asked.
enum class FhirQuestion {
  kCreate,              // POST Bundle with If-None-Exist
  kUpdate,              // PUT Bundle/id
  kUpdateByIdentifier,  // PUT Bundle?identifier=
  kTransaction,         // POST to the base
};

// What the channel does next within the same attempt.
enum class FhirNext {
  kFinish,           // the outcome stands
  kRenewToken,       // 401: once with a new token, else the outcome stands
  kRepeat,           // 409, 412: once more after a pause, else the outcome stands
  kAskByIdentifier,  // the id is not known there any more: by the identifier
};

struct FhirVerdict {
  FhirNext next = FhirNext::kFinish;
  model::Outcome outcome;
};

//   answer                                   outcome         code
//   200, 201 (204 to an update)              delivered       fhir.created, fhir.present,
//                                                            fhir.updated, fhir.stored
//     with an OperationOutcome of an error   by issue codes  fhir.outcome-error
//     that is no JSON                        configuration   fhir.not-fhir
//     no whole transaction-response          permanent       fhir.transaction-incomplete
//   202 and other 2xx                        in doubt        fhir.accepted-only: a repeat finds out
//   3xx                                      configuration   fhir.redirected
//   401                                      configuration   fhir.unauthorised
//   403                                      configuration   fhir.forbidden
//   408 425 429 503                          transient       fhir.busy
//   409                                      permanent       fhir.conflict
//   412                                      permanent       fhir.several-matches
//   413                                      permanent       fhir.too-large
//   other 4xx                                permanent       fhir.rejected
//   500 502 504, other 5xx                   transient       fhir.server-error
//   anything else                            in doubt        fhir.unexpected-status
// Issue codes of an OperationOutcome turn 4xx other than 401 and 403 into transient, and 5xx other
// than 503 into permanent.
// `request_id` is named in the detail, for the people of the server.
[[nodiscard]] FhirVerdict Judge(FhirQuestion question, const net::HttpAnswer& answer,
                                const std::string& request_id, Timestamp now);

// The outcome of a request without an answer; `prefix` is "fhir.".
[[nodiscard]] model::Outcome OutcomeOf(const net::HttpFailure& failure, std::string_view prefix);

// "Bundle/17/_history/1" of a Location or the like, or "" when it is none. What it holds are ids of
// the server's own making.
[[nodiscard]] std::string PlaceOf(std::string_view location, std::string_view type);

// The id in evidence that begins with "Bundle/17"; "" when there is none.
[[nodiscard]] std::string BundleIdOf(std::string_view evidence);

}  // namespace wardbridge::channel
