// What must hold of any text that is read as a configuration. Used by the fuzzer and by a plain
// test over its seeds, both with the files of memory_files.cpp.
#pragma once

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "engine/config.h"
#include "tests/fuzz/memory_files.h"

namespace wardbridge::engine::fuzz {

// Ends the run with the property's own words.
inline void Must(bool holds, const char* property) {
  if (holds) return;
  std::fprintf(stderr, "does not hold: %s\n", property);
  std::abort();
}

inline std::optional<std::string> LookUp(const std::string& name) {
  static const std::map<std::string, std::string> kValues = {
      {"WB_ODS", "RXX"},
      {"WB_SECRET", std::string(kSecret)},
      {"WB_PATH", "kept-secret/file"},
      {"WB_BELL", "kept-secret\x07"},
      {"WB_BYTES", "kept-secret\xFF"},
      {"WB_NESTED", "${WB_SECRET}"},
      {"WB_NOTHING", ""},
      {"WB_CERTIFICATE", MemoryFiles().at("own.pem")},
      {"WB_KEY", MemoryFiles().at("own.key")},
  };
  const auto found = kValues.find(name);
  // Not set, and not looked for in the environment either: that would differ between machines.
  if (found == kValues.end()) return name.starts_with("WB_") ? std::nullopt : std::optional("x");
  return found->second;
}

inline bool IsCode(std::string_view code) {
  const bool is_plain = std::all_of(code.begin(), code.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
  });
  const bool is_known =
      code.starts_with("config.") || code.starts_with("yaml.") || code.starts_with("table.");
  return is_plain && is_known && !code.ends_with('.');
}

inline bool IsControl(char c) {
  return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7F;
}

// A fault says where and what, and repeats nothing that came from a variable or a file.
inline void LookAtFaults(const std::vector<Fault>& faults, bool may_name_secret) {
  for (const Fault& fault : faults) {
    Must(IsCode(fault.code), "a fault has a stable code");
    Must(!fault.text.empty() && !fault.file.empty(), "a fault has a text and a file");
    Must(fault.line >= 0 && fault.column >= 0, "a fault has a place");
    const std::string shown = fault.Text(true);
    Must(IsUtf8(shown), "a fault can be printed");
    Must(std::none_of(fault.text.begin(), fault.text.end(), IsControl), "a fault is one line");
    Must(std::none_of(fault.source.begin(), fault.source.end(), IsControl), "its source is one");
    Must(may_name_secret || LowerAscii(shown).find(kSecret) == std::string::npos,
         "a fault repeats nothing from a variable or a file");
  }
}

inline bool IsOds(std::string_view text) {
  return text.size() >= 3 && text.size() <= 12 && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
         });
}

inline void LookAtFeeds(const Config& config) {
  Must(!config.core.feeds.empty(), "there is a feed");
  Must(config.feed_order.size() == config.core.feeds.size(), "each feed has its place");
  for (const auto& [name, feed] : config.core.feeds) {
    Must(!name.empty() && name.size() <= 64 && name == feed.name, "a feed has its name");
    Must(IsZone(feed.timezone), "a feed has a zone");
    Must(feed.test_identity.empty() || feed.test_mode, "test identities are for tests");
    Must(feed.set_window.count() >= 60'000 && feed.set_window.count() <= 3'600'000,
         "a window is within its range");
  }
  for (const discharge::WardOptions& ward : config.core.wards) {
    Must(!ward.sender.empty() && !(ward.codes.empty() && ward.site.empty()),
         "a ward is recognised");
    Must(!ward.patient_classes.empty(), "a ward has patient classes");
    Must(ward.spo2_scale == 1 || ward.spo2_scale == 2, "a ward has a scale");
  }
}

inline void LookAtRoutes(const Config& config) {
  for (const ListenerConfig& listener : config.listeners) {
    Must(config.core.feeds.contains(listener.feed), "a listener has a feed");
    Must(!listener.mllp.address.empty(), "a listener has an address");
    Must(listener.mllp.in_flight >= 1 && listener.mllp.in_flight <= 64, "in-flight is in range");
    Must(listener.mllp.max_frame_bytes >= 1'024, "a frame has room");
  }
  for (const DestinationConfig& destination : config.destinations) {
    const auto& retry = destination.retry;
    Must(retry.base.count() > 0 && retry.base <= retry.cap, "waits grow");
    Must(retry.parallel >= 1 && retry.parallel <= 64, "parallel is in range");
    if (destination.channel == "folder") {
      Must(!destination.folder.path.empty(), "a folder has a path");
      continue;
    }
    const channel::FhirOptions& fhir = destination.fhir;
    Must(destination.channel == "fhir" && !fhir.base.host.empty(), "a server has an address");
    Must(!fhir.base.is_tls || fhir.tls, "an https address has TLS");
    for (const auto& [name, value] : fhir.headers) {
      Must(name.find_first_of("\r\n: ") == std::string::npos, "a header has a name");
      Must(value.find_first_of("\r\n") == std::string::npos, "a header is one line");
    }
    if (!fhir.oauth2) continue;
    Must(fhir.oauth2->key.empty() != fhir.oauth2->client_secret.empty(), "there is one credential");
    Must(fhir.oauth2->key.empty() || !fhir.oauth2->key_id.empty(), "a key has an id");
  }
}

// What may be started.
inline void LookAtGood(const Config& config) {
  Must(IsOds(config.core.organisation.ods), "the organisation has a code");
  Must(!config.core.organisation.name.empty(), "the organisation has a name");
  Must(!config.store_path.empty(), "the store has a path");
  Must(config.core.pack.files.contains("pack.yaml"), "there is a pack");
  Must(config.upkeep.retention.stays >= config.core.late_readings,
       "stays are kept as long as readings are awaited");
  LookAtFeeds(config);
  LookAtRoutes(config);
}

// Reads the input twice. True when it is a configuration without errors.
inline bool RunConfig(std::string_view input) {
  std::vector<Fault> faults;
  const Config config = LoadConfigText(input, LookUp, faults);
  LookAtFaults(faults, LowerAscii(input).find(kSecret) != std::string::npos);
  std::vector<Fault> again;
  const Config second = LoadConfigText(input, LookUp, again);
  Must(faults.size() == again.size() && config.digest == second.digest, "reading has no memory");
  for (std::size_t i = 0; i < faults.size(); ++i) {
    Must(faults[i].Text(true) == again[i].Text(true), "the same text has the same faults");
  }
  if (HasErrors(faults)) return false;
  LookAtGood(config);
  return true;
}

}  // namespace wardbridge::engine::fuzz
