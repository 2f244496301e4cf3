// Words of a message: what OBX of a feed's table say in words, and the notes of NTE (spec/code-maps
// section 10).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/discharge/observation_source.h"
#include "core/discharge/options.h"
#include "core/hl7/message.h"
#include "model/clinical_text.h"

namespace wardbridge::discharge {

// The whole text of a field, its repetitions as lines. Delimiters that a sender did not escape stay
// in it.
[[nodiscard]] std::string WholeText(const hl7::Element& field);

// The row of the feed's table for an OBX-3 (both triplets are tried); null: it is no text.
[[nodiscard]] const LocalText* TextRowOf(const hl7::Element& obx3, const FeedOptions& feed);

// Collects the texts of one message in their order. What it is made of must outlive it.
class WordReader {
 public:
  WordReader(const ObservationSource& source, Remarks& remarks,
             std::vector<model::ClinicalText>& texts)
      : source_(source), remarks_(remarks), texts_(texts) {}

  // Notes that follow belong to the patient, to `order`, or to no text of their own.
  void OpenPatient();
  void OpenOrder(const Order& order);
  void Close();

  // An OBX with a row of the table. Several that differ in nothing but their words are the lines of
  // one text. Nothing, with a warning, when it says nothing; else the place of the text.
  std::optional<std::size_t> ReadObx(const hl7::Segment& obx, const Order& order,
                                     const LocalText& row);

  // An NTE after PID or OBR: a note, of which all that follow one another are lines.
  void ReadNote(const hl7::Segment& nte);

  // An NTE after the OBX of a text: said with it.
  void AddRemark(std::size_t text, const std::string& remark);

 private:
  enum class Place { kNone, kPatient, kOrder };

  [[nodiscard]] model::ClinicalText Make(model::TextKind kind, Timestamp time) const;
  [[nodiscard]] model::ClinicalText MakeText(const hl7::Segment& obx, const Order& order,
                                             const LocalText& row, Timestamp time);

  const ObservationSource& source_;
  Remarks& remarks_;
  std::vector<model::ClinicalText>& texts_;
  Place place_ = Place::kNone;
  Order order_;                      // of the notes that follow
  std::optional<std::size_t> note_;  // which they are lines of
  int notes_ = 0;
  int nte_ = 0;
};

}  // namespace wardbridge::discharge
