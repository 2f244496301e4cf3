// The larger sections of the configuration, one function each. Faults go to the reader.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/timestamp.h"
#include "edge/net/tls.h"
#include "edge/net/url.h"
#include "engine/config.h"
#include "engine/config_reader.h"

namespace wardbridge::engine {

// For the bounds of sizes and durations.
inline constexpr std::size_t kKiB = 1U << 10U;
inline constexpr std::size_t kMiB = 1U << 20U;
inline constexpr Millis kSecond{1'000};
inline constexpr Millis kMinute = 60 * kSecond;
inline constexpr Millis kHour = 60 * kMinute;
inline constexpr Millis kDay = 24 * kHour;

// A name somebody gave to a listener, feed or destination: any text of 1 to 64 bytes. Faults say
// what is wrong with others.
[[nodiscard]] bool IsGoodName(const YamlNode& key, const std::string& what, ConfigReader& reader);

// `feeds`: fills `core.feeds` and `feed_order`.
void ReadFeeds(const Section& root, ConfigReader& reader, Config& config);

// `wards`: fills `core.wards`.
void ReadWards(const Section& root, ConfigReader& reader, Config& config);

// `thresholds` of a ward.
void ReadThresholds(const Section& ward, ConfigReader& reader, model::Thresholds& into);

// `listeners`: needs the feeds to be read before.
void ReadListeners(const Section& root, ConfigReader& reader, Config& config);

// `parallel` and `retry` of a destination.
void ReadRetry(const Section& destination, ConfigReader& reader, pipeline::RetryOptions& into);

// How a FHIR server is reached.
struct FhirServer {
  net::HttpUrl base;
  std::shared_ptr<net::TlsContext> tls;
  net::HttpLimits limits;
  net::HttpHeaders headers;
  std::optional<oauth2::Oauth2Options> oauth2;
};
// Its keys, and the one that names its base.
inline const std::vector<std::string> kFhirServerKeys = {"allow-plain-http", "timeout", "tls",
                                                         "oauth2", "headers"};
[[nodiscard]] FhirServer ReadFhirServer(const Section& section, std::string_view base_key,
                                        ConfigReader& reader);

// A destination with channel fhir.
[[nodiscard]] channel::FhirOptions ReadFhir(const Section& section, ConfigReader& reader);

// The required address `key`, its text as written put into `text`. Nothing, with a fault, when it
// cannot be used; the fault has `example` in it. `plain_fault` says what is wrong with an address
// without TLS on another machine; "" allows one.
[[nodiscard]] std::optional<net::HttpUrl> TakeHttpUrl(const Section& section, std::string_view key,
                                                      const std::string& example,
                                                      std::string_view plain_fault,
                                                      ConfigReader& reader, std::string& text);

// What was made; nullptr with a fault for an error, whose `where` is a key of the section.
[[nodiscard]] std::shared_ptr<net::TlsContext> TakeTls(
    Result<std::shared_ptr<net::TlsContext>> made, const Section& section, ConfigReader& reader);

// `destinations`.
void ReadDestinations(const Section& root, ConfigReader& reader, Config& config);

// `summary.at`, given the opened section; `reconciliation`; and `retention`, which needs the
// summary to be read before.
void ReadDailyTime(const Section& summary, ConfigReader& reader, Config& config);
void ReadReconciliation(const Section& root, ConfigReader& reader, Config& config);
void ReadRetention(const Section& root, ConfigReader& reader, Config& config);

// `feed` of a section: the name of one that is configured.
void TakeFeed(const Section& section, ConfigReader& reader, const std::vector<std::string>& feeds,
              std::string& into);
// The address `key`, of this machine only; `why` says so in the fault.
void TakeLoopback(const Section& section, std::string_view key, std::string_view why,
                  ConfigReader& reader, std::string& into);

// `monitoring`: needs the feeds to be read before.
void ReadMonitoring(const Section& root, ConfigReader& reader, Config& config);

// `alarms`: needs the organisation to be read before.
void ReadAlarms(const Section& root, ConfigReader& reader, Config& config);

}  // namespace wardbridge::engine
