#include "core/mapping/joined.h"

#include <algorithm>
#include <iterator>

#include "base/digest.h"
#include "core/mapping/run.h"
#include "core/mapping/trace.h"

namespace wardbridge::mapping {
namespace {

Value Time(const std::optional<Timestamp>& time) {
  return time ? Value::Integer(time->UnixMs(), Kind::kTime) : Value();
}
Value Time(Timestamp time) { return Value::Integer(time.UnixMs(), Kind::kTime); }

const model::Stay& Stay(const Run& run) { return run.inputs.summary.stay; }
const model::Reading& Reading(const Run& run) { return run.reading->reading(); }
const model::ObservationSet& Total(const Run& run) { return run.total->set(); }
const model::SubScore& Score(const Run& run) { return run.score->score(); }

Value Number(const std::optional<model::Decimal>& number) {
  return number ? Value::Text(number->Text(), Kind::kNumber) : Value();
}

std::string_view StatusName(model::ReadingStatus status) {
  switch (status) {
    case model::ReadingStatus::kFinal:
      return "final";
    case model::ReadingStatus::kCorrected:
      return "corrected";
    case model::ReadingStatus::kPreliminary:
      return "preliminary";
    case model::ReadingStatus::kWithdrawn:
      break;  // is in no summary
  }
  return "";
}

Value AcvpuLetter(const Run& run) {
  constexpr std::string_view kLetters = "ACVPU";
  if (!Reading(run).acvpu) return {};
  return Value::Text(kLetters.substr(static_cast<std::size_t>(*Reading(run).acvpu), 1));
}

// The oxygen scale by which a reading is judged: that of its set, else the ward's.
Value ScaleOfReading(const Run& run) {
  if (const auto* set = run.observed.SetOf(run.reading->ordinal)) {
    return Value::Integer(set->spo2_scale);
  }
  return Value::Integer(Stay(run).ward ? Stay(run).ward->spo2_scale : 1);
}

// Whether a setting of the feed, and no reading, says what the score is for.
bool IsAssumed(const Run& run) {
  const model::ObservationSet& set = run.score->set();
  const model::Parameter parameter = Score(run).parameter;
  return (set.assumed_air && parameter == model::Parameter::kAirOrOxygen) ||
         (set.assumed_alert && parameter == model::Parameter::kConsciousness);
}

Value WardText(const Run& run, const std::string model::Ward::*part) {
  return Stay(run).ward ? Value::Text((*Stay(run).ward).*part) : Value();
}

void AllReadings(Run& run, Values& items) {
  for (std::size_t i = 0; i < run.observed.readings().size(); ++i) {
    items.push_back(Value::Of(run.observed.readings()[i], i));
  }
}

void ReadingsOf(Run& run, const std::vector<std::string>& keys, Values& items) {
  for (const std::string& key : keys) {
    const auto at = run.observed.FindReading(key);
    if (!at) continue;
    items.push_back(Value::Of(run.observed.readings()[*at], *at));
  }
}

void AllTotals(Run& run, Values& items) {
  for (std::size_t i = 0; i < run.observed.sets().size(); ++i) {
    if (!run.observed.sets()[i].total) continue;
    items.push_back(Value::OfTotal(run.observed.sets()[i], i));
  }
}

void Scores(Run& run, std::size_t first, std::size_t last, Values& items) {
  for (std::size_t i = first; i < last; ++i) {
    const auto& [set, score] = run.observed.scores()[i];
    items.push_back(Value::OfScore(*set, *score, i));
  }
}

constexpr JoinedName Plain(std::string_view name, Value (*evaluate)(Run&), Type scope = Type::kText,
                           Type type = Type::kText) {
  return {name, type, false, scope, evaluate, nullptr};
}

constexpr JoinedName List(std::string_view name, Type type, void (*each)(Run&, Values&),
                          Type scope = Type::kText) {
  return {name, type, true, scope, nullptr, each};
}

const JoinedName kNames[] = {
    Plain("stay.key", [](Run& run) { return Value::Text(Stay(run).key); }),
    Plain("stay.feed", [](Run& run) { return Value::Text(Stay(run).feed); }),
    Plain("stay.start", [](Run& run) { return Time(Stay(run).start); }),
    Plain("stay.end", [](Run& run) { return Time(Stay(run).end); }),
    Plain("stay.ward", [](Run& run) { return WardText(run, &model::Ward::code); }),
    Plain("stay.ward-name", [](Run& run) { return WardText(run, &model::Ward::name); }),
    Plain("stay.class", [](Run& run) { return WardText(run, &model::Ward::encounter_class); }),
    Plain("stay.discharge-method",
          [](Run& run) { return Value::Text(Stay(run).discharge_method); }),
    Plain("stay.discharge-destination",
          [](Run& run) { return Value::Text(Stay(run).discharge_destination); }),

    Plain("organisation.ods",
          [](Run& run) { return Value::Text(run.inputs.summary.organisation.ods); }),
    Plain("organisation.name",
          [](Run& run) { return Value::Text(run.inputs.summary.organisation.name); }),
    Plain("organisation.telecom",
          [](Run& run) { return Value::Text(run.inputs.summary.organisation.telecom); }),

    Plain("summary.revision", [](Run& run) { return Value::Integer(run.inputs.summary.revision); }),
    Plain("summary.previous-revision",
          [](Run& run) { return Value::Text(run.inputs.previous_master_identifier_revision); }),
    Plain("summary.due", [](Run& run) { return Time(run.inputs.summary.due); }),

    Plain("document.bytes",
          [](Run& run) {
            const model::Document* document = run.inputs.document;
            return document == nullptr ? Value() : Value::Text(document->bytes, Kind::kBytes);
          }),
    Plain("document.size",
          [](Run& run) {
            const model::Document* document = run.inputs.document;
            if (document == nullptr) return Value();
            return Value::Integer(static_cast<std::int64_t>(document->bytes.size()));
          }),
    Plain("document.sha1",
          [](Run& run) {
            const model::Document* document = run.inputs.document;
            if (document == nullptr) return Value();
            return Value::Text(run.arena.Keep(Sha1(document->bytes)), Kind::kBytes);
          }),
    Plain("document.created",
          [](Run& run) {
            const model::Document* document = run.inputs.document;
            return document == nullptr ? Value() : Time(document->created);
          }),
    Plain("document.title",
          [](Run& run) {
            const model::Document* document = run.inputs.document;
            return document == nullptr ? Value() : Value::Text(document->title);
          }),

    List("readings", Type::kReading, AllReadings),
    Plain(
        "reading.key", [](Run& run) { return Value::Text(Reading(run).key); }, Type::kReading),
    Plain(
        "reading.source", [](Run& run) { return Value::Text(Reading(run).source); },
        Type::kReading),
    Plain(
        "reading.set", [](Run& run) { return Value::Text(Reading(run).set); }, Type::kReading),
    Plain(
        "reading.vital", [](Run& run) { return Value::Text(Name(Reading(run).vital)); },
        Type::kReading),
    Plain(
        "reading.code", [](Run& run) { return Value::Text(Reading(run).code); }, Type::kReading),
    Plain(
        "reading.time", [](Run& run) { return Time(Reading(run).time); }, Type::kReading),
    Plain(
        "reading.value", [](Run& run) { return Number(Reading(run).value); }, Type::kReading),
    Plain(
        "reading.unit", [](Run& run) { return Value::Text(Unit(Reading(run).vital)); },
        Type::kReading),
    Plain(
        "reading.acvpu", [](Run& run) { return AcvpuLetter(run); }, Type::kReading),
    Plain(
        "reading.on-oxygen",
        [](Run& run) {
          const std::optional<bool>& on_oxygen = Reading(run).on_oxygen;
          return on_oxygen ? Value::Boolean(*on_oxygen) : Value();
        },
        Type::kReading, Type::kBoolean),
    Plain(
        "reading.flow", [](Run& run) { return Number(Reading(run).flow); }, Type::kReading),
    Plain(
        "reading.spo2-scale", [](Run& run) { return ScaleOfReading(run); }, Type::kReading),
    Plain(
        "reading.status", [](Run& run) { return Value::Text(StatusName(Reading(run).status)); },
        Type::kReading),
    Plain(
        "reading.usable", [](Run& run) { return Value::Boolean(Reading(run).IsUsable()); },
        Type::kReading, Type::kBoolean),

    List("news2.totals", Type::kTotal, AllTotals),
    Plain(
        "total.set", [](Run& run) { return Value::Text(Total(run).key); }, Type::kTotal),
    Plain(
        "total.time", [](Run& run) { return Time(Total(run).time); }, Type::kTotal),
    Plain(
        "total.value",
        [](Run& run) { return Total(run).total ? Value::Integer(*Total(run).total) : Value(); },
        Type::kTotal),
    Plain(
        "total.code", [](Run&) { return Value::Text(model::kTotalSnomedCode); }, Type::kTotal),
    Plain(
        "total.band",
        [](Run& run) { return Total(run).band ? Value::Text(Name(*Total(run).band)) : Value(); },
        Type::kTotal),
    List(
        "total.scores", Type::kScore,
        [](Run& run, Values& items) {
          const auto [first, last] = run.observed.ScoresOf(run.total->ordinal);
          Scores(run, first, last, items);
        },
        Type::kTotal),
    List(
        "total.readings", Type::kReading,
        [](Run& run, Values& items) { ReadingsOf(run, Total(run).readings, items); }, Type::kTotal),

    List("news2.scores", Type::kScore,
         [](Run& run, Values& items) { Scores(run, 0, run.observed.scores().size(), items); }),
    Plain(
        "score.set", [](Run& run) { return Value::Text(run.score->set().key); }, Type::kScore),
    Plain(
        "score.code", [](Run& run) { return Value::Text(SnomedCode(Score(run).parameter)); },
        Type::kScore),
    Plain(
        "score.value", [](Run& run) { return Value::Integer(Score(run).points); }, Type::kScore),
    Plain(
        "score.assumed", [](Run& run) { return Value::Boolean(IsAssumed(run)); }, Type::kScore,
        Type::kBoolean),
    Plain(
        "score.time", [](Run& run) { return Time(Score(run).time); }, Type::kScore),
    List(
        "score.readings", Type::kReading,
        [](Run& run, Values& items) { ReadingsOf(run, Score(run).readings, items); }, Type::kScore),
};

class JoinedExpression final : public Expression {
 public:
  explicit JoinedExpression(const JoinedName& name) : name_(name) {}

