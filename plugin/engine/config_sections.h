// The larger sections of the configuration, one function each. Faults go to the reader.
#pragma once

#include <string>
#include <vector>

#include "engine/config.h"
#include "engine/config_reader.h"

namespace wardbridge::engine {

// A name somebody gave to a listener, feed or destination: any text of 1 to 64 bytes. Faults say
// what is wrong with others.
[[nodiscard]] bool IsGoodName(const YamlNode& key, const std::string& what, ConfigReader& reader);

// `feeds`: fills `core.feeds` and `feed_order`.
void ReadFeeds(const Section& root, ConfigReader& reader, Config& config);

// `wards`: fills `core.wards`.
void ReadWards(const Section& root, ConfigReader& reader, Config& config);

// `listeners`: needs the feeds to be read before.
void ReadListeners(const Section& root, ConfigReader& reader, Config& config);

// `parallel` and `retry` of a destination.
void ReadRetry(const Section& destination, ConfigReader& reader, pipeline::RetryOptions& into);

// A destination with channel fhir.
[[nodiscard]] channel::FhirOptions ReadFhir(const Section& section, ConfigReader& reader);

// An error of net::TlsContext, whose `where` is a key of the section, as a fault.
void ReportTls(const Section& section, const Error& error, ConfigReader& reader);

// `destinations`.
void ReadDestinations(const Section& root, ConfigReader& reader, Config& config);

// `summary.at`, given the opened section, and `retention`: needs the summary to be read before.
void ReadDailyTime(const Section& summary, ConfigReader& reader, Config& config);
void ReadRetention(const Section& root, ConfigReader& reader, Config& config);

// `alarms`: needs the organisation to be read before; and `reconciliation`.
void ReadAlarms(const Section& root, ConfigReader& reader, Config& config);
void ReadReconciliation(const Section& root, ConfigReader& reader, Config& config);

}  // namespace wardbridge::engine
