#include "edge/oauth2/token_source.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <nlohmann/json.hpp>

#include "base/base64.h"
#include "base/text.h"
#include "edge/net/http_date.h"
#include "edge/net/random_id.h"

namespace wardbridge::oauth2 {
namespace {

namespace asio = boost::asio;
using model::Outcome;
using Kind = Outcome::Kind;

constexpr Millis kAssertionLife{4 * 60 * 1000};  // five minutes are allowed; clocks differ
constexpr Millis kUnstatedLife{60 * 1000};       // an answer without expires_in
constexpr Millis kLongestLife{std::int64_t{24} * 60 * 60 * 1000};
constexpr int kRenewPercent = 90;
constexpr std::size_t kAnswerBytes = 64U << 10U;
constexpr std::size_t kLongestWords = 200;

TokenResult Failed(Kind kind, std::string code, std::string detail) {
  TokenResult result;
  result.failure.emplace();
  result.failure->kind = kind;
  result.failure->code = std::move(code);
  result.failure->detail = std::move(detail);
  return result;
}

// No token was used up by a request that failed, so nothing is in doubt.
TokenResult FromFailure(const net::HttpFailure& failure) {
  const bool is_configuration = failure.kind == net::HttpFailure::Kind::kConfiguration;
  return Failed(is_configuration ? Kind::kConfiguration : Kind::kTransient,
                "oauth2." + failure.code, "token server: " + failure.detail);
}

// Words of the token server, which knows no patients: printable ASCII, and nothing as long as a
// secret would be.
std::string Words(const nlohmann::json& answer, const char* key) {
  constexpr std::size_t kLongestWord = 40;
  const auto found = answer.find(key);
  if (found == answer.end() || !found->is_string()) return "";
  const auto& text = found->get_ref<const std::string&>();
  std::size_t run = 0;
  for (const char c : text) {
    if (c < ' ' || c > '~') return "";
    run = c == ' ' ? 0 : run + 1;
    if (run > kLongestWord) return "";
  }
  return text.substr(0, kLongestWords);
}

TokenResult FromRefusal(const net::HttpAnswer& answer, Timestamp now) {
  const auto tree = nlohmann::json::parse(answer.body, nullptr, false);
  std::string detail = "token server: HTTP " + std::to_string(answer.status);
  if (tree.is_object()) {
    for (const char* key : {"error", "error_description"}) {
      const std::string words = Words(tree, key);
      if (!words.empty()) detail += ": " + words;
    }
  }
  const bool is_busy =
      answer.status >= 500 || answer.status == 408 || answer.status == 425 || answer.status == 429;
  if (!is_busy) return Failed(Kind::kConfiguration, "oauth2.refused", std::move(detail));
  TokenResult result = Failed(Kind::kTransient, "oauth2.unavailable", std::move(detail));
  result.failure->retry_after = net::ReadRetryAfter(answer.Header("Retry-After"), now);
  return result;
}

Millis LifetimeOf(const nlohmann::json& answer) {
  const auto found = answer.find("expires_in");
  std::optional<long long> seconds;
  if (found != answer.end() && found->is_number()) {
    const double value = found->get<double>();
    if (value >= 0 && value <= static_cast<double>(kLongestLife.count())) {
      seconds = static_cast<long long>(value);
    }
  } else if (found != answer.end() && found->is_string()) {
    seconds = ParseDigits(found->get_ref<const std::string&>());
  }
  if (!seconds) return kUnstatedLife;
  return std::min(Millis(std::min<long long>(*seconds, kLongestLife.count() / 1000) * 1000),
                  kLongestLife);
}

// A token may stand in a header: RFC 6750 section 2.1.
bool IsToken(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c <= '~'; });
}

TokenResult FromAnswer(const net::HttpAnswer& answer, Timestamp now) {
  if (answer.status != 200) return FromRefusal(answer, now);
  const auto tree = nlohmann::json::parse(answer.body, nullptr, false);
  const auto found = tree.is_object() ? tree.find("access_token") : tree.end();
  if (!tree.is_object() || found == tree.end() || !found->is_string() ||
      !IsToken(found->get_ref<const std::string&>())) {
    return Failed(Kind::kConfiguration, "oauth2.answer",
                  "token server: its answer holds no access_token");
  }
  TokenResult result;
  result.token = found->get<std::string>();
  result.lifetime = LifetimeOf(tree);
  return result;
}

