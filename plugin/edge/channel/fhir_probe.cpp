#include "edge/channel/fhir_probe.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/asio/use_awaitable.hpp>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "edge/channel/fhir_answer.h"
#include "edge/net/random_id.h"

namespace wardbridge::channel {
namespace {

namespace asio = boost::asio;
using nlohmann::json;

TestStep Failed(const char* name, const model::Outcome& outcome) {
  return {name, false, outcome.code + ": " + outcome.detail};
}

constexpr std::string_view kNotStated = "not stated";

// Whether `text` has the form of a FHIR version: numbers with dots between them, and perhaps a
// hyphen with letters, digits and dots behind it ("4.0.1", "4.3.0-cibuild"). Anything else that a
// server says there is nothing to print.
bool IsFhirVersion(std::string_view text) {
  constexpr std::size_t kLongest = 20;
  const std::size_t hyphen = text.find('-');
  const std::string_view label = hyphen == std::string_view::npos ? "x" : text.substr(hyphen + 1);
  const bool good_label = !label.empty() && std::all_of(label.begin(), label.end(), [](char c) {
    return IsLetterOrDigit(c) || c == '.';
  });
  if (text.size() > kLongest || !good_label) return false;
  const std::vector<std::string_view> numbers = Split(text.substr(0, hyphen), '.');
  return std::all_of(numbers.begin(), numbers.end(), [](std::string_view number) {
    return !number.empty() && std::all_of(number.begin(), number.end(), IsDigit);
  });
}

// "4.0.1" of a CapabilityStatement, kNotStated of one without a version; "" when it is none.
std::string FhirVersionOf(const std::string& body) {
  const json tree = json::parse(body, nullptr, false);
  if (!tree.is_object() || tree.value("resourceType", json()) != "CapabilityStatement") return "";
  const json version = tree.value("fhirVersion", json());
  const bool is_stated =
      version.is_string() && IsFhirVersion(version.get_ref<const std::string&>());
  return is_stated ? version.get<std::string>() : std::string(kNotStated);
}

TestStep JudgeMetadata(const net::HttpAnswer& answer, const std::string& request_id) {
  constexpr const char* kName = "metadata";
  if (answer.status != 200) {
    const FhirVerdict verdict = Judge(FhirQuestion::kUpdate, answer, request_id, Timestamp());
    return Failed(kName, verdict.outcome);
  }
  const std::string version = answer.is_cut ? "" : FhirVersionOf(answer.body);
  if (version.empty()) {
    return {kName, false, "fhir.not-fhir: the answer is no CapabilityStatement"};
  }
  if (!version.starts_with("4.0")) {
    return {kName, false,
            "fhir.version: the server speaks another version of FHIR than R4: " + version};
  }
  return {kName, true, "FHIR " + version};
}

net::HttpCall MetadataCall(const FhirOptions& options, const std::string& request_id,
                           const std::string& token) {
  net::HttpCall call;
  call.target = options.base.path + "/metadata";
  call.headers = {{"Accept", "application/fhir+json"}, {"X-Request-ID", request_id}};
  for (const auto& header : options.headers) call.headers.push_back(header);
  if (!token.empty()) call.headers.emplace_back("Authorization", "Bearer " + token);
  return call;
}

}  // namespace

asio::awaitable<std::vector<TestStep>> TestFhirServer(const net::HttpClient& client,
                                                      const FhirOptions& options,
                                                      oauth2::TokenSource* tokens) {
  std::vector<TestStep> steps;
  const net::HttpProbe probe = co_await client.Probe();
  const bool is_connected = !probe.peer.empty();
  if (is_connected) steps.push_back({"connection", true, probe.peer});
  if (probe.failure) {
    steps.push_back(
        Failed(is_connected ? "certificate" : "connection", OutcomeOf(*probe.failure, "fhir.")));
    co_return steps;
  }
  if (options.base.is_tls) {
    steps.push_back({"certificate", true,
                     probe.tls_version + ", valid until " + FormatDateTime(probe.peer_expires)});
  }
  std::string token;
  if (tokens != nullptr) {
    const oauth2::TokenResult got = co_await tokens->Get("");
    if (got.failure) {
      steps.push_back(Failed("token", *got.failure));
      co_return steps;
    }
    token = got.token;
    steps.push_back(
        {"token", true, "expires in " + std::to_string(got.lifetime.count() / 1000) + " s"});
  }
  const std::string request_id = net::RandomUuid();
  net::HttpCall call = MetadataCall(options, request_id, token);
  const net::HttpResult result = co_await client.Ask(std::move(call));
  steps.push_back(result.answer ? JudgeMetadata(*result.answer, request_id)
                                : Failed("metadata", OutcomeOf(result.failure, "fhir.")));
  co_return steps;
}

}  // namespace wardbridge::channel
