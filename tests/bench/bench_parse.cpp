// How long an intake works on one message: parsing an ITK A03 of 884 bytes, reading the 24 fields
// it asks for, checking the NHS number and building the acknowledgement; beside a memchr scan and a
// copy of the same bytes in the same run.
#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "core/hl7/acknowledgement.h"
#include "core/hl7/identifiers.h"
#include "core/hl7/message.h"

namespace {

using wardbridge::Timestamp;
namespace hl7 = wardbridge::hl7;

constexpr std::string_view kMessage =
    "MSH|^~\\&|WARDVIEW|RXX01|TIE|RXX|20261027101503+0000||ADT^A03^ADT_A03|WV00004711-8842|P|2.4|"
    "88|"
    "|AL|NE|GBR|UNICODE|EN||ITKv1.0\r"
    "EVN||20261027101502|||U12^Okafor^Ngozi^^^^^^RXX|20261027100000\r"
    "PID|1||9990000018^^^NHS~RXX4471120^^^RXX^MR||Harrington-Smythe^Margaret^Rose^^Mrs^^L||"
    "19440229|2|"
    "||14 Old Mill Lane^Little Hadley^Framlingham^Suffolk^IP13 9ZZ^GBR^H||01632960118^PRN^PH|"
    "01632960842^WPN^PH|EN|M|C22|||||A||||||||N|||||01\r"
    "PD1|||FRAMLINGHAM SURGERY^^Y06601|G5612908^Townley^Gregory^^^Dr^^^GMC\r"
    "PV1|1|I|VWF1^VWARD07^B02^RXX^^^^^VIRTUAL FRAILTY "
    "WARD|21|||C3456789^Adeyemi^Tunde^^^Dr^^^GMC|||"
    "430||||19|||C3456789^Adeyemi^Tunde^^^Dr^^^GMC|INP|VW2026-000931^^^RXX|||||||||||||||||1|19|||"
    "RXX||||20261020171600|20261027100000|||||884213\r"
    "PV2|||^Frailty crisis|||||20261020|20261027|7||remote monitoring\r"
    "ZU1|20261020150000|1|20261020|20261020171600|20261027100000|430||||||||||||||||20261027|0\r";
static_assert(kMessage.size() == 884);

struct Place {
  std::string_view segment;
  std::size_t field;
  std::size_t component;
};

constexpr std::array<Place, 24> kPlaces = {{
    {"MSH", 3, 1},  {"MSH", 4, 1},  {"MSH", 7, 1},  {"MSH", 9, 1},  {"MSH", 9, 2},  {"MSH", 10, 1},
    {"MSH", 11, 1}, {"MSH", 12, 1}, {"MSH", 13, 1}, {"EVN", 2, 1},  {"EVN", 6, 1},  {"PID", 5, 1},
    {"PID", 7, 1},  {"PID", 8, 1},  {"PID", 29, 1}, {"PID", 30, 1}, {"PV1", 2, 1},  {"PV1", 3, 1},
    {"PV1", 3, 2},  {"PV1", 19, 1}, {"PV1", 36, 1}, {"PV1", 37, 1}, {"PV1", 44, 1}, {"PV1", 45, 1},
}};

// What one message costs. The sum keeps the compiler from leaving anything out.
std::size_t Work(const hl7::AckRequest& request) {
  const auto message = hl7::Message::Parse(std::string(kMessage));
  if (!message) std::abort();
  std::size_t sum = 0;
  for (const Place& place : kPlaces) {
    sum += message->Get(place.segment, place.field).Component(place.component).Text().size();
  }
  const hl7::PatientNumbers numbers = hl7::FindPatientNumbers(*message);
  if (numbers.nhs_numbers.size() != 1) std::abort();
  return sum + hl7::Acknowledge(*message, request).size();
}

std::size_t Baseline(std::vector<char>& copy) {
  std::size_t separators = 0;
  const char* at = kMessage.data();
  const char* const end = at + kMessage.size();
  while ((at = static_cast<const char*>(
              std::memchr(at, '|', static_cast<std::size_t>(end - at)))) != nullptr) {
    ++separators;
    ++at;
  }
  std::memcpy(copy.data(), kMessage.data(), kMessage.size());
  return separators + static_cast<unsigned char>(copy[separators]);
}

// The best of several runs: what the machine can do when nobody else asks it for anything.
template <typename Function>
double NanosecondsEach(Function&& function) {
  constexpr int kRuns = 15;
  constexpr int kRounds = 20'000;
  double best = 1e12;
  volatile std::size_t sink = 0;
  for (int run = 0; run < kRuns; ++run) {
    const auto start = std::chrono::steady_clock::now();
    for (int round = 0; round < kRounds; ++round) sink = sink + function();
    const std::chrono::duration<double, std::nano> took = std::chrono::steady_clock::now() - start;
    best = std::min(best, took.count() / kRounds);
  }
  return best;
}

}  // namespace

int main() {
  hl7::AckRequest request;
  request.now = Timestamp::FromUnixMs(1'792'750'503'000);
  request.control_id = "wb-0000000001";
  std::vector<char> copy(kMessage.size());
  const double ours = NanosecondsEach([&] { return Work(request); });
  const double baseline = NanosecondsEach([&] { return Baseline(copy); });
  std::printf(
      "{\"bench\":\"parse\",\"ns_per_message\":%.0f,\"baseline_ns\":%.0f,\"ratio\":%.2f,"
      "\"goal_ns\":1000,\"bytes\":%zu}\n",
      ours, baseline, ours / baseline, kMessage.size());
  return 0;
}
