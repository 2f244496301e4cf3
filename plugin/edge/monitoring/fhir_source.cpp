#include "edge/monitoring/fhir_source.h"

#include <algorithm>
#include <array>
#include <exception>
#include <string_view>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "base/text.h"
#include "edge/monitoring/search_page.h"
#include "edge/net/http_date.h"
#include "edge/net/random_id.h"
#include "edge/oauth2/token_source.h"

namespace wardbridge::monitoring {
namespace {

namespace asio = boost::asio;

constexpr const char* kJson = "application/fhir+json";
constexpr std::string_view kNhsNumber = "https://fhir.nhs.uk/Id/nhs-number";
constexpr std::size_t kMostRepeats = 3;    // of one request
constexpr Millis kLongestPause{2'000};     // that one fetch waits for a busy server
constexpr std::size_t kMostPatients = 10;  // with one NHS number at one server

// The search parameter for the time of each type (FHIR R4, its search parameters).
constexpr std::array<std::pair<std::string_view, std::string_view>, 3> kTimes = {{
    {"Observation", "date"},
    {"QuestionnaireResponse", "authored"},
    {"Communication", "sent"},
}};

std::string_view TimeOf(std::string_view type) {
  for (const auto& [name, parameter] : kTimes) {
    if (name == type) return parameter;
  }
  return "date";
}

// One request: where, and what is posted.
struct Ask {
  std::string target;
  std::string form;  // "": GET
};

// A fetch in progress.
struct Work {
  FetchQuestion question;
  Fetched fetched;
  std::vector<std::string> entries;
  std::size_t bytes = 0;
  std::string token;
  bool renewed = false;
};

// Why a request has brought no page.
struct Trouble {
  std::string code;
  std::string detail;
  bool may_help_again = false;
  std::optional<Millis> retry_after;
};

Trouble TroubleOf(const net::HttpAnswer& answer, Timestamp now) {
  const int status = answer.status;
  const std::string detail = "the server answered " + std::to_string(status);
  const auto retry_after = net::ReadRetryAfter(answer.Header("Retry-After"), now);
  if (status == 401) return {"fhir.unauthorised", detail, false, {}};
  if (status == 403) return {"fhir.forbidden", detail, false, {}};
  if (status >= 300 && status < 400) {
    return {"fhir.redirected", detail + "; redirects are not followed", false, {}};
  }
  if (status == 408 || status == 425 || status == 429 || status == 503) {
    return {"fhir.busy", detail, true, retry_after};
  }
  if (status >= 500) return {"fhir.server-error", detail, true, retry_after};
  return {"fhir.rejected", detail, false, {}};
}

// Nothing: a whole page came.
std::optional<Trouble> TroubleOf(const net::HttpResult& result, Timestamp now) {
  if (!result.answer) {
    const bool configured = result.failure.kind == net::HttpFailure::Kind::kConfiguration;
    return Trouble{"fhir." + result.failure.code, result.failure.detail, !configured, {}};
  }
  if (result.answer->status != 200) return TroubleOf(*result.answer, now);
  if (result.answer->is_cut) return Trouble{"fhir.too-large", "an answer is too large", false, {}};
  return std::nullopt;
}

// Worth a moment's wait: the server answers, or has just broken off. Who does not answer in time is
// not waited for twice.
bool IsMomentary(const Trouble& trouble) {
  if (trouble.retry_after) return *trouble.retry_after <= kLongestPause;
  return trouble.code == "fhir.busy" || trouble.code == "fhir.server-error" ||
         trouble.code == "fhir.no-answer";
}

class HttpSource final : public FhirSource {
 public:
  HttpSource(FhirSourceOptions options, asio::any_io_executor executor, const Clock& clock)
      : options_(std::move(options)),
        clock_(clock),
        client_(executor, options_.base, options_.tls, options_.limits) {
    if (options_.oauth2) {
      tokens_.emplace(std::move(executor), *options_.oauth2, options_.tls, options_.limits, clock_);
    }
  }

  asio::awaitable<Fetched> Fetch(FetchQuestion question) override {
    Work work;
    work.question = std::move(question);
    try {
      co_await FetchAll(work);
    } catch (const std::exception&) {
      Fail(work, {"fhir.no-memory", "no memory", true, {}});
    }
    work.fetched.bundle = Collect(work.entries);
    co_return std::move(work.fetched);
  }

 private:
  asio::awaitable<void> FetchAll(Work& work) {
    const bool signed_in = co_await SignIn(work, "");
    if (!signed_in) co_return;
    std::vector<std::string> patients;
    const std::string identifier =
        std::string(kNhsNumber) + "|" + work.question.nhs_number.Reveal();
    const bool found =
        co_await Search(work, "Patient", "identifier=" + PercentEncode(identifier), patients);
    if (!found) co_return;
    if (patients.empty()) {
      work.fetched.is_complete = true;
      work.fetched.code = "fhir.no-patient";
      work.fetched.detail = "the server does not know the patient";
      co_return;
    }
    if (patients.size() > kMostPatients) {
      Fail(work, {"fhir.several-patients", "too many patients have the NHS number", false, {}});
      co_return;
    }
    for (const std::string& patient : patients) {
      for (const std::string& type : options_.types) {
        std::vector<std::string> ids;
        const bool whole = co_await Search(work, type, QueryFor(work, type, patient), ids);
        if (!whole) co_return;
      }
    }
    work.fetched.is_complete = true;
    work.fetched.code = "fhir.fetched";
  }

  [[nodiscard]] std::string QueryFor(const Work& work, const std::string& type,
                                     const std::string& patient) const {
    const std::string time(TimeOf(type));
    return "patient=" + PercentEncode("Patient/" + patient) + "&" + time + "=" +
           PercentEncode("ge" + FormatDateTime(work.question.from)) + "&" + time + "=" +
           PercentEncode("le" + FormatDateTime(work.question.to)) +
           "&_count=" + std::to_string(options_.page);
  }

  // All pages of one search. False: not all, and `work` says why.
  asio::awaitable<bool> Search(Work& work, const std::string& type, std::string query,
                               std::vector<std::string>& ids) {
    Ask ask = FirstAsk(type, query);
    std::vector<std::string> asked;
    while (true) {
      if (work.fetched.pages == options_.most_pages || work.bytes > options_.most_bytes ||
          std::find(asked.begin(), asked.end(), ask.target + ask.form) != asked.end()) {
        Fail(work, {"fhir.endless", "the pages of the answer come to no end", false, {}});
        co_return false;
      }
      asked.push_back(ask.target + ask.form);
      const std::optional<net::HttpAnswer> answer = co_await Get(work, ask);
      if (!answer) co_return false;
      auto page = ReadSearchPage(answer->body, type);
      if (!page) {
        Fail(work, {"fhir.not-fhir", page.error().detail, false, {}});
        co_return false;
      }
      if (!Take(work, *page, type, ids)) co_return false;
      if (page->next.empty()) {
        if (page->total.value_or(0) <= ids.size()) co_return true;
        if (!MayHaveMore(work, *page)) co_return false;
        // A server that counts more than it gives, and names no next page: many know _offset.
        ask = FirstAsk(type, query + "&_offset=" + std::to_string(ids.size()));
        continue;
      }
      auto target = TargetOfNext(options_.base, page->next);
      if (!target) {
        Fail(work, {"fhir.link-elsewhere", target.error().detail, false, {}});
        co_return false;
      }
      ask = Ask{std::move(*target), ""};
    }
  }

  [[nodiscard]] Ask FirstAsk(const std::string& type, const std::string& query) const {
    const std::string place = options_.base.path + "/" + type;
    return options_.by_post ? Ask{place + "/_search", query} : Ask{place + "?" + query, ""};
  }

  // What a page that brought nothing new says about the rest.
  static bool MayHaveMore(Work& work, const SearchPage& page) {
    if (!page.entries.empty()) return true;
    Fail(work, {"fhir.pages-missing", "the server counts more than it gives", false, {}});
    return false;
  }

  static bool Take(Work& work, SearchPage& page, const std::string& type,
                   std::vector<std::string>& ids) {
    ++work.fetched.pages;
    const std::size_t known = ids.size();
    for (std::size_t i = 0; i < page.entries.size(); ++i) {
      const auto end = ids.begin() + static_cast<std::ptrdiff_t>(known);
      if (!page.ids[i].empty() && std::find(ids.begin(), end, page.ids[i]) != end) {
        Fail(work, {"fhir.pages-missing", "a page repeats what came before", false, {}});
        return false;
      }
      if (type == "Patient" && !IsFhirId(page.ids[i])) {
        Fail(work, {"fhir.not-fhir", "a patient has no FHIR id", false, {}});
        return false;
      }
      ids.push_back(std::move(page.ids[i]));
      if (type != "Patient") ++work.fetched.resources;
      work.bytes += page.entries[i].size();
      work.entries.push_back(std::move(page.entries[i]));
    }
    return true;
  }

  // One request, with a new token once when the server wants one, and again when it is busy for a
  // moment: what came before it need not come again.
  asio::awaitable<std::optional<net::HttpAnswer>> Get(Work& work, const Ask& ask) {
    std::size_t repeats = 0;
    while (true) {
      net::HttpResult result = co_await Send(work, ask);
      if (result.answer && result.answer->status == 401 && tokens_ &&
          !std::exchange(work.renewed, true)) {
        const bool signed_in = co_await SignIn(work, work.token);
        if (!signed_in) co_return std::nullopt;
        continue;
      }
      std::optional<Trouble> trouble = TroubleOf(result, clock_.Now());
      if (!trouble) co_return std::move(result.answer);
      if (repeats == kMostRepeats || !IsMomentary(*trouble)) {
        Fail(work, std::move(*trouble));
        co_return std::nullopt;
      }
      ++repeats;
      co_await Pause(trouble->retry_after.value_or(options_.pause));
    }
  }

  static asio::awaitable<void> Pause(Millis span) {
    const auto executor = co_await asio::this_coro::executor;
    asio::steady_timer timer(executor, span);
    co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
  }

  asio::awaitable<net::HttpResult> Send(const Work& work, const Ask& ask) {
    net::HttpCall call;
    call.method = ask.form.empty() ? "GET" : "POST";
    call.target = ask.target;
    call.body = ask.form;
    call.headers.emplace_back("Accept", kJson);
    if (!ask.form.empty()) {
      call.headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
    }
    call.headers.emplace_back("X-Request-ID", net::RandomUuid());
    for (const auto& header : options_.headers) call.headers.push_back(header);
    if (!work.token.empty()) call.headers.emplace_back("Authorization", "Bearer " + work.token);
    net::HttpResult result = co_await client_.Ask(std::move(call));
    co_return result;
  }

  asio::awaitable<bool> SignIn(Work& work, std::string rejected) {
    if (!tokens_) co_return true;
    const oauth2::TokenResult got = co_await tokens_->Get(std::move(rejected));
    if (got.failure) {
      const bool again = got.failure->kind != model::Outcome::Kind::kConfiguration;
      Fail(work, {got.failure->code, got.failure->detail, again, got.failure->retry_after});
      co_return false;
    }
    work.token = got.token;
    co_return true;
  }

  static void Fail(Work& work, Trouble trouble) {
    work.fetched.is_complete = false;
    work.fetched.may_help_again = trouble.may_help_again;
    work.fetched.retry_after = trouble.retry_after;
    work.fetched.code = std::move(trouble.code);
    work.fetched.detail = std::move(trouble.detail);
  }

  static std::string Collect(const std::vector<std::string>& entries) {
    if (entries.empty()) return {};
    std::string bundle = R"({"resourceType":"Bundle","type":"collection","entry":[)";
    for (const std::string& entry : entries) {
      if (bundle.back() != '[') bundle.push_back(',');
      bundle.append(entry);
    }
    bundle.append("]}");
    return bundle;
  }

  FhirSourceOptions options_;
  const Clock& clock_;
  net::HttpClient client_;
  std::optional<oauth2::TokenSource> tokens_;
};

}  // namespace

std::unique_ptr<FhirSource> MakeFhirSource(FhirSourceOptions options,
                                           asio::any_io_executor executor, const Clock& clock) {
  return std::make_unique<HttpSource>(std::move(options), std::move(executor), clock);
}

}  // namespace wardbridge::monitoring
