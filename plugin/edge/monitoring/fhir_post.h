// Readings that a supplier posts to us: a FHIR R4 resource or Bundle by HTTP. Says what came of it
// in HTTP and OperationOutcome; what is in a body is nothing to it.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include "edge/net/http_server.h"
#include "model/issue.h"

namespace wardbridge::monitoring {

struct FhirPostOptions {
  std::string token;  // a secret that a sender shows as "Authorization: Bearer ..."; "": nobody is
                      // asked
};

// What became of a body.
struct Posted {
  enum class Kind {
    kStored,     // durable, or known already
    kRefused,    // nothing in it can be used: the sender has to change it
    kNotStored,  // could not be made durable: the sender has to send it again
  };
  Kind kind = Kind::kNotStored;
  std::string reason;                  // of kRefused: a stable word
  std::vector<model::Issue> problems;  // places and what is wrong, never values
};
using TakePosted = std::function<boost::asio::awaitable<Posted>(std::string body)>;

//   asked                                         answer
//   POST to the root or "/Bundle", "/Observation",
//     "/QuestionnaireResponse", "/Communication"
//       stored                                    201 and an OperationOutcome
//       refused                                   422, with every problem
//       not stored                                503 with Retry-After
//     without the token                           401
//     of another media type                       415
//   POST elsewhere                                404
// `take` is called on the connection's strand.
[[nodiscard]] net::HttpTask MakeFhirPost(FhirPostOptions options, TakePosted take);

// GET "/metadata": what can be posted, as a CapabilityStatement; 404 elsewhere.
[[nodiscard]] net::HttpHandler MakeFhirPostReads();

}  // namespace wardbridge::monitoring
