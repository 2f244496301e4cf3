// Thousands of random stays: whatever the order in which the messages of one arrive, the stay book
// comes to the same end, and to the one that a slow and obvious reading of the rules gives.
#include <algorithm>
#include <cstdlib>
#include <memory>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "core/discharge/stay_book.h"
#include "core/discharge/stay_fold.h"

namespace wardbridge::discharge {

BOOST_AUTO_TEST_SUITE(stay_fold_model)

namespace {

using model::Event;
using model::EventKind;
using model::Stay;
using model::StayState;

constexpr std::int64_t kStart = 1'792'000'000'000;  // an October in 2026
constexpr std::int64_t kMinute = 60'000;

Timestamp At(std::int64_t minute) { return Timestamp::FromUnixMs(kStart + minute * kMinute); }

struct Kind {
  EventKind kind;
  const char* trigger;
};
constexpr Kind kKinds[] = {{EventKind::kAdmitted, "A01"},
                           {EventKind::kMoved, "A02"},
                           {EventKind::kMoved, "A02"},
                           {EventKind::kDischarged, "A03"},
                           {EventKind::kDischarged, "A03"},
                           {EventKind::kUpdated, "A08"},
                           {EventKind::kAdmissionCancelled, "A11"},
                           {EventKind::kMoveCancelled, "A12"},
                           {EventKind::kDischargeCancelled, "A13"},
                           {EventKind::kPersonUpdated, "A31"},
                           {EventKind::kPatientMerged, "A40"}};

// The events of one spell in the order in which they happened.
class Generator {
 public:
  explicit Generator(std::uint64_t seed) : random_(seed) {}

  std::vector<Event> Make() {
    exit_ends_ = Chance(3);
    std::vector<Event> events;
    const int count = 2 + Below(8);
    for (int i = 0; i < count; ++i) events.push_back(Next(i + 1));
    return events;
  }
  std::mt19937_64& random() { return random_; }

 private:
  int Below(int bound) { return static_cast<int>(random_() % static_cast<std::uint64_t>(bound)); }
  bool Chance(int one_in) { return Below(one_in) == 0; }

  Event Next(int number) {
    const Kind& kind = kKinds[Below(static_cast<int>(std::size(kKinds)))];
    const std::int64_t minute = number * 10;
    Event event;
    event.kind = kind.kind;
    event.trigger = kind.trigger;
    event.inbox_id = number;
    event.feed = "pas";
    event.received = At(minute);
    event.occurred = At(minute);
    event.version = std::to_string(1'000 + number);
    event.patient.nhs_number = model::NhsNumber::Parse("9990000018");
    event.patient.local.emplace_back("L1|RXX");
    event.visit.spell_keys = {"RXX|V|V1|RXX"};
    event.visit.admitted = At(Chance(4) ? minute : 0);
    event.location_stated = event.kind != EventKind::kUpdated || Chance(2);
    event.a02_exit_ends_stay = exit_ends_;
    if (!Chance(3)) event.ward = model::Ward{"VW1", "Ward", "HH", 1, 0};
    if (event.kind == EventKind::kDischarged || (event.kind == EventKind::kUpdated && Chance(3))) {
      event.visit.discharged = At(minute - 5);
      event.discharge_method = std::to_string(1 + Below(3));
    }
    if (event.kind == EventKind::kPatientMerged) {
      event.merged.local.emplace_back("L" + std::to_string(1 + Below(2)) + "|RXX");
      event.patient.local = {Phi<std::string>("L3|RXX")};
      event.visit.spell_keys.clear();
      event.location_stated = false;
      event.ward.reset();
    }
    if (event.kind == EventKind::kPersonUpdated) {
      event.visit.spell_keys.clear();
      event.location_stated = false;
      event.ward.reset();
    }
    return event;
  }

  std::mt19937_64 random_;
  bool exit_ends_ = false;
};

// What a summary is made from, as text, for comparing.
std::string Facts(const Stay& stay) {
  const auto time = [](const std::optional<Timestamp>& t) {
    return t ? std::to_string((t->UnixMs() - kStart) / kMinute) : std::string("-");
  };
  std::ostringstream out;
  out << stay.key << ' ' << model::Name(stay.state) << " ward " << stay.ward.has_value() << " left "
      << stay.left_ward << " from " << time(stay.start) << " to " << time(stay.end) << " method "
      << stay.discharge_method << " due " << stay.due.has_value();
  for (const auto& reason : stay.quarantine) out << " held " << reason.code;
  for (const auto& note : stay.notes) out << " note " << note.code;
  for (const auto& key : model::PatientKeys(stay.patient)) out << ' ' << key;
  for (const auto& message : stay.messages) out << " m" << message.inbox_id;
  return out.str();
}

// Plays the events in the order given; the stays at the end. A merge and a person are kept and
// looked up as the pipeline does.
std::vector<Stay> Play(const std::vector<Event>& events) {
  std::vector<Stay> stays;
  std::vector<model::AppliedMessage> person;
  const Options options;
  for (const Event& event : events) {
    Known known;
    known.patient = stays;
    if (!event.visit.spell_keys.empty()) known.spell = stays;
    known.person = person;
    BookChange change = ApplyEvent(event, known, options);
    if (change.remember_person) {
      person.push_back(
          {event.inbox_id, event.trigger, event.version, std::make_shared<const Event>(event)});
    }
    for (Stay& stay : change.stays) {
      const auto known_stay = std::find_if(
          stays.begin(), stays.end(), [&](const Stay& other) { return other.key == stay.key; });
      if (known_stay == stays.end()) {
        stays.push_back(std::move(stay));
      } else {
        *known_stay = std::move(stay);
      }
    }
  }
  return stays;
}

// Stays of a spell that a later message left without a beginning are cancelled: they say nothing.
std::string Story(const std::vector<Event>& events) {
  std::string story;
  for (const Stay& stay : Play(events)) {
    const bool gone = stay.state == StayState::kCancelled && stay.ordinal > 1;
    if (!gone) story += Facts(stay) + "\n";
  }
  return story;
}

// The rules read one by one, each time from the beginning: slow, and without any memory.
class Reference {
 public:
  explicit Reference(const std::vector<Event>& events) {
    for (const Event& event : events) {
      if (event.kind == EventKind::kMoveCancelled) {
        const auto last = std::find_if(events_.rbegin(), events_.rend(),
                                       [](const Event& e) { return e.kind == EventKind::kMoved; });
        if (last != events_.rend()) events_.erase(std::next(last).base());
      } else {
        events_.push_back(event);
      }
    }
  }

