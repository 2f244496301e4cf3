// Stays told in a few lines each (stays.scenarios has the language): real messages through inbox,
// stay book and summaries, with a clock that the story moves. Every change of state must be a cell
// of the state table, and every cell must be seen.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "pipeline/operate.h"
#include "pipeline/prepare.h"
#include "tests/pipeline/workbench.h"

namespace wardbridge::pipeline {

BOOST_AUTO_TEST_SUITE(scenario)

namespace {

using discharge::TableState;
using model::Stay;

struct Line {
  int number = 0;
  std::vector<std::string> words;
};
struct Scenario {
  std::string name;
  std::vector<Line> lines;
};

std::vector<Scenario> Load() {
  std::ifstream file(WARDBRIDGE_SOURCE_DIR "/tests/pipeline/stays.scenarios");
  std::vector<Scenario> all;
  std::string text;
  for (int number = 1; std::getline(file, text); ++number) {
    std::istringstream in(text.substr(0, text.find('#')));
    Line line{number, {}};
    for (std::string word; in >> word;) line.words.push_back(word);
    if (line.words.empty()) continue;
    if (line.words[0] == "scenario") {
      const std::size_t at = text.find("scenario") + 9;
      all.push_back({text.substr(at), {}});
    } else {
      BOOST_REQUIRE(!all.empty());
      all.back().lines.push_back(std::move(line));
    }
  }
  return all;
}

std::string NumberOf(const std::string& letter) {
  if (letter == "A") return "9990000018";
  if (letter == "B") return "9990000026";
  if (letter == "C") return "9990000034";
  return letter == "none" ? "" : letter;
}

// Cells seen: event and state before.
std::set<std::pair<std::string, TableState>>& Seen() {
  static std::set<std::pair<std::string, TableState>> seen;
  return seen;
}

const discharge::TableRow& RowOf(const std::string& trigger) {
  for (const discharge::TableRow& row : discharge::StateTable()) {
    if (row.events.find(trigger) != std::string::npos) return row;
  }
  throw std::runtime_error("no row of the table for " + trigger);
}

class Theatre {
 public:
  explicit Theatre(const discharge::Program& program) : program_(program) {
    SetClock("2026-10-20T09:00:00+01:00");
  }

  void Play(const Scenario& scenario) {
    for (const Line& line : scenario.lines) {
      BOOST_TEST_CONTEXT("stays.scenarios:" << line.number << " (" << scenario.name << ")") {
        Step(line);
      }
    }
    Keep(scenario.name);
  }

 private:
  void Step(const Line& line) {
    const std::string& word = line.words[0];
    if (word == "at") return SetClock(line.words.at(1));
    if (word[0] == '+') return Wait(Duration(word.substr(1)));
    if (word == "expect") return Expect(line);
    if (word == "release" || word == "discard") return Operate(word);
    if (word == "resolve") return Answer(line);
    if (word == "again") return Send(last_message_, last_trigger_, last_feed_);
    if (word == "undelivered") {
      deliver_ = false;
      return;
    }
    Event(line);
  }

  void SetClock(const std::string& text) {
    const Timestamp time =
        test::Instant(text.find('T') == std::string::npos ? text + "T09:00:00Z" : text);
    if (time > bench_.clock.Now()) RunUntil(time);
    bench_.clock.Set(time);
  }
  void Wait(Millis time) { RunUntil(bench_.clock.Now() + time); }

