// A virtual ward for tests: the settings of a small trust with the shipped mapping, and the
// messages of one stay.
#pragma once

#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "base/fault.h"
#include "core/discharge/discharge.h"

namespace wardbridge::test {

// The mapping that is shipped, as engine/config reads it.
inline mapping::PackFiles ShippedMapping() {
  const auto folder = std::filesystem::path(WARDBRIDGE_SOURCE_DIR) / "mappings/uk-virtual-ward";
  mapping::PackFiles pack;
  pack.root = "mappings/uk-virtual-ward";
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream in(entry.path(), std::ios::binary);
    pack.files[std::filesystem::relative(entry.path(), folder).generic_string()] =
        std::string(std::istreambuf_iterator<char>(in), {});
  }
  return pack;
}

// Trust RXX with ward VW1; feed "pas" sends the visits and feed "rpm" the readings.
inline discharge::Options WardSettings() {
  discharge::Options options;
  options.organisation = {"RXX", "Example NHS Foundation Trust", "0300 555 0199"};
  for (const char* name : {"pas", "rpm"}) options.feeds[name].name = name;
  options.feeds["rpm"].local_texts["NOTE1"] = {model::TextKind::kNote, ""};
  discharge::WardOptions ward;
  ward.sender = "RXX";
  ward.codes = {"VW1"};
  ward.name = "Respiratory virtual ward";
  options.wards = {ward};
  options.pack = ShippedMapping();
  return options;
}

// The mapping is compiled once for all tests of a binary. Throws when it cannot be.
inline const discharge::Program& WardProgram() {
  static const std::shared_ptr<const discharge::Program> kProgram = [] {
    std::vector<Fault> faults;
    auto program = discharge::Program::Compile(WardSettings(), faults);
    if (!program) throw std::runtime_error("the shipped mapping does not compile");
    return program;
  }();
  return *kProgram;
}

// One message about the patient on the ward, with places for what a test changes. Times are
// London's.
struct AdtParts {
  std::string trigger = "A03";
  std::string control_id = "C3";
  std::string occurred = "20261023160000";
  std::string nhs_number = "9990000018";
  std::string local_number = "L1";
  std::string death_time;  // PID-29
  std::string visit = "V1";
  std::string method = "1";
  std::string destination = "19";
  std::string admitted = "20261020090000";
  std::string discharged = "20261023155000";
};

inline std::string Adt(const AdtParts& p) {
  return "MSH|^~\\&|PAS|RXX|TIE|RXX|" + p.occurred + "||ADT^" + p.trigger + "|" + p.control_id +
         "|P|2.4\rEVN||" + p.occurred + "\rPID|1||" + p.nhs_number + "^^^NHS~" + p.local_number +
         "^^^RXX^MR||Samplesby^Edith^Ann^^Mrs^^L||19440229|2|||1 Nowhere Lane^^Sampleton^^ZZ99 "
         "3VZ^^H" +
         std::string(18, '|') + p.death_time + "\rPV1|1|I|RXX^VW1^^RXX" + std::string(16, '|') +
         p.visit + "^^^RXX" + std::string(17, '|') + p.method + "|" + p.destination +
         std::string(7, '|') + p.admitted + "|" + p.discharged + "\r";
}

inline std::string AdmitMessage() {
  AdtParts parts;
  parts.trigger = "A01";
  parts.control_id = "C1";
  parts.occurred = "20261020090100";
  parts.method = parts.destination = parts.discharged = "";
  return Adt(parts);
}

inline std::string DischargeMessage() { return Adt({}); }

// A complete set of observations at `time`; the pulse is what tests tell sets apart by.
inline std::string ReadingsMessage(const std::string& control_id, const std::string& time,
                                   const std::string& pulse, const std::string& status = "F",
                                   const std::string& nhs_number = "9990000018") {
  const auto obx = [&](const std::string& type, const std::string& code, const std::string& value,
                       const std::string& unit) {
    return "OBX||" + type + "|" + code + "||" + value + "|" + unit + "|||||" + status + "\r";
  };
  return "MSH|^~\\&|RPM|RXX|TIE|RXX|" + time + "||ORU^R01^ORU_R01|" + control_id +
         "|P|2.4\rPID|1||" + nhs_number + "^^^NHS\rOBR|1||F" + time + "^RPM|VITALS|||" + time +
         "\r" + obx("NM", "9279-1^^LN", "16", "/min") + obx("NM", "59408-5^^LN", "97", "%") +
         obx("ST", "722742002^^SCT", "Yes", "") + obx("NM", "8480-6^^LN", "128", "mm[Hg]") +
         obx("NM", "8462-4^^LN", "78", "mm[Hg]") + obx("NM", "8867-4^^LN", pulse, "/min") +
         obx("CE", "1104441000000107^^SCT", "248234008^^SCT", "") +
         obx("NM", "8310-5^^LN", "36.8", "Cel");
}

// An instant as text, for the clocks of tests.
inline Timestamp Instant(const std::string& text) {
  const auto time = ParseInstant(text);
  if (!time) throw std::runtime_error("no instant: " + text);
  return *time;
}

}  // namespace wardbridge::test
