#include "core/discharge/fhir_text.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/digest.h"
#include "core/discharge/fhir_said.h"
#include "core/discharge/fhir_value.h"
#include "core/discharge/reading_time.h"
#include "core/discharge/stated_value.h"

namespace wardbridge::discharge {
namespace {

using fhir::Node;
using model::ClinicalText;
using model::ReadingStatus;
using model::TextKind;

constexpr std::size_t kMostLines = 1'000;

std::optional<ReadingStatus> StatusOfResponse(std::string_view word) {
  if (word == "completed") return ReadingStatus::kFinal;
  if (word == "amended") return ReadingStatus::kCorrected;
  if (word == "in-progress" || word == "stopped") return ReadingStatus::kPreliminary;
  if (word == "entered-in-error") return ReadingStatus::kWithdrawn;
  return std::nullopt;
}

std::optional<ReadingStatus> StatusOfMessage(std::string_view word) {
  if (word == "completed") return ReadingStatus::kFinal;
  if (word == "in-progress") return ReadingStatus::kPreliminary;
  if (word == "entered-in-error" || word == "not-done") return ReadingStatus::kWithdrawn;
  return std::nullopt;
}

// One resource on its way in. What it is made with outlives it: it lives during one call.
class TextReader {
 public:
  TextReader(const FhirResource& resource, const FhirReadingContext& context,
             ToldProblems& problems)
      : resource_(resource), node_(resource.node), context_(context), problems_(problems) {}

  std::optional<ClinicalText> Response() {
    text_.kind = TextKind::kQuestionnaire;
    if (!Begin(StatusOfResponse(node_["status"].View()), {"authored"})) return std::nullopt;
    if (IsWithdrawn()) return std::move(text_);
    text_.title = Keep(Title(), ".questionnaire");
    text_.author = Author(node_["author"] ? node_["author"] : node_["source"], ".author");
    AddItems(node_["item"], resource_.place + ".item");
    return Lines();
  }

  std::optional<ClinicalText> Message() {
    text_.kind = TextKind::kMessage;
    if (!Begin(StatusOfMessage(node_["status"].View()), {"sent", "received"})) return std::nullopt;
    if (IsWithdrawn()) return std::move(text_);
    text_.title = Keep(TextOfConcept(node_["topic"]), ".topic");
    text_.author = Author(node_["sender"], ".sender");
    const Node payloads = node_["payload"];
    for (std::size_t i = 0; i < payloads.Size(); ++i) {
      const Node payload = payloads.At(i);
      std::string said = payload["contentString"].Text();
      if (payload["contentAttachment"]) {
        said = TextOfValue({payload["contentAttachment"], "valueAttachment"});
      } else if (payload["contentReference"]) {
        said = TextOfValue({payload["contentReference"], "valueReference"});
      }
      if (!said.empty())
        AddLine({}, std::move(said), resource_.place + ".payload[" + std::to_string(i) + "]");
    }
    return Lines();
  }

 private:
  [[nodiscard]] bool IsWithdrawn() const { return text_.status == ReadingStatus::kWithdrawn; }

  bool No(const char* code, const char* element, const char* what) {
    problems_.Refuse(code, resource_.place + element, what);
    return false;
  }

  // Status and time. A withdrawal may be without a time: it replaces by its key.
  bool Begin(std::optional<ReadingStatus> status, std::initializer_list<const char*> times) {
    if (node_["modifierExtension"] || node_["implicitRules"]) {
      return No("text.modifier", ".modifierExtension", "a modifier that is not known");
    }
    if (!status) return No("text.status", ".status", "a status that is not used");
    text_.status = *status;
    text_.source = context_.feed.name;
    text_.received = context_.received;
    text_.message = context_.inbox_id;
    text_.stated = StatedAt(node_, context_.feed);
    for (const char* name : times) {
      const auto time = ReadTime(node_[name].View(), context_.feed);
      if (!time) continue;
      TellTime(*time, resource_.place + "." + name, problems_);
      text_.time = time->time;
      return true;
    }
    text_.time = text_.stated.value_or(context_.received);
    return IsWithdrawn() || No("text.no-time", "", "no time with the time of day");
  }

  Phi<std::string> Keep(std::string text, const char* element) {
    return Phi<std::string>(Bounded(std::move(text), resource_.place + element, problems_));
  }

