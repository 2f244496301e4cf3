// Who the patient of a spell is, told from its messages in order: corrections, merges and moved
// visits (spec/adt-life-cycle sections 5, 9 and 10).
#pragma once

#include <string>
#include <vector>

#include "model/event.h"
#include "model/stay.h"

namespace wardbridge::discharge {

class Identity {
 public:
  // False: the message names another NHS number and may not change it; the number stays.
  [[nodiscard]] bool Hear(const model::Event& event);

  // A patient may be merged into one that was merged before: to the end of the chain.
  void FollowMerges(const std::vector<model::AppliedMessage>& messages);

  [[nodiscard]] const model::PatientIds& ids() const { return ids_; }

 private:
  void Merge(const model::Event& event);

  model::PatientIds ids_;
};

// Whether two lists of model::PatientKeys have one in common.
[[nodiscard]] bool SharesKey(const std::vector<std::string>& one,
                             const std::vector<std::string>& other);

}  // namespace wardbridge::discharge
