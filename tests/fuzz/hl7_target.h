// What the HL7 fuzzer does with its input, so that a plain test can run the corpus through the
// same.
#pragma once

#include <chrono>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/text.h"
#include "core/hl7/acknowledgement.h"
#include "core/hl7/date_time.h"
#include "core/hl7/identifiers.h"
#include "core/hl7/message.h"
#include "core/hl7/split.h"
#include "core/hl7/view.h"

namespace wardbridge::hl7::fuzz {

// A property that must hold for every input.
inline void Must(bool holds) {
  if (!holds) std::abort();
}

inline void WalkLeaf(const Element& element, std::string_view bytes) {
  Must(element.Offset() + element.Raw().size() <= bytes.size());
  Must(bytes.substr(element.Offset(), element.Raw().size()) == element.Raw());
  const std::string text = element.Text();
  Must(IsUtf8(text));
  Must(text != "\"\"");
  Must(element.Decode().text == text);
  Must(element.HasValue() || text.empty());
}

// Parts beyond these are all alike; a limit keeps one input from taking minutes.
inline constexpr std::size_t kMostParts = 64;

inline void WalkField(const Element& field, std::string_view bytes) {
  WalkLeaf(field, bytes);
  const std::vector<Element> repetitions = field.Repetitions();
  Must(repetitions.size() == field.RepetitionCount());
  for (std::size_t r = 0; r < repetitions.size() && r < kMostParts; ++r) {
    const Element& repetition = repetitions[r];
    Must(repetition.Raw() == field.Repetition(r + 1).Raw());
    WalkLeaf(repetition, bytes);
    for (std::size_t c = 1; c <= repetition.ComponentCount() && c <= kMostParts; ++c) {
      const Element component = repetition.Component(c);
      WalkLeaf(component, bytes);
      for (std::size_t s = 1; s <= component.SubcomponentCount() && s <= kMostParts; ++s) {
        WalkLeaf(component.Subcomponent(s), bytes);
      }
    }
  }
}

inline void WalkTime(const Element& element) {
  for (const bool lenient : {false, true}) {
    const auto time = ParseDateTime(element, lenient);
    if (!time) continue;
    Must(IsValid(time->civil));
    Must(time->HasTime() || !time->offset);
    Must(!time->FhirDate().empty());
    const Instant instant = ToInstant(*time, {});
    Must(instant.time <= instant.other);
    Must(Settle(instant, instant.other, std::nullopt) == instant.other);
  }
}

inline void WalkAnswer(const Message& message) {
  AckRequest request;
  request.now = Timestamp::FromUnixMs(1'792'750'503'000);
  request.control_id = "wb-1";
  request.text = "text | with ^ everything ~ in & it \\ # \r\n";
  request.error_code = 101;
  request.segment = "PID";
  request.field = 3;
  for (const AckMode mode :
       {AckMode::kOriginal, AckMode::kAuto, AckMode::kCommit, AckMode::kAlwaysAa}) {
    for (const Verdict verdict : {Verdict::kAccept, Verdict::kError, Verdict::kReject}) {
      request.mode = mode;
      request.verdict = verdict;
      const std::string answer = Acknowledge(message, request);
      if (answer.empty()) continue;
      Must(answer.back() == '\r');
      Must(answer.find_first_of("\x0b\x1c\n") == std::string::npos);
      const auto parsed = Message::Parse(answer);
      Must(parsed.has_value());
      Must(parsed->First("MSA").operator bool());
      Must(parsed->Get("MSH", 10).Text() == "wb-1");
      Must(parsed->SegmentCount() <= 3);
    }
  }
}

inline void WalkMessage(std::string_view bytes, const ParseOptions& options,
                        std::vector<ViewPart>& parts) {
  static_cast<void>(Message::ParseHeader(bytes, options));
  auto message = Message::Parse(std::string(bytes), options);
  if (!message) {
    Must(message.error().code == Code::kMalformed);
    return;
  }
  Must(message->SegmentCount() > 0);
  for (std::size_t i = 0; i < message->SegmentCount() && i < kMostParts; ++i) {
    const Segment segment = message->At(i);
    for (std::size_t f = 0; f <= segment.FieldCount() + 1 && f <= kMostParts; ++f) {
      const Element field = segment.Field(f);
      if (field.presence() == Presence::kMissing) continue;
      WalkField(field, message->Bytes());
      WalkTime(field);
    }
  }
  static_cast<void>(FindPatientNumbers(*message));
  WalkAnswer(*message);
  std::string trigger = message->Get("MSH", 9).Component(2).Text();
  parts.push_back({std::make_shared<const Message>(std::move(*message)), std::move(trigger),
                   static_cast<std::int64_t>(parts.size()), "fuzz"});
}

inline void WalkView(std::vector<ViewPart> parts) {
  const View view(std::move(parts));
  for (const char* const id : {"MSH", "EVN", "PID", "PV1", "NK1", "OBX", "ZU1"}) {
    for (std::size_t f = 1; f < 8; ++f) {
      const Element field = view.Field(id, f);
      static_cast<void>(field.Text());
      Must(field.presence() == Presence::kMissing || view.OriginOf(field) != nullptr);
    }
    static_cast<void>(view.Group(id));
  }
  static_cast<void>(view.Event("A03"));
}

// Everything this room does with bytes from outside.
inline void RunHl7(std::string_view input) {
  static_cast<void>(FindControlId(input));
  static_cast<void>(SplitFile(input));
  const SplitMessages split = Split(input);
  std::vector<ViewPart> parts;
  ParseOptions options;
  for (const std::string_view message : split.messages) {
    WalkMessage(message, options, parts);
    options.null_is_absent = !options.null_is_absent;
    if (parts.size() > 8) break;
  }
  if (split.messages.empty()) WalkMessage(input, options, parts);
  WalkView(std::move(parts));
}

}  // namespace wardbridge::hl7::fuzz
