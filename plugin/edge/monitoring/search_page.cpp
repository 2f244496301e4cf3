#include "edge/monitoring/search_page.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "base/json_spans.h"
#include "base/text.h"

namespace wardbridge::monitoring {
namespace {

using nlohmann::json;

// The decoded text of a JSON string; "" when it is none.
std::string TextOf(std::string_view value) {
  const json text = json::parse(value, nullptr, false);
  return text.is_string() ? text.get<std::string>() : std::string();
}

std::string MemberText(std::string_view object, std::string_view key) {
  const auto members = MembersOf(object);
  return members ? TextOf(Find(*members, key)) : std::string();
}

std::string NextOf(std::string_view links) {
  if (links.empty()) return {};
  const auto items = ItemsOf(links);
  if (!items) return {};
  for (const std::string_view link : *items) {
    if (MemberText(link, "relation") == "next") return MemberText(link, "url");
  }
  return {};
}

Error NoBundle() { return {Code::kMalformed, "Bundle", "what came is no Bundle in FHIR JSON"}; }

}  // namespace

Result<SearchPage> ReadSearchPage(std::string_view body, std::string_view type) {
  if (!json::accept(body)) return NoBundle();
  const auto members = MembersOf(body);
  if (!members || TextOf(Find(*members, "resourceType")) != "Bundle") return NoBundle();
  SearchPage page;
  page.next = NextOf(Find(*members, "link"));
  const json total = json::parse(Find(*members, "total"), nullptr, false);
  if (total.is_number_unsigned()) page.total = total.get<std::size_t>();
  const std::string_view entries = Find(*members, "entry");
  if (entries.empty()) return page;
  const auto items = ItemsOf(entries);
  if (!items) return NoBundle();
  for (const std::string_view item : *items) {
    const auto entry = MembersOf(item);
    if (!entry) return NoBundle();
    const std::string_view resource = Find(*entry, "resource");
    if (resource.empty() || MemberText(resource, "resourceType") != type) continue;
    page.entries.emplace_back(item);
    page.ids.push_back(MemberText(resource, "id"));
  }
  return page;
}

Result<std::string> TargetOfNext(const net::HttpUrl& base, std::string_view next) {
  const Error elsewhere{Code::kDenied, "link", "the next page lies at another address"};
  if (next.starts_with("/") && !next.starts_with("//")) return std::string(next);
  if (next.starts_with("?")) return base.path + std::string(next);
  const auto url = net::ParseHttpUrl(next);
  if (!url) return elsewhere;
  const bool same = url->is_tls == base.is_tls && url->port == base.port &&
                    LowerAscii(url->host) == LowerAscii(base.host);
  if (!same) return elsewhere;
  return url->Target();
}

bool IsFhirId(std::string_view id) {
  constexpr std::size_t kLongest = 64;
  return !id.empty() && id.size() <= kLongest && std::all_of(id.begin(), id.end(), [](char c) {
    return IsLetterOrDigit(c) || c == '-' || c == '.';
  });
}

}  // namespace wardbridge::monitoring
