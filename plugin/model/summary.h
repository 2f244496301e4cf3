// Everything one care record summary is made from: the input of the mapping, the document and the
// check.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/timestamp.h"
#include "model/clinical_text.h"
#include "model/issue.h"
#include "model/person.h"
#include "model/reading.h"
#include "model/score.h"
#include "model/stay.h"

namespace wardbridge::model {

// A value. All times are instants; what is shown is Europe/London.
struct Summary {
  Stay stay;  // start, end and ward are set
  Person person;
  Organisation organisation;
  int revision = 1;
  Timestamp due;  // the one date of the revision: lastUpdated, date, creation and the date on the
                  // document

  std::vector<Reading> readings;  // inside [start, end], by time, then Vital, then key; one a key
  std::vector<ObservationSet> sets;  // by time; made of `readings` only
  std::vector<Reading> after_end;    // within the ward's grace: document only
  std::vector<ClinicalText> texts;   // inside [start, end], by time, then key
  std::vector<Issue> notes;  // what is missing or doubtful, in words for the reader of the document

  std::vector<std::string>
      general_practice;  // name and code lines from PD1, for the document; may be empty
};

// The rendered document. `bytes` is patient data.
struct Document {
  std::string bytes;  // the PDF
  std::string title;
  Timestamp created;
  int pages = 0;
};

}  // namespace wardbridge::model
