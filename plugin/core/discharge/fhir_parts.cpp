// FHIR content split into parts, and a part read: see measured_part.h.
#include <map>
#include <set>
#include <utility>

#include "core/discharge/fhir_content.h"
#include "core/discharge/fhir_patient.h"
#include "core/discharge/fhir_text.h"
#include "core/discharge/measured_part.h"

namespace wardbridge::discharge {
namespace {

using fhir::Node;

// Resources that others only refer to are copied into a part up to this size.
constexpr std::size_t kSupportBytes = 64U << 10U;

struct Owned {
  std::size_t index = 0;
  model::PatientIds patient;
};

bool IsText(const FhirResource& resource) {
  return resource.type == "QuestionnaireResponse" || resource.type == "Communication";
}

// What one content says, each resource with its patient.
class FhirReader {
 public:
  FhirReader(const std::vector<FhirResource>& resources, const FeedOptions& feed,
             Timestamp received, std::int64_t inbox_id, ToldProblems& problems)
      : resources_(resources),
        references_(resources),
        problems_(problems),
        patients_(references_, feed, problems),
        context_{references_, feed, received, inbox_id, SetsOf(references_, feed)} {
    for (std::size_t i = 0; i < resources_.size(); ++i) {
      // A panel that is a reading itself has a part of its own.
      if (resources_[i].type != "Observation" || IsRead(resources_[i])) continue;
      for (const std::size_t member : MembersOfPanel(references_, resources_[i])) {
        panel_of_.emplace(member, i);
      }
    }
  }

  // The resources that are read, in their order.
  std::vector<Owned> Sort() {
    std::vector<Owned> owned;
    for (std::size_t i = 0; i < resources_.size(); ++i) {
      const FhirResource& resource = resources_[i];
      if (resource.type == "Patient") continue;
      if (!IsRead(resource)) {
        ++passed_over_;
        continue;
      }
      if (auto patient = patients_.SubjectOf(resource)) owned.push_back({i, std::move(*patient)});
    }
    return owned;
  }

  void Read(const Owned& owned, MeasuredPart& part) {
    const FhirResource& resource = resources_[owned.index];
    if (IsText(resource)) {
      ReadFhirText(resource, owned.patient, context_, part.texts, problems_);
    } else {
      ReadObservation(owned.index, owned.patient, context_, part.readings, problems_);
    }
  }

  // What a resource needs to be read by itself.
  [[nodiscard]] std::set<std::size_t> SupportOf(const Owned& owned) const {
    const FhirResource& resource = resources_[owned.index];
    std::set<std::size_t> support;
    const auto add = [&](const Node& reference) {
      for (const std::size_t index : references_.Find(reference, resource)) {
        if (!IsRead(resources_[index])) support.insert(index);
      }
    };
    for (const char* name : {"subject", "device", "author", "source", "sender"}) {
      add(resource.node[name]);
    }
    for (const Node& performer : resource.node["performer"].Items()) add(performer);
    for (const std::size_t index :
         references_.FindCanonical(resource.node["questionnaire"].View(), resource)) {
      support.insert(index);
    }
    const auto panel = panel_of_.find(owned.index);
    if (panel != panel_of_.end()) support.insert(panel->second);
    return support;
  }

  [[nodiscard]] std::size_t passed_over() const { return passed_over_; }

 private:
  [[nodiscard]] bool IsRead(const FhirResource& resource) const {
    return IsText(resource) ||
           (resource.type == "Observation" && SpeaksOfVital(resource, context_.feed));
  }

  const std::vector<FhirResource>& resources_;  // outlives this: it lives during one call
  FhirReferences references_;
  ToldProblems& problems_;
  FhirPatients patients_;
  FhirReadingContext context_;
  std::map<std::size_t, std::size_t> panel_of_;
  std::size_t passed_over_ = 0;
};

// Of a Patient, what is read of it: names and photographs may be large.
std::string Shortened(const FhirResource& patient) {
  std::string text = R"({"resourceType":"Patient")";
  for (const char* name : {"id", "identifier", "birthDate"}) {
    const std::string_view value = RawMember(patient.node, patient.bytes, name);
    if (!value.empty()) text.append(",\"").append(name).append("\":").append(value);
  }
  return text + "}";
}

// The parts of one content, one after another.
class Splitter {
 public:
  Splitter(const std::vector<FhirResource>& resources, FhirReader& reader, ToldProblems& problems)
      : resources_(resources), reader_(reader), problems_(problems) {}