  // After the first `count` events.
  [[nodiscard]] Phase PhaseAfter(std::size_t count) const {
    for (std::size_t i = count; i > 0; --i) {
      const Event& event = events_[i - 1];
      if (event.kind == EventKind::kAdmissionCancelled) return Phase::kCancelled;
      if (event.kind == EventKind::kAdmitted) return Phase::kOpen;
      if (event.kind == EventKind::kDischarged && Counts(i - 1)) return Phase::kEnded;
      if (event.kind == EventKind::kDischargeCancelled) {
        return PhaseAfter(i - 1) == Phase::kCancelled ? Phase::kCancelled : Phase::kOpen;
      }
    }
    return Phase::kOpen;
  }

  // The event says where the patient is, and that is heard.
  [[nodiscard]] bool Locates(std::size_t index) const {
    const Event& event = events_[index];
    if (!event.location_stated) return false;
    switch (event.kind) {
      case EventKind::kAdmitted:
        return true;
      case EventKind::kMoved:
      case EventKind::kUpdated:
        return PhaseAfter(index) == Phase::kOpen;
      case EventKind::kDischarged:
        return PhaseAfter(index) != Phase::kCancelled && !HasWard(index);
      default:
        return false;
    }
  }
  [[nodiscard]] bool HasWard(std::size_t count) const { return Entry(count).has_value(); }
  // The event that brought the patient to the virtual ward first.
  [[nodiscard]] std::optional<std::size_t> Entry(std::size_t count) const {
    for (std::size_t i = 0; i < count; ++i) {
      if (events_[i].ward && Locates(i)) return i;
    }
    return std::nullopt;
  }
  [[nodiscard]] bool HasLeft(std::size_t count) const {
    for (std::size_t i = count; i > 0; --i) {
      const Event& event = events_[i - 1];
      if (!Locates(i - 1)) continue;
      if (event.ward) return false;
      if (event.kind == EventKind::kMoved && HasWard(i - 1)) return true;
    }
    return false;
  }
  // A discharge from the virtual ward, of a stay that may end.
  [[nodiscard]] bool Counts(std::size_t index) const {
    const Event& event = events_[index];
    if (PhaseAfter(index) == Phase::kCancelled) return false;
    if (!HasWard(index + 1) || HasLeft(index)) return false;
    return !event.location_stated || event.ward.has_value();
  }

