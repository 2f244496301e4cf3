#include "edge/channel/fhir_channel.h"

#include <exception>
#include <string_view>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "base/digest.h"
#include "edge/channel/fhir_answer.h"
#include "edge/channel/fhir_payload.h"
#include "edge/channel/fhir_probe.h"
#include "edge/net/random_id.h"
#include "edge/oauth2/token_source.h"

namespace wardbridge::channel {
namespace {

namespace asio = boost::asio;
using model::Delivery;
using model::Outcome;
using Kind = Outcome::Kind;

Outcome Failed(Kind kind, const char* code, const char* detail) {
  Outcome outcome;
  outcome.kind = kind;
  outcome.code = code;
  outcome.detail = detail;
  return outcome;
}

// A bar may stand in a header, but not in an address: some servers refuse it there.
std::string InAddress(std::string search) {
  const std::size_t bar = search.find('|');
  if (bar != std::string::npos) search.replace(bar, 1, "%7C");
  return search;
}

FhirQuestion FirstQuestion(const Delivery& delivery) {
  if (delivery.form != model::PayloadForm::kCollection) return FhirQuestion::kTransaction;
  if (delivery.revision <= 1) return FhirQuestion::kCreate;
  return BundleIdOf(delivery.former_evidence).empty() ? FhirQuestion::kUpdateByIdentifier
                                                      : FhirQuestion::kUpdate;
}

// One request as it goes out, with the body it refers to.
struct Prepared {
  net::HttpCall call;
  std::string body;  // when the payload had to be changed
};

class FhirChannel final : public Channel {
 public:
  FhirChannel(FhirOptions options, asio::any_io_executor executor, const Clock& clock)
      : options_(std::move(options)),
        clock_(clock),
        client_(executor, options_.base, options_.tls, options_.limits) {
    if (options_.oauth2) {
      tokens_.emplace(std::move(executor), *options_.oauth2, options_.tls, options_.limits, clock_);
    }
  }

  [[nodiscard]] model::PayloadForm Form() const override { return options_.form; }

  asio::awaitable<Outcome> Send(Delivery delivery) override {
    Outcome outcome;
    try {
      outcome = co_await Converse(delivery);
    } catch (const std::exception&) {  // memory: a request may have left
      outcome = Failed(Kind::kInDoubt, "fhir.no-memory", "no memory");
    }
    co_return outcome;
  }

  asio::awaitable<std::vector<TestStep>> Test() override {
    std::vector<TestStep> steps = co_await TestFhirServer(client_, options_, Tokens());
    co_return steps;
  }

 private:
  // The questions of one attempt, until an answer stands.
  asio::awaitable<Outcome> Converse(const Delivery& delivery) {
    const std::string search = SearchFor(delivery);
    if (search.empty()) {
      co_return Failed(Kind::kPermanent, "fhir.no-identifier",
                       "the Bundle has no identifier, so a repeat could make a second one");
    }
    FhirQuestion question = FirstQuestion(delivery);
    bool renewed = false;
    bool repeated = false;
    std::string rejected;
    while (true) {
      std::string token;
      if (tokens_) {
        const oauth2::TokenResult got = co_await tokens_->Get(rejected);
        if (got.failure) co_return *got.failure;
        token = got.token;
      }
      const FhirVerdict verdict = co_await AskOnce(question, delivery, search, token);
      if (verdict.next == FhirNext::kRenewToken && tokens_ && !std::exchange(renewed, true)) {
        rejected = token;
      } else if (verdict.next == FhirNext::kRepeat && !std::exchange(repeated, true)) {
        co_await Pause();
      } else if (verdict.next == FhirNext::kAskByIdentifier) {
        question = FhirQuestion::kUpdateByIdentifier;
      } else {
        co_return verdict.outcome;
      }
    }
  }