  void Add(const std::vector<const Owned*>& all, SplitContent& split) {
    for (const Owned* owned : all) {
      reader_.Read(*owned, read_);
      wanted_.insert(owned->index);
      bytes_ += resources_[owned->index].bytes.size();
      for (const std::size_t index : reader_.SupportOf(*owned)) wanted_.insert(index);
      if (++count_ == kMostInPart || bytes_ >= kPartBytes) Close(split);
    }
    Close(split);
  }

 private:
  void Close(SplitContent& split) {
    if (!read_.readings.empty() || !read_.texts.empty()) split.parts.push_back(Bundle());
    split.readings += read_.readings.size();
    split.texts += read_.texts.size();
    read_ = {};
    wanted_.clear();
    count_ = 0;
    bytes_ = 0;
  }

  [[nodiscard]] std::string Bundle() {
    std::string text = R"({"resourceType":"Bundle","type":"collection","entry":[)";
    bool first = true;
    for (const std::size_t index : wanted_) {
      const FhirResource& resource = resources_[index];
      std::string shortened;
      if (!IsMain(resource) && resource.bytes.size() > kSupportBytes) {
        if (resource.type != "Patient") {
          problems_.Warn("fhir.too-large", resource.place,
                         "only referred to, and larger than 64 KiB: left out");
          continue;
        }
        shortened = Shortened(resource);
      }
      text += first ? "{" : ",{";
      first = false;
      if (!resource.url_json.empty()) {
        text.append("\"fullUrl\":").append(resource.url_json).append(",");
      }
      text.append("\"resource\":");
      text.append(shortened.empty() ? resource.bytes : std::string_view(shortened)).append("}");
    }
    return text + "]}";
  }

  [[nodiscard]] static bool IsMain(const FhirResource& resource) {
    return resource.type == "Observation" || IsText(resource);
  }

  const std::vector<FhirResource>& resources_;  // all outlive this: it lives during one call
  FhirReader& reader_;
  ToldProblems& problems_;
  MeasuredPart read_;
  std::set<std::size_t> wanted_;
  std::size_t count_ = 0;
  std::size_t bytes_ = 0;
};

}  // namespace

SplitContent SplitFhir(std::string_view content, const FeedOptions& feed, Timestamp now,
                       ToldProblems& problems) {
  SplitContent split;
  const FhirContent read = ReadFhirContent(content, problems);
  split.reason = read.reason;
  if (!read.reason.empty()) return split;
  FhirReader reader(read.resources, feed, now, 0, problems);
  const std::vector<Owned> all = reader.Sort();
  split.passed_over = reader.passed_over();
  // In the order in which the patients first come.
  std::map<std::pair<std::size_t, std::string>, std::size_t> place;
  std::vector<std::vector<const Owned*>> patients;
  for (const Owned& owned : all) {
    const auto key = std::pair(read.resources[owned.index].scope, PersonKey(owned.patient));
    const auto [at, added] = place.emplace(key, patients.size());
    if (added) patients.emplace_back();
    patients[at->second].push_back(&owned);
  }
  Splitter splitter(read.resources, reader, problems);
  for (const std::vector<const Owned*>& of_one : patients) splitter.Add(of_one, split);
  return split;
}

MeasuredPart ReadFhirPart(std::string_view bytes, const FeedOptions& feed, Timestamp received,
                          std::int64_t inbox_id, ToldProblems& problems) {
  MeasuredPart part;
  const FhirContent read = ReadFhirContent(bytes, problems);
  part.reason = read.reason;
  if (!read.reason.empty()) return part;
  FhirReader reader(read.resources, feed, received, inbox_id, problems);
  for (const Owned& owned : reader.Sort()) {
    if (!part.patient) part.patient = owned.patient;
    if (PersonKey(*part.patient) != PersonKey(owned.patient)) part.several_patients = true;
    reader.Read(owned, part);
  }
  return part;
}

}  // namespace wardbridge::discharge