net::HttpLimits WithAnswerLimit(net::HttpLimits limits) {
  limits.answer_bytes = kAnswerBytes;
  return limits;
}

}  // namespace

TokenSource::TokenSource(asio::any_io_executor executor, Oauth2Options options,
                         std::shared_ptr<net::TlsContext> tls, net::HttpLimits limits,
                         const Clock& clock)
    : strand_(asio::make_strand(executor)),
      options_(std::move(options)),
      clock_(clock),
      client_(std::move(executor), net::ParseHttpUrl(options_.token_url).value_or(net::HttpUrl()),
              options_.tls ? options_.tls : std::move(tls), WithAnswerLimit(limits)),
      fetched_(strand_) {}

asio::awaitable<TokenResult> TokenSource::Get(std::string rejected) {
  auto work = GetOnStrand(std::move(rejected));
  TokenResult result = co_await asio::co_spawn(strand_, std::move(work), asio::use_awaitable);
  co_return result;
}

asio::awaitable<TokenResult> TokenSource::GetOnStrand(std::string rejected) {
  while (fetching_) {
    fetched_.expires_at(asio::steady_timer::time_point::max());
    co_await fetched_.async_wait(asio::as_tuple(asio::use_awaitable));
  }
  const Timestamp now = clock_.Now();
  const bool is_good = !token_.empty() && token_ != rejected && now >= asked_ && now < renew_at_;
  TokenResult result;
  if (is_good) {
    result.token = token_;
    result.lifetime = expires_ - now;
    co_return result;
  }
  fetching_ = true;
  try {
    result = co_await Fetch();
  } catch (...) {
    result = Failed(Kind::kTransient, "oauth2.unavailable", "no memory");
  }
  fetching_ = false;
  if (!result.failure) {
    token_ = result.token;
    asked_ = now;
    expires_ = now + result.lifetime;
    renew_at_ = now + result.lifetime * kRenewPercent / 100;
  } else if (token_ == rejected) {
    token_.clear();
  }
  fetched_.cancel();
  co_return result;
}

asio::awaitable<TokenResult> TokenSource::Fetch() {
  net::HttpCall call;
  call.method = "POST";
  call.target = client_.url().Target();
  call.headers = {{"Content-Type", "application/x-www-form-urlencoded"},
                  {"Accept", "application/json"}};
  const Result<std::string> form = MakeForm(call.headers);
  if (!form) co_return Failed(Kind::kConfiguration, "oauth2.key", form.error().detail);
  call.body = *form;
  const net::HttpResult result = co_await client_.Ask(std::move(call));
  if (!result.answer) co_return FromFailure(result.failure);
  co_return FromAnswer(*result.answer, clock_.Now());
}

std::string TokenSource::MakeClaims() const {
  const std::int64_t now = clock_.Now().UnixMs() / 1000;
  nlohmann::ordered_json claims;
  claims["iss"] = options_.client_id;
  claims["sub"] = options_.client_id;
  claims["aud"] = options_.token_url;
  claims["jti"] = net::RandomUuid();
  claims["iat"] = now;
  claims["exp"] = now + kAssertionLife.count() / 1000;
  return claims.dump();
}

Result<std::string> TokenSource::MakeForm(net::HttpHeaders& headers) const {
  std::string form = "grant_type=client_credentials";
  if (!options_.scope.empty()) form += "&scope=" + PercentEncode(options_.scope);
  if (!options_.key.empty()) {
    auto assertion = SignJwt(options_.algorithm, options_.key, options_.key_id, MakeClaims());
    if (!assertion) return assertion.error();
    form +=
        "&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer"
        "&client_assertion=" +
        *assertion;
    return form;
  }
  const std::string pair =
      PercentEncode(options_.client_id) + ":" + PercentEncode(options_.client_secret);
  headers.emplace_back("Authorization", "Basic " + Base64(pair));
  return form;
}

}  // namespace wardbridge::oauth2
