#include "edge/channel/fhir_answer.h"

#include <algorithm>
#include <cstddef>
#include <optional>

#include <nlohmann/json.hpp>

#include "base/text.h"
#include "edge/channel/operation_outcome.h"
#include "edge/net/http_date.h"

namespace wardbridge::channel {
namespace {

using model::Outcome;
using nlohmann::json;
using Kind = Outcome::Kind;

// FHIR R4 id. The dots alone are left out: an id becomes a part of an address, where they are
// steps.
bool IsId(std::string_view text) {
  constexpr std::size_t kLongest = 64;
  return !text.empty() && text.size() <= kLongest && text != "." && text != ".." &&
         std::all_of(text.begin(), text.end(),
                     [](char c) { return IsLetterOrDigit(c) || c == '-' || c == '.'; });
}

Outcome Make(Kind kind, const char* code, std::string detail) {
  Outcome outcome;
  outcome.kind = kind;
  outcome.code = code;
  outcome.detail = std::move(detail);
  return outcome;
}

std::string DetailOf(const net::HttpAnswer& answer, const std::optional<OperationOutcome>& words,
                     const std::string& request_id) {
  std::string detail = "HTTP " + std::to_string(answer.status);
  if (words && !words->issues.empty()) detail += "; " + words->Text();
  return detail + "; X-Request-ID " + request_id;
}

bool IsJson(const net::HttpAnswer& answer) {
  const std::string type = LowerAscii(answer.Header("Content-Type"));
  return type.find("json") != std::string::npos;
}

// Which kind of success it is.
const char* CodeOf(FhirQuestion question, int status) {
  switch (question) {
    case FhirQuestion::kCreate:
      return status == 201 ? "fhir.created" : "fhir.present";
    case FhirQuestion::kUpdate:
    case FhirQuestion::kUpdateByIdentifier:
      return status == 201 ? "fhir.created" : "fhir.updated";
    case FhirQuestion::kTransaction:
      return "fhir.stored";
  }
  return "";
}

// Where the server says the Bundle is: by a header, else by the resource it returned.
std::string BundlePlace(const net::HttpAnswer& answer) {
  for (const char* header : {"Location", "Content-Location"}) {
    std::string place = PlaceOf(answer.Header(header), "Bundle");
    if (!place.empty()) return place;
  }
  if (answer.body.empty() || answer.is_cut) return "";
  const json body = json::parse(answer.body, nullptr, false);
  if (!body.is_object() || body.value("resourceType", json()) != "Bundle") return "";
  const auto id = body.find("id");
  if (id == body.end() || !id->is_string()) return "";
  const auto& text = id->get_ref<const std::string&>();
  return IsId(text) ? "Bundle/" + text : "";
}

// What each entry of a transaction-response says; nothing unless all were stored.
std::optional<std::string> TransactionEvidence(const net::HttpAnswer& answer) {
  const json body = json::parse(answer.body, nullptr, false);
  if (!body.is_object() || body.value("resourceType", json()) != "Bundle" ||
      body.value("type", json()) != "transaction-response") {
    return std::nullopt;
  }
  const auto entries = body.find("entry");
  if (entries == body.end() || !entries->is_array() || entries->empty()) return std::nullopt;
  std::string document;
  for (const json& entry : *entries) {
    const auto response = entry.is_object() ? entry.find("response") : entry.end();
    if (response == entry.end() || !response->is_object()) return std::nullopt;
    const json status = response->value("status", json());
    if (!status.is_string()) return std::nullopt;
    const auto& text = status.get_ref<const std::string&>();
    if (!text.starts_with("200") && !text.starts_with("201")) return std::nullopt;
    const json location = response->value("location", json());
    if (document.empty() && location.is_string()) {
      document = PlaceOf(location.get_ref<const std::string&>(), "DocumentReference");
    }
  }
  return std::to_string(entries->size()) + " resources" + (document.empty() ? "" : ", " + document);
}

FhirVerdict JudgeSuccess(FhirQuestion question, const net::HttpAnswer& answer, std::string detail,
                         const std::optional<OperationOutcome>& words) {
  if (words && words->HasError()) {
    const bool is_transient = words->Leans(answer.status) == Leaning::kTransient;
    return {FhirNext::kFinish, Make(is_transient ? Kind::kTransient : Kind::kPermanent,
                                    "fhir.outcome-error", std::move(detail))};
  }
  if (!answer.body.empty() && !IsJson(answer)) {
    return {FhirNext::kFinish,
            Make(Kind::kConfiguration, "fhir.not-fhir", detail + "; the answer is no FHIR JSON")};
  }
  Outcome outcome = Make(Kind::kDelivered, CodeOf(question, answer.status), std::move(detail));
  if (question != FhirQuestion::kTransaction) {
    outcome.evidence = BundlePlace(answer);
    return {FhirNext::kFinish, std::move(outcome)};
  }
  const auto evidence = TransactionEvidence(answer);
  if (!evidence) {
    outcome.kind = answer.is_cut ? Kind::kInDoubt : Kind::kPermanent;
    outcome.code = "fhir.transaction-incomplete";
    outcome.detail += "; the answer does not say that every resource was stored";
  } else {
    outcome.evidence = *evidence;
  }
  return {FhirNext::kFinish, std::move(outcome)};
}

FhirVerdict JudgeRefusal(FhirQuestion question, int status, std::string detail, Leaning leaning) {
  Outcome outcome = Make(leaning == Leaning::kTransient ? Kind::kTransient : Kind::kPermanent,
                         "fhir.rejected", std::move(detail));
  switch (status) {
    case 401:
      outcome.kind = Kind::kConfiguration;
      outcome.code = "fhir.unauthorised";
      return {FhirNext::kRenewToken, std::move(outcome)};
    case 403:
      outcome.kind = Kind::kConfiguration;
      outcome.code = "fhir.forbidden";
      break;
    case 408:
    case 425:
    case 429:
      outcome.kind = Kind::kTransient;
      outcome.code = "fhir.busy";
      break;
    case 409:
      outcome.code = "fhir.conflict";
      return {FhirNext::kRepeat, std::move(outcome)};
    case 412:
      outcome.code = "fhir.several-matches";
      return {FhirNext::kRepeat, std::move(outcome)};
    case 413:
      outcome.code = "fhir.too-large";
      break;
    case 404:
    case 410:
      if (question == FhirQuestion::kUpdate) {
        return {FhirNext::kAskByIdentifier, std::move(outcome)};
      }
      break;
    default:
      break;
  }
  return {FhirNext::kFinish, std::move(outcome)};
}

Outcome JudgeTrouble(int status, std::string detail, Leaning leaning) {
  if (status == 503) return Make(Kind::kTransient, "fhir.busy", std::move(detail));
  Outcome outcome = Make(leaning == Leaning::kPermanent ? Kind::kPermanent : Kind::kTransient,
                         "fhir.server-error", std::move(detail));
  // 502 and 504 are a gateway's: the server saw nothing.
  outcome.server_error = status == 500 && outcome.kind == Kind::kTransient;
  return outcome;
}

}  // namespace

FhirVerdict Judge(FhirQuestion question, const net::HttpAnswer& answer,
                  const std::string& request_id, Timestamp now) {
  const int status = answer.status;
  const auto words = answer.is_cut ? std::nullopt : ReadOperationOutcome(answer.body);
  const Leaning leaning = words ? words->Leans(status) : Leaning::kNone;
  std::string detail = DetailOf(answer, words, request_id);
  const bool is_update =
      question == FhirQuestion::kUpdate || question == FhirQuestion::kUpdateByIdentifier;
  FhirVerdict verdict;
  if (status == 200 || status == 201 || (status == 204 && is_update)) {
    verdict = JudgeSuccess(question, answer, std::move(detail), words);
  } else if (status > 201 && status < 300) {
    verdict.outcome = Make(Kind::kInDoubt, "fhir.accepted-only", std::move(detail));
  } else if (status >= 300 && status < 400) {
    verdict.outcome = Make(Kind::kConfiguration, "fhir.redirected", std::move(detail));
  } else if (status >= 400 && status < 500) {
    verdict = JudgeRefusal(question, status, std::move(detail), leaning);
  } else if (status >= 500 && status < 600) {
    verdict.outcome = JudgeTrouble(status, std::move(detail), leaning);
  } else {
    verdict.outcome = Make(Kind::kInDoubt, "fhir.unexpected-status", std::move(detail));
  }
  if (verdict.outcome.kind == Kind::kTransient) {
    verdict.outcome.retry_after = net::ReadRetryAfter(answer.Header("Retry-After"), now);
  }
  return verdict;
}

Outcome OutcomeOf(const net::HttpFailure& failure, std::string_view prefix) {
  Outcome outcome;
  switch (failure.kind) {
    case net::HttpFailure::Kind::kTransient:
      outcome.kind = Kind::kTransient;
      break;
    case net::HttpFailure::Kind::kConfiguration:
      outcome.kind = Kind::kConfiguration;
      break;
    case net::HttpFailure::Kind::kInDoubt:
      outcome.kind = Kind::kInDoubt;
      break;
  }
  outcome.code = std::string(prefix) + failure.code;
  outcome.detail = failure.detail;
  return outcome;
}

std::string PlaceOf(std::string_view location, std::string_view type) {
  const std::string start = std::string(type) + "/";
  std::size_t at = location.rfind("/" + start);
  if (at != std::string_view::npos) {
    ++at;
  } else if (location.starts_with(start)) {
    at = 0;
  } else {
    return "";
  }
  const auto parts = Split(location.substr(at), '/');
  if (parts.size() < 2 || !IsId(parts[1])) return "";
  std::string place = start + std::string(parts[1]);
  if (parts.size() >= 4 && parts[2] == "_history" && IsId(parts[3])) {
    place += "/_history/" + std::string(parts[3]);
  }
  return place;
}

std::string BundleIdOf(std::string_view evidence) {
  constexpr std::string_view kStart = "Bundle/";
  if (!evidence.starts_with(kStart)) return "";
  evidence.remove_prefix(kStart.size());
  const std::string_view id = evidence.substr(0, evidence.find('/'));
  return IsId(id) ? std::string(id) : std::string();
}

}  // namespace wardbridge::channel
