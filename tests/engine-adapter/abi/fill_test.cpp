#include "engine-adapter/abi/fill.h"

#include <array>
#include <cstring>
#include <ostream>
#include <string>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

namespace wardbridge::abi {

BOOST_AUTO_TEST_SUITE(fill)

namespace {

wb_error Filled(const Failure& failure) {
  wb_error err;
  std::memset(&err, 'x', sizeof err);
  err.struct_size = sizeof err;
  Put(failure, &err);
  return err;
}

BOOST_AUTO_TEST_CASE(a_failure_fills_every_field) {
  const wb_error err = Filled({WB_E_IO, "io", "listener adt", "address in use"});
  BOOST_TEST(err.status == WB_E_IO);
  BOOST_TEST(err.code == "io");
  BOOST_TEST(err.where == "listener adt");
  BOOST_TEST(err.text == "address in use");
}

BOOST_AUTO_TEST_CASE(a_text_that_is_too_long_is_cut_and_ended) {
  const wb_error err =
      Filled({WB_E_IO, std::string(500, 'c'), std::string(500, 'w'), std::string(500, 't')});
  BOOST_TEST(std::strlen(err.code) == sizeof err.code - 1);
  BOOST_TEST(std::strlen(err.where) == sizeof err.where - 1);
  BOOST_TEST(std::strlen(err.text) == sizeof err.text - 1);
}

BOOST_AUTO_TEST_CASE(a_text_is_cut_between_characters) {
  // 30 bytes and a character of two: the first half of it must not stand alone at the end of
  // `code`.
  const wb_error err = Filled({WB_E_IO, std::string(30, 'c') + "\xC3\xA9", "", ""});
  BOOST_TEST(err.code == std::string(30, 'c'));
}

BOOST_AUTO_TEST_CASE(fields_beyond_struct_size_stay_untouched) {
  wb_error err;
  std::memset(&err, 'x', sizeof err);
  err.struct_size = offsetof(wb_error, where);
  Put({WB_E_IO, "io", "w", "t"}, &err);
  BOOST_TEST(err.code == "io");
  BOOST_TEST(err.where[0] == 'x');
  BOOST_TEST(err.text[0] == 'x');
}

BOOST_AUTO_TEST_CASE(a_null_error_is_fine) {
  BOOST_TEST(Put({WB_E_BUSY, "", "", ""}, nullptr) == WB_E_BUSY);
}

struct CodeCase {
  Code code;
  wb_status status;
};
std::ostream& operator<<(std::ostream& out, const CodeCase& c) { return out << Name(c.code); }

const std::array kCodes = {
    CodeCase{Code::kMalformed, WB_E_ARGUMENT},
    CodeCase{Code::kMissing, WB_E_ARGUMENT},
    CodeCase{Code::kUnsupported, WB_E_UNSUPPORTED},
    CodeCase{Code::kConflict, WB_E_STATE},
    CodeCase{Code::kNotFound, WB_E_ARGUMENT},
    CodeCase{Code::kIo, WB_E_IO},
    CodeCase{Code::kFull, WB_E_IO},
    CodeCase{Code::kBusy, WB_E_BUSY},
    CodeCase{Code::kTimeout, WB_E_TIMEOUT},
    CodeCase{Code::kClosed, WB_E_STATE},
    CodeCase{Code::kConfig, WB_E_CONFIG},
    CodeCase{Code::kDenied, WB_E_IO},
    CodeCase{Code::kInternal, WB_E_INTERNAL},
};

BOOST_DATA_TEST_CASE(every_code_has_its_status, boost::unit_test::data::make(kCodes), c) {
  BOOST_TEST(StatusOf(c.code) == c.status);
}

BOOST_AUTO_TEST_CASE(the_first_error_stands_for_all_faults) {
  std::vector<Fault> faults;
  faults.push_back({Fault::Severity::kWarning, "a.yaml", 1, 1, "warned", "w", "secret line"});
  faults.push_back(
      {Fault::Severity::kError, "a.yaml", 2, 5, "config.key.unknown", "no such key", ""});
  faults.push_back({Fault::Severity::kError, "a.yaml", 9, 1, "other", "o", ""});
  const Failure failure = FailureOf(faults);
  BOOST_TEST(failure.status == WB_E_CONFIG);
  BOOST_TEST(failure.code == "config.key.unknown");
  BOOST_TEST(failure.where == "a.yaml:2:5");
  BOOST_TEST(failure.text == "no such key");
}

BOOST_AUTO_TEST_CASE(a_fault_of_a_whole_file_has_no_line) {
  BOOST_TEST(FailureOf({{Fault::Severity::kError, "a.yaml", 0, 0, "c", "t", ""}}).where ==
             "a.yaml");
}

BOOST_AUTO_TEST_CASE(an_outcome_owns_its_bytes_until_it_is_released) {
  wb_outcome outcome{};
  outcome.struct_size = sizeof outcome;
  Put({engine::Disposition::kDuplicate, "ACK\r", "{}", "[]"}, outcome);
  BOOST_TEST(outcome.disposition == WB_D_DUPLICATE);
  BOOST_TEST(View(outcome.ack) == "ACK\r");
  BOOST_TEST(View(outcome.bundle) == "{}");
  BOOST_TEST(View(outcome.report) == "[]");
  Release(&outcome);
  BOOST_TEST(outcome.owner == nullptr);
  BOOST_TEST(outcome.ack.data == nullptr);
  BOOST_TEST(outcome.struct_size == sizeof outcome);
  Release(&outcome);
  Release(nullptr);
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::abi