  [[nodiscard]] std::string Said() const {
    const std::size_t count = events_.size();
    std::string text;
    const Phase phase = PhaseAfter(count);
    text += phase == Phase::kCancelled ? "cancelled" : phase == Phase::kEnded ? "pending" : "open";
    text += HasWard(count) ? " ward" : "";
    if (phase != Phase::kEnded) return text;
    std::size_t discharge = count - 1;
    while (events_[discharge].kind != EventKind::kDischarged || !Counts(discharge)) --discharge;
    Timestamp end = *events_[discharge].visit.discharged;
    for (std::size_t i = discharge; i < count; ++i) {
      const bool update = events_[i].kind == EventKind::kUpdated;
      if (update && events_[i].visit.discharged) end = *events_[i].visit.discharged;
    }
    return text + " to " + std::to_string((end.UnixMs() - kStart) / kMinute);
  }

 private:
  std::vector<Event> events_;
};

std::string Said(const Stay& stay) {
  std::string text(model::Name(stay.state));
  text += stay.ward ? " ward" : "";
  if (stay.state != StayState::kPending) return text;
  return text + " to " + std::to_string((stay.end->UnixMs() - kStart) / kMinute);
}

// A tenth of them with a sanitizer, which makes each take ten times as long.
std::uint64_t Seeds() {
#if defined(__SANITIZE_ADDRESS__)
  constexpr std::uint64_t kSeeds = 1'000;
#else
  constexpr std::uint64_t kSeeds = 10'000;
#endif
  const char* wanted = std::getenv("WARDBRIDGE_SEEDS");
  return wanted == nullptr ? kSeeds : std::strtoull(wanted, nullptr, 10);
}

std::string Sequence(const std::vector<Event>& events) {
  std::string text;
  for (const Event& event : events) {
    text += event.trigger + (event.ward ? "v" : "") + "#" + std::to_string(event.inbox_id) + " ";
  }
  return text;
}

}  // namespace

BOOST_AUTO_TEST_CASE(any_order_of_arrival_comes_to_the_same_stays) {
  std::size_t ended = 0;
  for (std::uint64_t seed = 1; seed <= Seeds(); ++seed) {
    Generator generator(seed);
    std::vector<Event> events = generator.Make();
    const bool has_visit = std::any_of(events.begin(), events.end(), [](const Event& event) {
      return !event.visit.spell_keys.empty();
    });
    if (!has_visit) continue;
    const std::string in_order = Story(events);
    ended += in_order.find("pending") != std::string::npos ? 1 : 0;
    std::vector<Event> shuffled = events;
    std::shuffle(shuffled.begin(), shuffled.end(), generator.random());
    const std::string out_of_order = Story(shuffled);
    BOOST_TEST_REQUIRE(in_order == out_of_order, "seed " << seed << ": " << Sequence(shuffled)
                                                         << "gives\n"
                                                         << out_of_order << "wanted\n"
                                                         << in_order);
  }
  BOOST_TEST(ended > Seeds() / 10);  // enough of them end in a summary
}

BOOST_AUTO_TEST_CASE(the_end_is_the_one_of_the_rules_read_one_by_one) {
  std::size_t compared = 0;
  for (std::uint64_t seed = 1; seed <= Seeds(); ++seed) {
    Generator generator(seed);
    std::vector<Event> events = generator.Make();
    const bool exits = std::any_of(events.begin(), events.end(),
                                   [](const Event& event) { return event.a02_exit_ends_stay; });
    if (exits) continue;  // a spell of several stays: the other test has those
    std::vector<Event> shuffled = events;
    std::shuffle(shuffled.begin(), shuffled.end(), generator.random());
    const std::vector<Stay> stays = Play(shuffled);
    if (stays.empty()) continue;
    BOOST_TEST_REQUIRE(stays.size() == 1U);
    BOOST_TEST_REQUIRE(Said(stays.front()) == Reference(events).Said(),
                       "seed " << seed << ": " << Sequence(events) << " is " << Said(stays.front())
                               << ", wanted " << Reference(events).Said());
    ++compared;
  }
  BOOST_TEST(compared > Seeds() / 3);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::discharge
