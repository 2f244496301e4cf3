#include "edge/monitoring/fhir_post.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include <nlohmann/json.hpp>
#include <openssl/crypto.h>

#include "base/text.h"

namespace wardbridge::monitoring {
namespace {

using model::Issue;
using nlohmann::ordered_json;

constexpr const char* kFhirJson = "application/fhir+json";
constexpr int kCreated = 201;
constexpr int kUnauthorised = 401;
constexpr int kNotFound = 404;
constexpr int kMediaType = 415;
constexpr int kUnprocessable = 422;
constexpr int kUnavailable = 503;
constexpr int kWaitSeconds = 30;
constexpr std::array<std::string_view, 5> kPlaces = {"/", "/Bundle", "/Observation",
                                                     "/QuestionnaireResponse", "/Communication"};

ordered_json OneIssue(const char* severity, const char* code, const std::string& text) {
  return {{"severity", severity}, {"code", code}, {"diagnostics", text}};
}

net::HttpResponse Answer(int status, ordered_json issues) {
  const ordered_json outcome{{"resourceType", "OperationOutcome"}, {"issue", std::move(issues)}};
  net::HttpResponse response;
  response.status = status;
  response.content_type = std::string(kFhirJson) + "; charset=utf-8";
  response.body = outcome.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
  return response;
}

net::HttpResponse Refused(int status, const char* code, const std::string& text) {
  return Answer(status, ordered_json::array({OneIssue("error", code, text)}));
}

void AddProblems(const std::vector<Issue>& problems, ordered_json& issues) {
  constexpr std::size_t kMost = 100;
  for (std::size_t i = 0; i < problems.size() && i < kMost; ++i) {
    const Issue& problem = problems[i];
    const bool error = problem.severity == Issue::Severity::kError;
    ordered_json issue =
        OneIssue(error ? "error" : "warning", "invalid", problem.code + ": " + problem.text);
    if (!problem.path.empty()) issue["expression"] = ordered_json::array({problem.path});
    issues.push_back(std::move(issue));
  }
  if (problems.size() > kMost) {
    issues.push_back(OneIssue("information", "informational",
                              std::to_string(problems.size() - kMost) + " more of them"));
  }
}

net::HttpResponse AnswerTo(const Posted& posted) {
  ordered_json issues = ordered_json::array();
  switch (posted.kind) {
    case Posted::Kind::kStored:
      issues.push_back(OneIssue("information", "informational", "stored"));
      AddProblems(posted.problems, issues);
      return Answer(kCreated, std::move(issues));
    case Posted::Kind::kRefused:
      issues.push_back(
          OneIssue("error", "processing", "nothing of it was stored: " + posted.reason));
      AddProblems(posted.problems, issues);
      return Answer(kUnprocessable, std::move(issues));
    case Posted::Kind::kNotStored:
      break;
  }
  net::HttpResponse response =
      Refused(kUnavailable, "transient", "could not be stored now: send it again");
  response.retry_after = kWaitSeconds;
  return response;
}

// As long as the token, whatever is compared.
bool IsToken(std::string_view authorization, const std::string& token) {
  constexpr std::string_view kBearer = "bearer ";
  if (LowerAscii(authorization.substr(0, kBearer.size())) != kBearer) return false;
  const std::string_view shown = Trim(authorization.substr(kBearer.size()));
  return shown.size() == token.size() &&
         CRYPTO_memcmp(shown.data(), token.data(), token.size()) == 0;
}

bool IsJson(std::string_view content_type) {
  const std::string type = LowerAscii(Trim(content_type.substr(0, content_type.find(';'))));
  return type == kFhirJson || type == "application/json" || type == "application/json+fhir";
}

boost::asio::awaitable<net::HttpResponse> Serve(const FhirPostOptions& options,
                                                const TakePosted& take, net::HttpRequest request) {
  if (!options.token.empty() && !IsToken(request.authorization, options.token)) {
    co_return Refused(kUnauthorised, "login", "the token is missing or another one is wanted");
  }
  if (std::find(kPlaces.begin(), kPlaces.end(), request.target) == kPlaces.end()) {
    co_return Refused(kNotFound, "not-found", "nothing can be posted there");
  }
  if (!IsJson(request.content_type)) {
    co_return Refused(kMediaType, "not-supported",
                      "the Content-Type must be application/fhir+json");
  }
  const Posted posted = co_await take(std::move(request.body));
  co_return AnswerTo(posted);
}

// What the server is, for clients that look first (FHIR R4 "capabilities").
ordered_json Capability() {
  ordered_json resources = ordered_json::array();
  for (const char* type : {"Bundle", "Observation", "QuestionnaireResponse", "Communication"}) {
    resources.push_back(
        {{"type", type}, {"interaction", ordered_json::array({{{"code", "create"}}})}});
  }
  const ordered_json rest{{"mode", "server"}, {"resource", std::move(resources)}};
  return {{"resourceType", "CapabilityStatement"},
          {"status", "active"},
          {"date", "2026-11-23"},
          {"kind", "requirements"},
          {"fhirVersion", "4.0.1"},
          {"format", ordered_json::array({"json"})},
          {"rest", ordered_json::array({rest})}};
}

}  // namespace

net::HttpTask MakeFhirPost(FhirPostOptions options, TakePosted take) {
  return [options = std::move(options), take = std::move(take)](
             net::HttpRequest request) -> boost::asio::awaitable<net::HttpResponse> {
    net::HttpResponse response = co_await Serve(options, take, std::move(request));
    co_return response;
  };
}

net::HttpHandler MakeFhirPostReads() {
  return [](const net::HttpRequest& request) -> net::HttpResponse {
    if (request.target != "/metadata") {
      return Refused(kNotFound, "not-found", "nothing can be read here but /metadata");
    }
    net::HttpResponse response;
    response.content_type = std::string(kFhirJson) + "; charset=utf-8";
    response.body = Capability().dump();
    return response;
  };
}

}  // namespace wardbridge::monitoring