  // The Questionnaire that came along, else what its reference says for people.
  [[nodiscard]] std::string Title() const {
    const std::string canonical = node_["questionnaire"].Text();
    if (canonical.empty()) return {};
    std::string title;
    const Node contained = node_["contained"];
    for (std::size_t i = 0; i < contained.Size() && title.empty(); ++i) {
      const Node one = contained.At(i);
      const bool meant =
          one["resourceType"].View() == "Questionnaire" &&
          (one["url"].View() == std::string_view(canonical).substr(0, canonical.find('|')) ||
           "#" + one["id"].Text() == canonical);
      if (meant) title = one["title"].Text();
    }
    for (const std::size_t index : context_.references.FindCanonical(canonical, resource_)) {
      if (title.empty()) title = context_.references.resources()[index].node["title"].Text();
    }
    const Node extensions = node_["_questionnaire"]["extension"];
    for (std::size_t i = 0; i < extensions.Size() && title.empty(); ++i) {
      constexpr std::string_view kDisplay = "http://hl7.org/fhir/StructureDefinition/display";
      if (extensions.At(i)["url"].View() == kDisplay) {
        title = extensions.At(i)["valueString"].Text();
      }
    }
    return title;
  }

  Phi<std::string> Author(const Node& reference, const char* element) {
    std::string name = reference["display"].Text();
    if (name.empty()) {
      switch (PersonMeant(reference, resource_, context_.references)) {
        case model::MeasuredBy::kPatient:
          name = "patient";
          break;
        case model::MeasuredBy::kRelated:
          name = "related person";
          break;
        case model::MeasuredBy::kStaff:
          name = "staff";
          break;
        case model::MeasuredBy::kNotStated:
          break;
      }
    }
    return Keep(std::move(name), element);
  }

  void AddLine(std::string question, std::string answer, const std::string& place) {
    if (text_.lines.size() == kMostLines) {
      if (!is_cut_) {
        problems_.Warn("text.cut", place, "more than 1,000 lines: the rest is left out");
      }
      is_cut_ = true;
      return;
    }
    text_.lines.push_back({Phi<std::string>(Bounded(std::move(question), place, problems_)),
                           Phi<std::string>(Bounded(std::move(answer), place, problems_))});
  }

  // Headings of groups and questions without an answer are lines without an answer. The JSON is at
  // most 64 levels deep, and so is this.
  void AddItems(const Node& items, const std::string& place) {
    for (std::size_t i = 0; i < items.Size() && !is_cut_; ++i) {
      const Node item = items.At(i);
      const std::string at = place + "[" + std::to_string(i) + "]";
      std::string question = item["text"].Text();
      if (question.empty()) question = item["linkId"].Text();
      const Node answers = item["answer"];
      std::string all;
      for (std::size_t k = 0; k < answers.Size(); ++k) {
        const std::string answer = TextOfValue(ValueIn(answers.At(k)));
        if (!answer.empty()) all += (all.empty() ? "" : "; ") + answer;
      }
      AddLine(std::move(question), std::move(all), at);
      AddItems(item["item"], at + ".item");
      for (std::size_t k = 0; k < answers.Size(); ++k) {
        const Node inner = answers.At(k)["item"];
        if (inner) {
          AddItems(inner, at + ".answer[" + std::to_string(k) + "].item");
        }
      }
    }
  }

  std::optional<ClinicalText> Lines() {
    if (text_.lines.empty()) {
      No("text.empty", "", "says nothing");
      return std::nullopt;
    }
    return std::move(text_);
  }

  const FhirResource& resource_;
  const Node& node_;
  const FhirReadingContext& context_;
  ToldProblems& problems_;
  ClinicalText text_;
  bool is_cut_ = false;
};

}  // namespace

void ReadFhirText(const FhirResource& resource, const model::PatientIds& patient,
                  const FhirReadingContext& context, std::vector<ClinicalText>& texts,
                  ToldProblems& problems) {
  TextReader reader(resource, context, problems);
  std::optional<ClinicalText> text =
      resource.type == "Communication" ? reader.Message() : reader.Response();
  if (!text) return;
  text->key = KeyOf({"FHIR", IdentityOf(resource, patient, context.feed)});
  texts.push_back(std::move(*text));
}

}  // namespace wardbridge::discharge
