// The configuration file (docs/configuration.md): strict YAML in, plain options out, every fault in
// one pass.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/fault.h"
#include "core/discharge/discharge.h"
#include "edge/channel/fhir_channel.h"
#include "edge/channel/folder_channel.h"
#include "edge/monitoring/fhir_post.h"
#include "edge/monitoring/fhir_source.h"
#include "edge/net/mllp_listener.h"
#include "edge/telemetry/log.h"
#include "pipeline/alarm_options.h"
#include "pipeline/drop.h"
#include "pipeline/retry.h"
#include "pipeline/upkeep_options.h"

namespace wardbridge::engine {

enum class TransientNak { kHangup, kAr, kAe };

struct ListenerConfig {
  net::MllpOptions mllp;  // name, address, limits
  std::string feed;
  hl7::AckMode ack = hl7::AckMode::kOriginal;
  TransientNak transient_nak = TransientNak::kHangup;
};

struct DestinationConfig {
  std::string name;
  std::string channel;            // "folder", "fhir"
  channel::FolderOptions folder;  // when channel is folder
  channel::FhirOptions fhir;      // when channel is fhir
  pipeline::RetryOptions retry;
  discharge::Spo2Code spo2_code = discharge::Spo2Code::kAsMapped;
  model::PayloadFormat format = model::PayloadFormat::kJson;

  [[nodiscard]] model::PayloadForm Form() const { return fhir.form; }
};

// A source that is asked for readings when a summary is due.
struct AskedConfig {
  std::string name;
  std::string feed;
  monitoring::FhirSourceOptions fhir;
  Millis give_up{10 * 60 * 1000};
  bool waits = false;
};

// A source that posts readings to us.
struct PostConfig {
  std::string name;
  std::string feed;
  std::string listen;  // "127.0.0.1:8026"
  monitoring::FhirPostOptions fhir;
  std::size_t most_bytes = 16U << 20U;
};

struct Config {
  std::string file;    // as named by the user; "" for text
  std::string digest;  // hex SHA-256 of the file's bytes
  // What is only read at the start, by section ("listeners"): digests of its text.
  std::map<std::string, std::string> at_start;
  std::string store_path;
  std::vector<ListenerConfig> listeners;        // in the order of the file
  std::vector<std::string> feed_order;          // names in the order of the file
  std::vector<std::string> pack_folders;        // of the pack, then of each overlay
  discharge::Options core;                      // organisation, feeds, wards, pack files, summary
  std::vector<DestinationConfig> destinations;  // in the order of the file
  std::vector<AskedConfig> asked;               // sources of readings, in the order of the file
  std::vector<PostConfig> posts;
  std::vector<pipeline::DropSource> drops;
  pipeline::UpkeepOptions upkeep;  // summary.at, retention, reconciliation
  pipeline::AlarmOptions alarms;
  std::string console_listen;                            // "127.0.0.1:8025"; "" none
  telemetry::Level log_level = telemetry::Level::kInfo;  // lines below it are not made
};

// Where ${NAME} and the like come from: the host's config_get first, then the environment. Nothing:
// not set.
using Lookup = std::function<std::optional<std::string>(const std::string& name)>;

// Reads a configuration from a file, or from text (relative paths then belong to the working
// directory), together with all files it names (pack, tables, test identities, secrets). With an
// error among `faults` the result must not be used.
[[nodiscard]] Config LoadConfigFile(const std::string& path, const Lookup& lookup,
                                    std::vector<Fault>& faults);
[[nodiscard]] Config LoadConfigText(std::string_view yaml, const Lookup& lookup,
                                    std::vector<Fault>& faults);

}  // namespace wardbridge::engine
