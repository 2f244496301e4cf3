// A stay of three days that is due, as the pipeline loads it: what tests of summaries begin with.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "core/discharge/discharge.h"
#include "tests/support/virtual_ward.h"

namespace wardbridge::test {

inline const Timestamp kStart = Instant("2026-10-20T09:00:00+01:00");
inline const Timestamp kEnd = Instant("2026-10-23T15:50:00+01:00");

// The readings of a complete set of observations, as the projector stores them.
inline std::vector<model::Reading> ReadingsAt(const std::string& time, const std::string& pulse,
                                              std::int64_t inbox_id = 10,
                                              const std::string& status = "F") {
  const discharge::StoredMessage message{inbox_id, "R01", "rpm",
                                         ReadingsMessage("R", time, pulse, status)};
  discharge::Interpreted meaning = WardProgram().Interpret(message, kEnd);
  BOOST_REQUIRE(meaning.events.size() == 1U);
  BOOST_REQUIRE(meaning.events.front().readings.size() == 8U);
  return meaning.events.front().readings;
}

// A stay of three days with one set of observations on its second day.
inline discharge::AssembleRequest Request() {
  discharge::AssembleRequest request;
  model::Stay& stay = request.stay;
  stay.spell_key = "RXX|V|V1|RXX";
  stay.key = stay.spell_key + "#1";
  stay.feed = "pas";
  stay.patient.nhs_number = model::NhsNumber::Parse("9990000018");
  stay.patient.local.emplace_back("L1|RXX");
  stay.patient.birth_date = Phi<std::string>("19440229");
  stay.state = model::StayState::kPending;
  stay.ward = model::Ward{"VW1", "Respiratory virtual ward", "HH", 1, 0};
  stay.start = stay.admitted = kStart;
  stay.end = kEnd;
  stay.discharge_method = "1";
  stay.discharge_destination = "19";
  request.messages = {{1, "A01", "pas", AdmitMessage()}, {2, "A03", "pas", DischargeMessage()}};
  request.readings = ReadingsAt("20261021080000", "72");
  request.due = Instant("2026-10-23T16:15:00+01:00");
  return request;
}

}  // namespace wardbridge::test
