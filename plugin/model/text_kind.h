// Names of what says of what kind words are, and which of two texts counts.
#pragma once

#include <optional>
#include <string_view>

#include "model/clinical_text.h"

namespace wardbridge::model {

// "note", "message", "questionnaire": stable, for the store and for tables.
[[nodiscard]] std::string_view Name(TextKind kind);
[[nodiscard]] std::optional<TextKind> TextKindOf(std::string_view name);

// As of readings with the same key.
[[nodiscard]] bool TakesPlaceOf(const ClinicalText& one, const ClinicalText& other);

// Answers that come one by one are each a text with a key of its own, "SET/ANSWER", so that a
// correction of one loses no other. The key of the questionnaire; "" of a text that is whole.
[[nodiscard]] std::string_view QuestionnaireOf(const ClinicalText& text);

}  // namespace wardbridge::model
