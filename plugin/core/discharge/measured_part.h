// One part of what a source of readings brought, taken apart, and a content split into its parts.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/timestamp.h"
#include "core/discharge/fhir_reading.h"
#include "core/discharge/options.h"
#include "core/discharge/told_problems.h"
#include "model/clinical_text.h"
#include "model/stay.h"

namespace wardbridge::discharge {

struct MeasuredPart {
  std::optional<model::PatientIds> patient;
  bool several_patients = false;
  std::vector<MeasuredReading> readings;
  std::vector<model::ClinicalText> texts;
  std::string reason;  // of one that cannot be read at all, else ""
};

struct SplitContent {
  std::vector<std::string> parts;
  std::size_t readings = 0;
  std::size_t texts = 0;
  std::size_t passed_over = 0;
  std::string reason;  // of a content that cannot be read at all, else ""
};

// A part holds at most so many resources or rows, and ends with the one that takes it over so many
// bytes.
inline constexpr std::size_t kMostInPart = 1'000;
inline constexpr std::size_t kPartBytes = 1U << 20U;

// FHIR JSON. A part is a Bundle of type collection with the resources as they came.
[[nodiscard]] SplitContent SplitFhir(std::string_view content, const FeedOptions& feed,
                                     Timestamp now, ToldProblems& problems);
[[nodiscard]] MeasuredPart ReadFhirPart(std::string_view bytes, const FeedOptions& feed,
                                        Timestamp received, std::int64_t inbox_id,
                                        ToldProblems& problems);

// CSV. A part is the header and the rows as they came.
[[nodiscard]] SplitContent SplitCsv(std::string_view content, const FeedOptions& feed,
                                    Timestamp now, ToldProblems& problems);
[[nodiscard]] MeasuredPart ReadCsvPart(std::string_view bytes, const FeedOptions& feed,
                                       Timestamp received, std::int64_t inbox_id,
                                       ToldProblems& problems);

}  // namespace wardbridge::discharge
