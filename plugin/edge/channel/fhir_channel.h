// Channel `fhir`: the summary to a FHIR R4 server over REST, as a collection or as a transaction
// (spec/destinations section 1). A repeat never makes a second document: creates and updates are
// conditional on Bundle.identifier, those inside a transaction on the identifier of each resource.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "base/clock.h"
#include "base/result.h"
#include "edge/channel/channel.h"
#include "edge/net/http_client.h"
#include "edge/net/url.h"
#include "edge/oauth2/oauth2_options.h"

namespace wardbridge::channel {

struct FhirOptions {
  net::HttpUrl base;  // "https://shcr.example/fhir"
  model::PayloadForm form = model::PayloadForm::kCollection;
  std::shared_ptr<net::TlsContext> tls;  // needed when base is https
  net::HttpLimits limits;
  net::HttpHeaders headers;  // sent with each request, beside those of the specification
  std::optional<oauth2::Oauth2Options> oauth2;
  Millis pause{2'000};  // before a 409 or 412 is asked again
};

// `executor` is where requests run; its context and `clock` must outlive the channel. Nothing is
// contacted before the first Send or Test.
//
// A Delivery says which form its payload has, whatever the channel's own form: rows made before a
// change of the configuration keep theirs. Of a collection, revision 1 is created; later ones
// update the Bundle that revision 1 became (its id from Delivery::former_evidence), or, where that
// is not known, the one with the identifier.
[[nodiscard]] std::unique_ptr<Channel> MakeFhirChannel(FhirOptions options,
                                                       boost::asio::any_io_executor executor,
                                                       const Clock& clock);

}  // namespace wardbridge::channel
