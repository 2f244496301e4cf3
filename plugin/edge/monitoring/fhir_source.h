// Readings of one patient fetched from a FHIR R4 server: the patient is looked up by the NHS
// number, then what was measured in a time is searched page by page (FHIR R4 "search", "paging").
// What comes is passed on as bytes.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include "base/clock.h"
#include "base/phi.h"
#include "base/timestamp.h"
#include "edge/net/http_client.h"
#include "edge/oauth2/oauth2_options.h"

namespace wardbridge::monitoring {

struct FhirSourceOptions {
  net::HttpUrl base;                     // "https://rpm.example/fhir"
  std::shared_ptr<net::TlsContext> tls;  // needed when base is https
  net::HttpLimits limits;                // of each request
  net::HttpHeaders headers;
  std::optional<oauth2::Oauth2Options> oauth2;
  bool by_post = false;  // POST [type]/_search: the NHS number stands in no address
  // Types that are asked for, of: Observation, QuestionnaireResponse, Communication.
  std::vector<std::string> types = {"Observation"};
  std::size_t page = 200;  // _count
  Millis pause{500};  // before a request that a server was too busy for is made again, in one fetch
  // Guards against a server without end, for one fetch.
  std::size_t most_pages = 1'000;
  std::size_t most_bytes = 64U << 20U;
};

// Whose readings, and of which time (both ends included).
struct FetchQuestion {
  Phi<std::string> nhs_number;
  Timestamp from;
  Timestamp to;
};

// What a fetch has brought. `bundle` holds what came even when it is not all.
struct Fetched {
  bool is_complete = false;
  bool may_help_again = false;        // not complete: another attempt may be
  std::optional<Millis> retry_after;  // as the server asks
  // Stable: "fhir.fetched", "fhir.no-patient" (complete: the server does not know the patient),
  // "fhir.busy", "fhir.answer-timeout", "oauth2.refused", ...
  std::string code;
  std::string detail;         // for people; nothing of question or answer
  std::string bundle;         // a collection Bundle: patients and resources, each as it came; ""
                              // when there are none
  std::size_t resources = 0;  // without the patients
  std::size_t pages = 0;
};

// Thread-safe.
class FhirSource {
 public:
  FhirSource() = default;
  FhirSource(const FhirSource&) = delete;
  FhirSource& operator=(const FhirSource&) = delete;
  virtual ~FhirSource() = default;

  // Never throws but for memory. Each request has the limits' time.
  [[nodiscard]] virtual boost::asio::awaitable<Fetched> Fetch(FetchQuestion question) = 0;
};

// `executor` is where requests run; its context and `clock` must outlive the source. Nothing is
// contacted before the first Fetch.
[[nodiscard]] std::unique_ptr<FhirSource> MakeFhirSource(FhirSourceOptions options,
                                                         boost::asio::any_io_executor executor,
                                                         const Clock& clock);

}  // namespace wardbridge::monitoring
