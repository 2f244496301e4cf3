// Who the patient of a spell is, told from its messages in order: corrections, merges and moved
// visits (spec/adt-life-cycle sections 5, 9 and 10).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/discharge/answers.h"
#include "model/event.h"
#include "model/stay.h"

namespace wardbridge::discharge {

// What of a message counts.
enum class Heard {
  kTaken,          // all
  kAnotherNumber,  // it names another NHS number and may not change it: nothing of the person
  kLeftOut,        // nothing: a person said so
};

class Identity {
 public:
  // `answers` must outlive this object.
  explicit Identity(const Answers& answers) : answers_(answers) {}

  [[nodiscard]] Heard Hear(const model::Event& event);

  // A patient may be merged into one that was merged before: to the end of the chain.
  void FollowMerges(const std::vector<model::AppliedMessage>& messages);

  [[nodiscard]] const model::PatientIds& ids() const { return ids_; }

 private:
  void Merge(const model::Event& event);
  [[nodiscard]] bool NamesAnother(const model::Event& event) const;

  const Answers& answers_;
  model::PatientIds ids_;
};

// Messages of a stay that are not about its patient, by inbox id.
struct Foreign {
  std::vector<std::int64_t> of_visit_only;  // nothing that they say of the person is used
  std::vector<std::int64_t> left_out;       // nothing at all
};
[[nodiscard]] Foreign ForeignOf(const model::Stay& stay);

// Whether the NHS number of `event`, which `stay` has taken, is known in another spell of `patient`
// with another birth date, and nobody has said that both are the same patient (section 9).
[[nodiscard]] bool HasOtherBirthDate(const model::Event& event, const model::Stay& stay,
                                     const std::vector<model::Stay>& patient);

// Whether two lists of model::PatientKeys have one in common.
[[nodiscard]] bool SharesKey(const std::vector<std::string>& one,
                             const std::vector<std::string>& other);

}  // namespace wardbridge::discharge
