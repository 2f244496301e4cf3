// One page of a FHIR search, taken apart without changing a byte of its resources. Inside of
// edge/monitoring. Pure.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "edge/net/url.h"

namespace wardbridge::monitoring {

struct SearchPage {
  std::vector<std::string> entries;  // those with a resource of the type asked for, as they came
  std::vector<std::string> ids;      // of their resources; "" where one has none
  std::string next;                  // address of the next page; "" none
  std::optional<std::size_t> total;  // matches on all pages, where the server counts them
};

// Errors: kMalformed when `body` is no Bundle in JSON.
[[nodiscard]] Result<SearchPage> ReadSearchPage(std::string_view body, std::string_view type);

// Path and query of `next` as the server at `base` is asked for it. Errors: kDenied when it leads
// elsewhere: a token, and what is asked for, go to nobody else.
[[nodiscard]] Result<std::string> TargetOfNext(const net::HttpUrl& base, std::string_view next);

// Whether `id` is a FHIR id: 1 to 64 letters, digits, "-" and ".".
[[nodiscard]] bool IsFhirId(std::string_view id);

}  // namespace wardbridge::monitoring
