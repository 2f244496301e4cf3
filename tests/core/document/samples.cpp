#include "tests/core/document/samples.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <utility>

#include "core/clinical/news2.h"

namespace wardbridge::document::testing {
namespace {

using model::Reading;
using model::Summary;
using model::Vital;

constexpr std::int64_t kMinute = 60 * 1000;
constexpr std::int64_t kHour = 60 * kMinute;
constexpr std::int64_t kDay = 24 * kHour;

Timestamp At(std::string_view instant) { return ParseInstant(instant).value(); }

Reading Make(Vital vital, std::string_view value, Timestamp time, std::string set) {
  Reading reading;
  reading.vital = vital;
  reading.time = time;
  reading.received = time;
  reading.set = std::move(set);
  reading.key = std::string(model::Name(vital)) + "@" + FormatInstant(time, "UTC") + reading.set;
  switch (vital) {
    case Vital::kAirOrOxygen:
      reading.on_oxygen = value != "air";
      if (value == "oxygen 2") reading.flow = model::Decimal::Parse("2");
      break;
    case Vital::kConsciousness:
      reading.acvpu = model::AcvpuOf(value.front());
      break;
    case Vital::kSpo2Scale:
      reading.spo2_scale = value == "2" ? 2 : 1;
      break;
    default:
      reading.value = model::Decimal::Parse(value);
      break;
  }
  return reading;
}

std::string Whole(double value) { return std::to_string(std::lround(value)); }

std::string Tenths(double value) {
  return model::Decimal::FromScaled(std::lround(value * 10), 1).Text();
}

// A stay with a bad night in its middle: `badness` runs from 0 to 1 and back.
void AddSet(Summary& summary, Timestamp time, double badness, int number) {
  const std::string set = "set " + std::to_string(number);
  const double wave = std::sin(number * 1.7);
  auto add = [&](Vital vital, const std::string& value) {
    summary.readings.push_back(Make(vital, value, time, set));
  };
  add(Vital::kRespiration, Whole(16 + wave * 1.5 + badness * 10));
  add(Vital::kOxygenSaturation, Whole(97 + wave * 0.8 - badness * 9));
  add(Vital::kAirOrOxygen, badness > 0.6 ? "oxygen 2" : "air");
  add(Vital::kSystolic, Whole(128 + wave * 9 - badness * 34));
  add(Vital::kDiastolic, Whole(76 + wave * 6 - badness * 16));
  add(Vital::kPulse, Whole(78 + wave * 6 + badness * 44));
  add(Vital::kConsciousness, badness > 0.85 ? "C" : "A");
  add(Vital::kTemperature, Tenths(36.8 + wave * 0.25 + badness * 2.1));
}

void AddSets(Summary& summary, std::int64_t every) {
  const std::int64_t span = (*summary.stay.end - *summary.stay.start).count();
  int number = 0;
  for (std::int64_t at = kHour; at < span; at += every) {
    const double place = static_cast<double>(at) / static_cast<double>(span);
    const double badness = std::exp(-std::pow((place - 0.45) / 0.09, 2));
    AddSet(summary, *summary.stay.start + Millis(at), badness, number++);
  }
}

void Score(Summary& summary) {
  std::stable_sort(summary.readings.begin(), summary.readings.end(),
                   [](const Reading& a, const Reading& b) { return a.time < b.time; });
  clinical::ScoreOptions options;
  options.birth_date = summary.person.birth_date.Reveal();
  options.default_scale = summary.stay.ward->spo2_scale;
  summary.sets = clinical::ScoreSets(summary.readings, options);
}

Summary Base(std::string_view start, std::string_view end) {
  Summary summary;
  summary.stay.start = At(start);
  summary.stay.end = At(end);
  summary.stay.ward = model::Ward{};
  summary.stay.ward->code = "VWRESP";
  summary.stay.ward->name = "Respiratory virtual ward";
  summary.person.nhs_number = model::NhsNumber::Parse("9990000018");
  summary.person.prefix = Phi<std::string>("Mrs");
  summary.person.given = Phi<std::vector<std::string>>({"Margaret", "Anne"});
  summary.person.family = Phi<std::string>("Okonkwo-Hughes");
  summary.person.birth_date = Phi<std::string>("1944-02-29");
  summary.person.gender = Phi<std::string>("female");
  summary.person.address =
      Phi<std::vector<std::string>>({"12 Example Road", "Sampleton", "Exampleshire", "ZZ99 3CZ"});
  summary.person.local_number = Phi<std::string>("RXX0012345");
  summary.organisation = {"RXX", "Example NHS Foundation Trust", "0300 555 0199"};
  summary.due = *summary.stay.end + Millis(15 * kMinute);
  summary.general_practice = {"Sampleton Surgery", "Z99999"};
  return summary;
}

Summary Typical() {
  Summary summary = Base("2026-10-14T09:30:00+01:00", "2026-10-20T17:16:00+01:00");
  AddSets(summary, 6 * kHour);
  Score(summary);
  return summary;
}

Summary Doubtful() {
  Summary summary = Base("2026-10-14T09:30:00+01:00", "2026-10-24T17:16:00+01:00");
  AddSets(summary, 5 * kHour);
  const Timestamp third = *summary.stay.start + Millis(3 * kDay);
  std::erase_if(summary.readings, [&](const Reading& reading) {
    const bool in_gap = reading.time > third && reading.time < third + Millis(2 * kDay);
    const bool silent = reading.vital == Vital::kConsciousness && reading.time < third;
    return in_gap || silent || reading.vital == Vital::kDiastolic;
  });
  for (std::size_t i = 0; i < 5; ++i) {
    summary.readings[i * 11].status = model::ReadingStatus::kPreliminary;
  }
  Reading wild = Make(Vital::kTemperature, "98.6", third, "wild");
  wild.plausible = false;
  summary.readings.push_back(wild);
  Reading below = Make(Vital::kOxygenSaturation, "70", third + Millis(kMinute), "wild");
  below.comparator = "<";
  summary.readings.push_back(below);
  for (int i = 0; i < 14; ++i) {
    summary.after_end.push_back(
        Make(Vital::kPulse, "80", *summary.stay.end + Millis(i * kHour), "late"));
  }
  summary.notes.push_back({model::Issue::Severity::kWarning, "monitoring.timeout", "",
                           "Supplier A did not answer in time; its readings may be missing.", ""});
  summary.stay.notes.push_back({model::Issue::Severity::kWarning, "stay.no-admit", "",
                                "No admission was seen for this stay; its start is the time of "
                                "the first message.",
                                ""});
  summary.revision = 3;
  Score(summary);
  return summary;
}

Summary LongName() {
  Summary summary = Typical();
  summary.person.prefix = Phi<std::string>("The Right Honourable Professor Dame");
  summary.person.given = Phi<std::vector<std::string>>(
      {"Wilhelmina", "Clementine", "Bartholomea", "Alexandrina", "Persephone", "Gwenllian"});
  summary.person.family = Phi<std::string>(
      "Featherstonehaugh-Cholmondeley-Marjoribanks-Llanfairpwllgwyngyllgogerychwyrndrobwll");
  summary.person.address = Phi<std::vector<std::string>>(
      {"Flat 1234, The Old Maltings at the Riverside Development (North Building)",
       "Entrance by the service road behind the former telephone exchange",
       "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch", "Ynys M\u00F4n", "LL61 5UJ"});
  summary.stay.ward->name =
      "Hospital at Home for Older People, Frailty and Complex Respiratory Conditions (North and "
      "East Locality Team)";
  summary.organisation.name =
      "The Very Long Named University Hospitals of Northern and Eastern Exampleshire and Sampleton "
      "Integrated Care NHS Foundation Trust";
  return summary;
}

Summary RightToLeft() {
  Summary summary = Typical();
  summary.person.prefix = Phi<std::string>("Mr");
  // Arabic: Ahmad Muhammad al-Fulani; Hebrew in the address.
  summary.person.given =
      Phi<std::vector<std::string>>({"\u0623\u062D\u0645\u062F", "\u0645\u062D\u0645\u062F"});
  summary.person.family = Phi<std::string>("\u0627\u0644\u0641\u0644\u0627\u0646\u064A");
  summary.person.gender = Phi<std::string>("male");
  summary.person.address = Phi<std::vector<std::string>>(
      {"\u05E8\u05D7\u05D5\u05D1 \u05D4\u05D3\u05D5\u05D2\u05DE\u05D4 12", "Sampleton",
       "ZZ99 3CZ"});
  return summary;
}

Summary SixtyDays() {
  Summary summary = Base("2026-09-01T08:00:00+01:00", "2026-10-31T11:00:00Z");
  AddSets(summary, 4 * kHour);
  Score(summary);
  return summary;
}

// One reading of pulse and SpO2 a minute, as a wearable sends them.
Summary Wearable() {
  Summary summary = Base("2026-10-24T09:30:00+01:00", "2026-10-28T09:00:00Z");
  AddSets(summary, 12 * kHour);
  const std::int64_t minutes = (*summary.stay.end - *summary.stay.start).count() / kMinute;
  for (std::int64_t i = 0; i < minutes; ++i) {
    const Timestamp time = *summary.stay.start + Millis(i * kMinute);
    const double wave =
        std::sin(static_cast<double>(i) / 90.0) * 10 + std::sin(static_cast<double>(i) * 1.3) * 5;
    summary.readings.push_back(Make(Vital::kPulse, Whole(80 + wave), time, "wearable"));
    summary.readings.push_back(
        Make(Vital::kOxygenSaturation, Whole(96 + wave / 8), time, "wearable"));
  }
  Score(summary);
  return summary;
}

Summary OneReading() {
  Summary summary = Base("2026-10-20T09:30:00+01:00", "2026-10-20T17:16:00+01:00");
  summary.readings = {Make(Vital::kTemperature, "36.60", At("2026-10-20T12:00:00+01:00"), "")};
  Score(summary);
  return summary;
}

Summary NoReadings() {
  Summary summary = Base("2026-10-14T09:30:00+01:00", "2026-10-20T17:16:00+01:00");
  summary.general_practice.clear();
  return summary;
}

Summary Child() {
  Summary summary = Base("2026-10-14T09:30:00+01:00", "2026-10-16T17:16:00+01:00");
  summary.person.birth_date = Phi<std::string>("2014-05-06");
  summary.person.given = Phi<std::vector<std::string>>({"Tomos"});
  summary.person.prefix = Phi<std::string>();
  AddSets(summary, 6 * kHour);
  Score(summary);
  return summary;
}

Summary ScaleTwo() {
  Summary summary = Base("2026-10-23T09:30:00+01:00", "2026-10-27T17:16:00Z");
  AddSets(summary, 6 * kHour);
  for (Reading& reading : summary.readings) {
    if (reading.vital != Vital::kOxygenSaturation) continue;
    reading.value = model::Decimal::FromScaled(reading.value->RoundTo(0) - 6, 0);
  }
  summary.readings.push_back(
      Make(Vital::kSpo2Scale, "2", *summary.stay.start + Millis(20 * kHour), "prescription"));
  Score(summary);
  return summary;
}

// A ward with limits for every vital, a device with limits of its own, and flags.
Summary WithLimits() {
  Summary summary = Doubtful();
  summary.notes.clear();
  summary.after_end.clear();
  summary.stay.ward->name =
      "Hospital at Home for Older People, Frailty and Complex Respiratory Conditions (North and "
      "East Locality Team)";
  summary.stay.ward->thresholds =
      model::ThresholdsOf(
          "respiratory-rate=10..24;oxygen-saturation=92..;systolic-pressure=100..160;"
          "diastolic-pressure=50..90;pulse=50..110;temperature=35.5..38.5;news2=5;holds=43200000")
          .value();
  for (Reading& reading : summary.readings) {
    if (reading.vital == Vital::kPulse) reading.high = model::Decimal::Parse("105");
    const bool is_late = reading.time > *summary.stay.start + Millis(8 * kDay);
    if (reading.vital == Vital::kOxygenSaturation && is_late) {
      reading.low = model::Decimal::Parse("88.5");
    }
    if (reading.vital == Vital::kPulse && reading.value->RoundTo(0) > 105) reading.flag = "HH";
    if (reading.vital == Vital::kOxygenSaturation && reading.value->RoundTo(0) < 92) {
      reading.flag = "L";
    }
    if (reading.vital == Vital::kTemperature) reading.flag = "N";
  }
  return summary;
}

// A wearable whose values cross a limit again and again: hundreds of episodes.
Summary Flapping() {
  Summary summary = Wearable();
  summary.stay.ward->thresholds =
      model::ThresholdsOf("oxygen-saturation=96..97;pulse=75..85;news2=1;holds=3600000").value();
  for (std::size_t i = 0; i < summary.readings.size(); ++i) {
    summary.readings[i].flag = "X" + std::to_string(i % 40);
  }
  return summary;
}

// As little as the contract allows.
Summary Bare() {
  Summary summary;
  summary.stay.start = summary.stay.end = At("2026-10-20T09:30:00+01:00");
  summary.due = *summary.stay.end;
  summary.organisation = {"RXX", "Example NHS Foundation Trust", ""};
  return summary;
}

// Notes of every kind and length, more of them than are printed, and remarks.
Summary Words() {
  Summary summary = Typical();
  const auto add = [&](model::TextKind kind, std::int64_t hours, const char* title,
                       const char* author, std::vector<model::TextLine> lines) {
    model::ClinicalText text;
    text.key = "t" + std::to_string(summary.texts.size());
    text.kind = kind;
    text.time = *summary.stay.start + Millis(hours * kHour);
    text.title = Phi<std::string>(title);
    text.author = Phi<std::string>(author);
    text.lines = std::move(lines);
    summary.texts.push_back(std::move(text));
  };
  const auto line = [](std::string question, std::string answer) {
    return model::TextLine{Phi<std::string>(std::move(question)),
                           Phi<std::string>(std::move(answer))};
  };
  for (int i = 0; i < 94; ++i) {
    add(model::TextKind::kMessage, i, "", "", {line("", "Message " + std::to_string(i))});
  }
  add(model::TextKind::kNote, 95, "Very long", "Sr Ann Onymous",
      {line("", std::string(300, 'W') + " end of the word"), line("", [] {
         std::string words;
         for (int i = 0; i < 1500; ++i) words += "word" + std::to_string(i) + " ";
         return words;
       }())});
  add(model::TextKind::kNote, 96, "\u0645\u0644\u0627\u062D\u0638\u0629",
      "\u0623\u062D\u0645\u062F \u0645\u062D\u0645\u062F",
      {line("", "\u0627\u0644\u0645\u0631\u064A\u0636 \u0628\u062E\u064A\u0631 38.5")});
  add(model::TextKind::kMessage, 97, "Telephone call", "Ward desk",
      {line("", "Rang at 10.\nNo answer.\n\nRang again at 11: feels well.")});
  add(model::TextKind::kNote, 98, "Control \u202Echaracters", "", {line("", "a\u202Eb\tc")});
  std::vector<model::TextLine> answers = {
      line("Are you more short of breath than yesterday?", "No"),
      line("Have you coughed anything up, and if you have, which colour was it, and was there more "
           "of it than on the days before?",
           "A little, white, no more than yesterday, and only in the morning after getting up and "
           "washing"),
      line("Pain, 0 to 10", "3"), line("Anything else?", "")};
  for (int i = 5; i <= 104; ++i) {
    answers.push_back(line("Question " + std::to_string(i), "Answer " + std::to_string(i)));
  }
  add(model::TextKind::kQuestionnaire, 99, "Daily questions", "", std::move(answers));
  add(model::TextKind::kNote, 100, "Empty", "Nobody", {});
  for (std::size_t i = 0; i < summary.readings.size(); i += 3) {
    Reading& reading = summary.readings[i];
    reading.note = Phi<std::string>("Remark " + std::to_string(i) + "\nin two lines");
    reading.flag = i % 2 == 0 ? "H" : "";
    reading.device = i % 2 == 0 ? "Nonin 3230" : "";
  }
  return summary;
}

Summary Amended() {
  Summary summary = Typical();
  summary.revision = 2;
  return summary;
}

const std::vector<std::pair<std::string, std::function<Summary()>>>& Samples() {
  static const std::vector<std::pair<std::string, std::function<Summary()>>> kSamples = {
      {"typical", Typical},   {"amended", Amended},    {"doubtful", Doubtful},
      {"none", NoReadings},   {"one", OneReading},     {"sixty-days", SixtyDays},
      {"wearable", Wearable}, {"long-name", LongName}, {"right-to-left", RightToLeft},
      {"child", Child},       {"scale-two", ScaleTwo}, {"limits", WithLimits},
      {"flapping", Flapping}, {"bare", Bare},          {"words", Words}};
  return kSamples;
}

}  // namespace

const std::vector<std::string>& SampleNames() {
  static const std::vector<std::string> kNames = [] {
    std::vector<std::string> all;
    for (const auto& sample : Samples()) all.push_back(sample.first);
    return all;
  }();
  return kNames;
}

Summary Sample(std::string_view name) {
  for (const auto& [its_name, make] : Samples()) {
    if (its_name == name) return make();
  }
  return Typical();
}

}  // namespace wardbridge::document::testing
