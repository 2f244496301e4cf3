// Tries a FHIR destination without sending anything of a patient. Inside of edge/channel.
#pragma once

#include <vector>

#include <boost/asio/awaitable.hpp>

#include "edge/channel/channel.h"
#include "edge/channel/fhir_channel.h"
#include "edge/oauth2/token_source.h"

namespace wardbridge::channel {

// Connection, certificate, token and GET [base]/metadata, in this order, up to the first that
// fails. `tokens` is null when the destination needs none; all must outlive the call.
boost::asio::awaitable<std::vector<TestStep>> TestFhirServer(const net::HttpClient& client,
                                                             const FhirOptions& options,
                                                             oauth2::TokenSource* tokens);

}  // namespace wardbridge::channel
