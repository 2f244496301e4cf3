#include "model/text_kind.h"

namespace wardbridge::model {
namespace {

constexpr TextKind kKinds[] = {TextKind::kNote, TextKind::kMessage, TextKind::kQuestionnaire};

// What the order of two statements depends on.
Reading Statement(const ClinicalText& text) {
  Reading statement;
  statement.status = text.status;
  statement.stated = text.stated;
  statement.message = text.message;
  return statement;
}

}  // namespace

std::string_view Name(TextKind kind) {
  switch (kind) {
    case TextKind::kNote:
      return "note";
    case TextKind::kMessage:
      return "message";
    case TextKind::kQuestionnaire:
      return "questionnaire";
  }
  return "";
}

std::optional<TextKind> TextKindOf(std::string_view name) {
  for (const TextKind kind : kKinds) {
    if (Name(kind) == name) return kind;
  }
  return std::nullopt;
}

bool TakesPlaceOf(const ClinicalText& one, const ClinicalText& other) {
  return TakesPlaceOf(Statement(one), Statement(other));
}

std::string_view QuestionnaireOf(const ClinicalText& text) {
  const std::string_view key = text.key;
  const std::size_t slash = key.find('/');
  if (text.kind != TextKind::kQuestionnaire || slash == key.npos) return {};
  return key.substr(0, slash);
}

}  // namespace wardbridge::model