  [[nodiscard]] Value Evaluate(Run& run) const override {
    if (run.trace != nullptr) Note(run);
    if (!name_.list) return name_.evaluate(run);
    Values items;
    name_.each(run, items);
    return items.empty() ? Value() : items.front();
  }

  void Each(Run& run, Values& items) const override {
    if (!name_.list) return Expression::Each(run, items);
    if (run.trace != nullptr) Note(run);
    name_.each(run, items);
  }

 private:
  void Note(const Run& run) const {
    TraceSource source;
    source.kind = TraceSource::Kind::kJoined;
    source.name = name_.name;
    if (name_.scope == Type::kReading) source.reading = &run.reading->reading();
    if (name_.scope == Type::kTotal) source.set = &run.total->set();
    if (name_.scope == Type::kScore) {
      source.set = &run.score->set();
      source.score = &run.score->score();
    }
    run.trace->Add(source);
  }

  const JoinedName& name_;  // an entry of kNames
};

}  // namespace

const JoinedName* FindJoinedName(std::string_view name) {
  const auto* at = std::find_if(std::begin(kNames), std::end(kNames),
                                [&](const JoinedName& joined) { return joined.name == name; });
  return at == std::end(kNames) ? nullptr : at;
}

std::vector<std::string> JoinedNames() {
  std::vector<std::string> names;
  for (const JoinedName& joined : kNames) names.emplace_back(joined.name);
  return names;
}

std::unique_ptr<Expression> MakeJoined(const JoinedName& name) {
  return std::make_unique<JoinedExpression>(name);
}

}  // namespace wardbridge::mapping