  asio::awaitable<FhirVerdict> AskOnce(FhirQuestion question, const Delivery& delivery,
                                       const std::string& search, const std::string& token) {
    const std::string request_id = net::RandomUuid();
    Prepared prepared;
    FhirVerdict verdict;
    if (!Prepare(question, delivery, search, prepared)) {
      verdict.outcome = Failed(Kind::kPermanent, "fhir.no-identifier", "the payload is no Bundle");
      co_return verdict;
    }
    AddHeaders(delivery, request_id, token, prepared.call.headers);
    const net::HttpResult result = co_await client_.Ask(std::move(prepared.call));
    if (result.answer) {
      verdict = Judge(question, *result.answer, request_id, clock_.Now());
      const bool is_updated =
          question == FhirQuestion::kUpdate && verdict.outcome.kind == Kind::kDelivered;
      if (is_updated && verdict.outcome.evidence.empty()) {  // the id is known without being told
        verdict.outcome.evidence = "Bundle/" + BundleIdOf(delivery.former_evidence);
      }
    } else {
      verdict.outcome = OutcomeOf(result.failure, "fhir.");
    }
    co_return verdict;
  }

  // Method, address and body (the table of the specification). False when the payload is no Bundle.
  [[nodiscard]] bool Prepare(FhirQuestion question, const Delivery& delivery,
                             const std::string& search, Prepared& into) const {
    const std::string bundles = options_.base.path + "/Bundle";
    into.call.method = "PUT";
    into.call.body = delivery.payload;
    switch (question) {
      case FhirQuestion::kTransaction:
        into.call.method = "POST";
        into.call.target = options_.base.path;
        return true;
      case FhirQuestion::kCreate:
        into.call.method = "POST";
        into.call.target = bundles;
        into.call.headers.emplace_back("If-None-Exist", search);
        return true;
      case FhirQuestion::kUpdate: {
        const std::string id = BundleIdOf(delivery.former_evidence);
        into.call.target = bundles + "/" + id;
        return ChangeId(delivery, id, into);
      }
      case FhirQuestion::kUpdateByIdentifier:
        into.call.target = bundles + "?" + InAddress(search);
        return ChangeId(delivery, "", into);
    }
    return false;
  }

  [[nodiscard]] static bool ChangeId(const Delivery& delivery, std::string_view id,
                                     Prepared& into) {
    auto changed = WithId(delivery, id);
    if (!changed) return false;
    into.body = std::move(*changed);
    into.call.body = into.body;
    return true;
  }

  void AddHeaders(const Delivery& delivery, const std::string& request_id, const std::string& token,
                  net::HttpHeaders& headers) const {
    headers.emplace_back("Content-Type", model::MediaType(delivery.format));
    // Whatever the payload is: answers are read in JSON.
    headers.emplace_back("Accept", model::MediaType(model::PayloadFormat::kJson));
    headers.emplace_back("Prefer", "return=minimal");
    headers.emplace_back("X-Request-ID", request_id);
    headers.emplace_back("X-Correlation-ID", Uuid5("correlation " + delivery.key));
    for (const auto& header : options_.headers) headers.push_back(header);
    if (!token.empty()) headers.emplace_back("Authorization", "Bearer " + token);
  }

  asio::awaitable<void> Pause() {
    const auto executor = co_await asio::this_coro::executor;
    asio::steady_timer timer(executor, options_.pause);
    co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
  }

  [[nodiscard]] oauth2::TokenSource* Tokens() { return tokens_ ? &*tokens_ : nullptr; }

  FhirOptions options_;
  const Clock& clock_;
  net::HttpClient client_;
  std::optional<oauth2::TokenSource> tokens_;
};

}  // namespace

std::unique_ptr<Channel> MakeFhirChannel(FhirOptions options, asio::any_io_executor executor,
                                         const Clock& clock) {
  return std::make_unique<FhirChannel>(std::move(options), std::move(executor), clock);
}

}  // namespace wardbridge::channel