  static Millis Duration(const std::string& text) {
    const std::int64_t number = std::stoll(text);
    switch (text.back()) {
      case 's':
        return Millis(number * 1'000);
      case 'm':
        return Millis(number * 60'000);
      case 'h':
        return Millis(number * 3'600'000);
      case 'd':
        return Millis(number * 86'400'000);
      default:
        throw std::runtime_error("no duration: " + text);
    }
  }

  // What the sweep of the hall does, at each moment at which something is due.
  void RunUntil(Timestamp end) {
    for (;;) {
      const auto next = bench_.In([](store::Rows& rows) { return rows.NextDue(); });
      if (!next || *next > end) break;
      if (*next > bench_.clock.Now()) bench_.clock.Set(*next);
      Sweep();
    }
    bench_.clock.Set(end);
  }

  void Sweep() {
    const Timestamp now = bench_.clock.Now();
    const auto due = bench_.In([&](store::Rows& rows) { return rows.DueStays(now, 10); });
    BOOST_REQUIRE(!due.empty());
    for (const std::string& key : due) {
      const auto before = States();
      auto built = LoadAndBuild(*bench_.store, program_, key, now);
      BOOST_REQUIRE_MESSAGE(built.has_value(), (built ? "" : built.error().Text()));
      BOOST_REQUIRE(built->has_value());
      if ((*built)->kind == Built::Kind::kReady) {
        ++made_;
        last_bundle_ = (*built)->row.bundle;
        last_withdraws_ = (*built)->row.withdraws;
      }
      for (const model::Issue& issue : (*built)->row.issues) {
        BOOST_TEST((issue.severity != model::Issue::Severity::kError), issue.code);
      }
      bench_.Change([&](store::Rows& rows) -> Result<> {
        const auto saved = SaveBuilt(rows, **built, {{"gp", model::PayloadForm::kCollection}}, now);
        if (!saved) return saved.error();
        if (!deliver_) return {};
        // The destination takes everything at once.
        auto row = rows.FindDelivery(DeliveryKey(key, (*built)->row.revision, "gp"));
        if (!row) return row.error();
        if (!*row || (*row)->state != model::DeliveryState::kReady) return {};
        if (auto begun = rows.BeginAttempt((*row)->key, now); !begun) return begun.error();
        (*row)->state = model::DeliveryState::kDelivered;
        (*row)->delivered = now;
        return rows.FinishAttempt(**row, now);
      });
      Judge("the timer ends", before);
    }
  }

  using Said = std::map<std::string, std::string>;

  static Said Options(const Line& line, std::size_t from) {
    Said options;
    for (std::size_t i = from; i < line.words.size(); ++i) {
      const std::string& word = line.words[i];
      const std::size_t equals = word.find('=');
      if (equals == std::string::npos) {
        options["place"] = word;
      } else {
        options[word.substr(0, equals)] = word.substr(equals + 1);
      }
    }
    return options;
  }

  // "10-23T15:50" of this story's year, or "now", or "-2h".
  Timestamp Moment(const std::string& text) const {
    if (text.empty() || text == "now") return bench_.clock.Now();
    if (text[0] == '-') return bench_.clock.Now() - Duration(text.substr(1));
    if (text[0] == '+') return bench_.clock.Now() + Duration(text.substr(1));
    return test::Instant(text);
  }
  static std::string Digits(Timestamp time) {
    const std::string text = FormatDateTime(time);  // 2026-10-23T15:50:00+01:00
    std::string digits;
    for (const char c : text.substr(0, 19)) {
      if (c >= '0' && c <= '9') digits.push_back(c);
    }
    return digits + text.substr(19, 3) + text.substr(23, 2);
  }

  // A time as a message has it; "raw:20261025013000" is put as it stands.
  std::string Field(const std::string& text) const {
    return text.starts_with("raw:") ? text.substr(4) : Digits(Moment(text));
  }

  static std::string Option(const Said& options, const std::string& name,
                            const std::string& fallback = "") {
    const auto found = options.find(name);
    return found == options.end() ? fallback : found->second;
  }

  void Event(const Line& line) {
    const std::string& trigger = line.words[0];
    const Said options = Options(line, 1);
    ++control_id_;
    const std::string id = Option(options, "id", "C" + std::to_string(control_id_));
    if (trigger == "ORU") return Send(Measured(id, options), trigger, "rpm");
    const bool person = trigger == "A31" || trigger == "A28";
    const bool merge = trigger == "A40" || trigger == "A34" || trigger == "A36";
    std::string message = "MSH|^~\\&|PAS|RXX|TIE|RXX|" + Digits(bench_.clock.Now()) + "||ADT^" +
                          trigger + "|" + id + "|P|2.4\rEVN||" +
                          Field(Option(options, "when", "now")) + "\r" + PersonSegment(options) +
                          MergeSegment(options);
    if (!person && !merge) message += VisitSegment(trigger, options);
    Send(message, trigger, "pas");
  }

  // Values of vital signs, or words when the line says some.
  [[nodiscard]] std::string Measured(const std::string& id, const Said& options) const {
    const std::string time = Digits(Moment(Option(options, "when", "now"))).substr(0, 14);
    const std::string status = Option(options, "status", "F");
    const std::string nhs = NumberOf(Option(options, "nhs", "A"));
    if (options.contains("says")) {
      return WordsMessage(id, time, Readable(options.at("says")), status, nhs);
    }
    std::string message =
        test::ReadingsMessage(id, time, Option(options, "pulse", "72"), status, nhs);
    message.insert(message.find("^^^NHS\r") + 6, "||||" + Option(options, "born"));
    return message;
  }

  static std::string PersonSegment(const Said& options) {
    const std::string nhs = NumberOf(Option(options, "nhs", "A"));
    const std::string name = Option(options, "name", "Samplesby");
    return "PID|1||" + (nhs.empty() ? "" : nhs + "^^^NHS~") + Second(Option(options, "nhs2")) +
           Option(options, "local", "L1") + "^^^RXX^MR||" +
           (name == "none" ? "" : name + "^Edith^Ann^^Mrs^^L") + "||" +
           Option(options, "born", "19440229") + "|2|||1 Nowhere Lane^^Sampleton^^ZZ99 3VZ^^H" +
           std::string(18, '|') + Option(options, "died") + "|" + Option(options, "dead") + "|" +
           Option(options, "unknown") + "\r";
  }

  static std::string MergeSegment(const Said& options) {
    if (!options.contains("mrg") && !options.contains("mrgvisit")) return "";
    std::string segment = "MRG|";
    if (options.contains("mrg")) segment += options.at("mrg") + "^^^RXX^MR";
    if (options.contains("mrgnhs")) segment += "~" + NumberOf(options.at("mrgnhs")) + "^^^NHS";
    if (options.contains("mrgvisit")) segment += "||||" + options.at("mrgvisit") + "^^^RXX";
    return segment + "\r";
  }

  // Without a time of admission it says that of the story's first A01.
  std::string VisitSegment(const std::string& trigger, const Said& options) {
    const bool discharge = trigger == "A03";
    if (trigger == "A01" && !options.contains("in") && !admitted_)
      admitted_ = Moment(Option(options, "when", "now"));
    const std::string ward = Option(options, "place");
    const std::string place = ward == "VW"    ? "RXX^VW1^^RXX"
                              : ward == "VW2" ? "RXX^VW2^^RXX"
                              : ward == "BED" ? "RXX^W12^^RXX"
                                              : "";
    std::string in = Option(options, "in");
    if (in.empty()) {
      in = Digits(admitted_.value_or(test::Instant("2026-10-20T09:00:00+01:00")));
    } else {
      in = in == "none" ? "" : Field(in);
    }
    std::string out = Option(options, "out", discharge ? "now" : "");
    out = out.empty() || out == "none" ? "" : Field(out);
    return "PV1|1|" + Option(options, "class", "I") + "|" + place + std::string(13, '|') +
           Option(options, "sensitive") + "|||" + Option(options, "visit", "V1") + "^^^RXX" +
           std::string(17, '|') + (discharge ? Option(options, "method", "1") : "") + "|" +
           (discharge ? Option(options, "to", "19") : "") + std::string(7, '|') + in + "|" + out +
           "\r";
  }

  // Another NHS number in the same PID-3.
  static std::string Second(const std::string& letter) {
    return letter.empty() ? "" : NumberOf(letter) + "^^^NHS~";
  }

  // A note of the order, or an answer with the code that the feed's table has.
  static std::string WordsMessage(const std::string& id, const std::string& time,
                                  const std::string& words, const std::string& status,
                                  const std::string& nhs) {
    return "MSH|^~\\&|RPM|RXX|TIE|RXX|" + time + "||ORU^R01^ORU_R01|" + id + "|P|2.4\rPID|1||" +
           nhs + "^^^NHS\rOBR|1||W" + time + "^RPM|WORDS|||" + time +
           "\rOBX|1|TX|NOTE1^Ward note||" + words + "||||||" + status + "\r";
  }

  void Send(const std::string& message, const std::string& trigger, const std::string& feed) {
    last_message_ = message;
    last_trigger_ = trigger;
    last_feed_ = feed;
    const auto before = States();
    const auto received =
        program_.Receive(message, feed, hl7::AckMode::kOriginal, bench_.clock.Now(), "ACK");
    BOOST_REQUIRE(received.size() == 1U);
    store::InboxRow row = MakeRow(feed, received.front(), bench_.clock.Now());
    const store::Appended appended =
        bench_.In([&](store::Rows& rows) { return rows.AppendInbox(row); });
    duplicate_ = appended.duplicate;
    applied_ = Applied{};
    if (duplicate_) return;
    row.id = appended.id;
    bench_.Change([&](store::Rows& rows) {
      return ApplyProjected(rows, program_, InterpretRow(program_, row), bench_.clock.Now(),
                            applied_);
    });
    if (applied_.quarantine.empty()) Judge(trigger == "ORU" ? "ORU^R01" : trigger, before);
  }

  // A person answers for every stay that is held.
  void Operate(const std::string& operation) {
    for (const Stay& stay : bench_.Stays()) {
      if (!stay.IsQuarantined()) continue;
      store::OperatorRequest request;
      request.operation = operation;
      request.target = stay.Reference();
      const Decision decision = Ask(std::move(request));
      BOOST_TEST(decision.applied, decision.detail);
    }
  }

  Decision Ask(store::OperatorRequest request) {
    request.person = "a.person";
    request.reason = "looked at";
    return bench_.In([&](store::Rows& rows) -> Result<Decision> {
      auto id = rows.AddRequest(request);
      if (!id) return id.error();
      request.id = *id;
      return ApplyRequest(rows, program_, request, {"gp"}, bench_.clock.Now());
    });
  }

  // A person answers the question about one stay, or about the last message.
  void Answer(const Line& line) {
    auto options = Options(line, 2);
    const std::vector<Stay> all = Sorted();
    store::OperatorRequest request;
    request.operation = "resolve";
    request.answer = line.words.at(1);
    if (options.contains("of")) request.chosen = all.at(std::stoul(options["of"]) - 1).Reference();
    if (options["place"] == "message") {
      request.target = "m" + std::to_string(applied_.inbox_id);
    } else {
      const std::size_t place = options.contains("stay") ? std::stoul(options["stay"]) : all.size();
      request.target = all.at(place - 1).Reference();
    }
    const Decision decision = Ask(std::move(request));
    const std::string refused = Readable(options["refused"]);
    BOOST_TEST(decision.applied == refused.empty(), decision.detail);
    BOOST_TEST((decision.detail.find(refused) != std::string::npos), decision.detail);
    ReadAgain();
  }

  // Messages that an answer has put back into the inbox.
  void ReadAgain() {
    const auto fresh = bench_.In([](store::Rows& rows) { return rows.NewMessages(10); });
    for (const store::InboxRow& row : fresh) {
      bench_.Change([&](store::Rows& rows) {
        return ApplyProjected(rows, program_, InterpretRow(program_, row), bench_.clock.Now(),
                              applied_);
      });
    }
  }

  std::map<std::string, Stay> States() {
    std::map<std::string, Stay> states;
    for (Stay& stay : bench_.Stays()) states.emplace(stay.key, std::move(stay));
    return states;
  }

  // Each stay that was changed went from one state to another that the table has.
  void Judge(const std::string& event, const std::map<std::string, Stay>& before) {
    const discharge::TableRow& row = RowOf(event);
    const auto after = States();
    bool any = false;
    for (const auto& [key, stay] : after) {
      const auto former = before.find(key);
      const bool same = former != before.end() && former->second.generation == stay.generation;
      if (same) continue;
      any = true;
      const TableState from =
          discharge::TableStateOf(former == before.end() ? nullptr : &former->second);
      const TableState to = discharge::TableStateOf(&stay);
      const auto& cell = row.cells[static_cast<std::size_t>(from)];
      const bool allowed = std::find(cell.to.begin(), cell.to.end(), to) != cell.to.end();
      BOOST_TEST(allowed, row.events << " in " << discharge::Name(from) << " leads to "
                                     << discharge::Name(to) << ", which the table does not have");
      Seen().emplace(row.events, from);
    }
    if (any) return;
    // What changes no stay is a cell of every state that is there.
    Seen().emplace(row.events, TableState::kUnknown);
    for (const auto& [key, stay] : after)
      Seen().emplace(row.events, discharge::TableStateOf(&stay));
  }

  void Expect(const Line& line) {
    const std::vector<Stay> all = Sorted();
    std::size_t chosen = all.size();
    for (const std::string& word : line.words) {
      if (word.starts_with("stay=")) chosen = std::stoul(word.substr(5));
    }
    const Stay* stay = all.empty() ? nullptr : &all.at(chosen - 1);
    for (std::size_t i = 1; i < line.words.size(); ++i) Check(line.words[i], stay, all.size());
  }

  std::vector<Stay> Sorted() {
    auto all = bench_.Stays();
    std::sort(all.begin(), all.end(), [](const Stay& a, const Stay& b) { return a.key < b.key; });
    return all;
  }

  void Check(const std::string& word, const Stay* stay, std::size_t count) {
    const std::size_t equals = word.find('=');
    const std::string name = word.substr(0, equals);
    const std::string value = equals == std::string::npos ? "" : word.substr(equals + 1);
    const auto that = [&](bool holds, const std::string& found = "") {
      BOOST_TEST(holds, word << (found.empty() ? "" : ", but: " + found));
    };
    if (name == "stay") return;
    if (name == "unknown") return that(count == 0U);
    if (name == "stays") return that(count == std::stoul(value), std::to_string(count));
    if (name == "made") return that(made_ == std::stoi(value), std::to_string(made_));
    if (name == "duplicate") return that(duplicate_);
    if (name == "message") {
      const bool used = value == "used" && applied_.quarantine.empty();
      return that(used || Has(applied_.quarantine, value), model::CodesOf(applied_.quarantine));
    }
    if (name == "withdrawal") return that(last_withdraws_);
    if (name == "current") return that(made_ > 0 && !last_withdraws_);
    if (name == "delivery") return that(DeliveryState() == value, DeliveryState());
    if (name == "shows") return that(Shows(value));
    if (name == "shows-not") return that(!Shows(value));
    if (stay == nullptr) return that(false, "there is no stay");
    CheckStay(word, name, value, *stay);
  }

  void CheckStay(const std::string& word, const std::string& name, const std::string& value,
                 const Stay& stay) {
    const auto that = [&](bool holds, const std::string& found) {
      BOOST_TEST(holds, word << ", but: " << found);
    };
    if (name == "ward") {
      const std::string code = stay.ward ? stay.ward->code : "none";
      return that(code == value, code);
    }
    if (name == "held") {
      return that(value.empty() ? stay.IsQuarantined() : Has(stay.quarantine, value),
                  model::CodesOf(stay.quarantine));
    }
    if (name == "free") return that(!stay.IsQuarantined(), model::CodesOf(stay.quarantine));
    if (name == "note") return that(Has(stay.notes, value), model::CodesOf(stay.notes));
    if (name == "no-note") return that(!Has(stay.notes, value), model::CodesOf(stay.notes));
    if (name == "rev")
      return that(stay.revision == std::stoi(value), std::to_string(stay.revision));
    if (name == "nhs") {
      const std::string number =
          stay.patient.nhs_number ? stay.patient.nhs_number->Reveal() : std::string();
      return that(number == NumberOf(value), number);
    }
    if (name == "words") return that(WordsOf(stay) == Readable(value), WordsOf(stay));
    if (name == "start") return CheckTime(word, stay.start, value);
    if (name == "end") return CheckTime(word, stay.end, value);
    if (name == "due") return CheckTime(word, stay.due, value);
    const auto wanted = model::StayStateOf(name);
    BOOST_REQUIRE_MESSAGE(wanted.has_value(), "no such expectation: " << word);
    that(model::Name(stay.state) == name, std::string(model::Name(stay.state)));
  }

  // What is said in the stay so far, ";" between texts; "none" when nothing is.
  std::string WordsOf(const Stay& stay) {
    const auto texts = bench_.In([&](store::Rows& rows) {
      return rows.TextsOf(model::PatientKeys(stay.patient), *stay.start,
                          stay.end.value_or(bench_.clock.Now()));
    });
    std::string all;
    for (const model::ClinicalText& text : texts) {
      if (!all.empty()) all += ";";
      for (const model::TextLine& line : text.lines) all += line.answer.Reveal();
    }
    return all.empty() ? "none" : all;
  }

  [[nodiscard]] bool Shows(const std::string& value) const {
    return last_bundle_.find(Readable(value)) != std::string::npos;
  }
  static std::string Readable(std::string value) {
    std::replace(value.begin(), value.end(), '_', ' ');
    return value;
  }
  static bool Has(const std::vector<model::Issue>& issues, const std::string& code) {
    return std::any_of(issues.begin(), issues.end(),
                       [&](const model::Issue& issue) { return issue.code == code; });
  }
  void CheckTime(const std::string& word, const std::optional<Timestamp>& time,
                 const std::string& value) {
    const std::string found = time ? FormatDateTime(*time) : "none";
    const std::string wanted = value == "none" ? value : FormatDateTime(Moment(value));
    BOOST_TEST(found == wanted, word << " (" << wanted << "), but: " << found);
  }
  std::string DeliveryState() {
    const auto rows = bench_.In([](store::Rows& r) { return r.Deliveries(1); });
    return rows.empty() ? "none" : std::string(model::Name(rows.front().state));
  }

  // The last Bundle of a story that has several, for a judge beside the tests.
  void Keep(const std::string& name) {
    const char* folder = std::getenv("WARDBRIDGE_KEEP_STAYS");
    if (folder == nullptr || made_ < 2) return;
    std::string file;
    for (const char c : name) file.push_back(std::isalnum(static_cast<unsigned char>(c)) ? c : '-');
    std::filesystem::create_directories(folder);
    std::ofstream out(
        std::string(folder) + "/" + (last_withdraws_ ? "withdrawn-" : "") + file + ".json",
        std::ios::binary);
    out << last_bundle_;
  }

  const discharge::Program& program_;  // outlives this
  Workbench bench_;
  int control_id_ = 0;
  int made_ = 0;
  bool deliver_ = true;
  bool duplicate_ = false;
  bool last_withdraws_ = false;
  std::string last_bundle_;
  std::string last_message_;
  std::string last_trigger_;
  std::string last_feed_;
  std::optional<Timestamp> admitted_;
  Applied applied_;
};

// A ward whose stays end by the transfer off it, beside the one of all tests.
std::shared_ptr<const discharge::Program> MakeProgram() {
  discharge::Options options = test::WardSettings();
  discharge::WardOptions other = options.wards.front();
  other.codes = {"VW2"};
  other.name = "Frailty virtual ward";
  other.a02_exit_ends_stay = true;
  options.wards.push_back(std::move(other));
  std::vector<Fault> faults;
  auto program = discharge::Program::Compile(std::move(options), faults);
  BOOST_REQUIRE(program);
  return program;
}

}  // namespace

BOOST_AUTO_TEST_CASE(every_story_ends_as_it_is_told_and_every_cell_is_seen) {
  const auto program = MakeProgram();
  const std::vector<Scenario> all = Load();
  BOOST_TEST(all.size() >= 80U);
  for (const Scenario& scenario : all) {
    BOOST_TEST_CHECKPOINT(scenario.name);
    Theatre(*program).Play(scenario);
  }
  for (const discharge::TableRow& row : discharge::StateTable()) {
    for (const TableState from : discharge::kAllTableStates) {
      if (row.cells[static_cast<std::size_t>(from)].does == "-") continue;
      BOOST_TEST(Seen().contains({row.events, from}),
                 "no story has " << row.events << " in " << discharge::Name(from));
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::pipeline
