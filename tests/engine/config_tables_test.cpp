#include "engine/config_tables.h"

#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

namespace wardbridge::engine {

BOOST_AUTO_TEST_SUITE(config_tables)

namespace {

const CsvShape kPair{{"source", "target"}, {"note"}};

std::string FirstFault(const std::vector<Fault>& faults) {
  return faults.empty() ? "" : faults.front().Text(false);
}

BOOST_AUTO_TEST_CASE(columns_may_stand_in_any_order) {
  std::vector<Fault> faults;
  const auto rows = ReadCsv("target,note,source\nb,,a\n", "t.csv", kPair, faults);
  BOOST_TEST(FirstFault(faults) == "");
  BOOST_TEST_REQUIRE(rows.size() == 1U);
  BOOST_TEST(rows[0]["source"].text == "a");
  BOOST_TEST(rows[0]["target"].text == "b");
}

BOOST_AUTO_TEST_CASE(quotes_commas_line_ends_and_a_byte_order_mark_are_read) {
  std::vector<Fault> faults;
  const auto rows = ReadCsv("\xEF\xBB\xBFsource,target\r\n\"a,\"\"b\"\"\", c \r\n\r\n,\r\nd,e",
                            "t.csv", kPair, faults);
  BOOST_TEST(FirstFault(faults) == "");
  BOOST_TEST_REQUIRE(rows.size() == 2U);
  BOOST_TEST(rows[0]["source"].text == "a,\"b\"");
  BOOST_TEST(rows[0]["target"].text == "c");
  BOOST_TEST(rows[1]["source"].line == 5);
}

BOOST_AUTO_TEST_CASE(an_unknown_column_gets_a_suggestion) {
  std::vector<Fault> faults;
  (void)ReadCsv("source,targte\na,b\n", "t.csv", kPair, faults);
  BOOST_TEST(FirstFault(faults) ==
             "t.csv:1:8: error table.column.unknown: unknown column; did you mean 'target'?");
  BOOST_TEST_REQUIRE(faults.size() == 2U);
  BOOST_TEST(faults[1].code == "table.column.missing");
}

BOOST_AUTO_TEST_CASE(a_row_with_too_many_values_has_its_line) {
  std::vector<Fault> faults;
  (void)ReadCsv("source,target\na,b\nc,d,e\n", "t.csv", kPair, faults);
  BOOST_TEST(FirstFault(faults) == "t.csv:3:1: error table.row: 3 values, but 2 columns");
}

BOOST_AUTO_TEST_CASE(an_empty_required_cell_has_its_column) {
  std::vector<Fault> faults;
  (void)ReadCsv("source,target\nabc,\n", "t.csv", kPair, faults);
  BOOST_TEST(FirstFault(faults) == "t.csv:2:5: error table.value.empty: target is empty");
}

BOOST_AUTO_TEST_CASE(an_open_quote_is_a_fault_and_reading_ends) {
  std::vector<Fault> faults;
  (void)ReadCsv("source,target\n\"abc,d\n", "t.csv", kPair, faults);
  BOOST_TEST(faults.front().code == "table.quote");
}

BOOST_AUTO_TEST_CASE(an_empty_file_lacks_its_columns) {
  std::vector<Fault> faults;
  (void)ReadCsv("", "t.csv", kPair, faults);
  BOOST_TEST(faults.size() == 2U);
}

BOOST_AUTO_TEST_CASE(bytes_that_are_not_utf8_are_refused) {
  std::vector<Fault> faults;
  (void)ReadCsv("source,target\n\xFF,b\n", "t.csv", kPair, faults);
  BOOST_TEST(faults.front().code == "table.encoding");
}

BOOST_AUTO_TEST_CASE(observations_name_a_vital_and_perhaps_a_code) {
  std::vector<Fault> faults;
  const auto table = ReadObservationTable(
      "source,target,snomed\nrr_local,respiratory-rate,\nTEMP,temperature,415974002\n", "o.csv",
      faults);
  BOOST_TEST(FirstFault(faults) == "");
  BOOST_TEST((table.at("RR_LOCAL").vital == model::Vital::kRespiration));
  BOOST_TEST(table.at("RR_LOCAL").snomed == "");
  BOOST_TEST(table.at("TEMP").snomed == "415974002");
}

BOOST_AUTO_TEST_CASE(a_code_may_mean_both_pressures_at_once) {
  std::vector<Fault> faults;
  const auto table =
      ReadObservationTable("source,target,snomed\nNIBP,blood-pressure,\n", "o.csv", faults);
  BOOST_TEST(FirstFault(faults) == "");
  BOOST_TEST(table.at("NIBP").is_pressure);
  (void)ReadObservationTable("source,target,snomed\nNIBP,blood-pressure,75367002\n", "o.csv",
                             faults);
  BOOST_TEST(FirstFault(faults).find("table.value.snomed") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(texts_name_a_kind_and_perhaps_a_title) {
  std::vector<Fault> faults;
  const auto table = ReadTextTable(
      "source,target,title\nnote1,note,\nCALL,message,Telephone call\nQ1,questionnaire,\n", "t.csv",
      faults);
  BOOST_TEST(FirstFault(faults) == "");
  BOOST_TEST_REQUIRE(table.size() == 3U);
  BOOST_TEST((table.at("NOTE1").kind == model::TextKind::kNote));
  BOOST_TEST((table.at("CALL").kind == model::TextKind::kMessage));
  BOOST_TEST(table.at("CALL").title == "Telephone call");
  BOOST_TEST((table.at("Q1").kind == model::TextKind::kQuestionnaire));
}

BOOST_AUTO_TEST_CASE(a_kind_of_text_that_is_none_is_refused_with_its_place) {
  std::vector<Fault> faults;
  (void)ReadTextTable("source,target\nA,note\nB,qustionnaire\n", "t.csv", faults);
  BOOST_TEST_REQUIRE(faults.size() == 1U);
  BOOST_TEST(faults[0].Text(false) ==
             "t.csv:3:3: error table.value.word: target must be one of note message questionnaire; "
             "did you mean 'questionnaire'?");
}

BOOST_AUTO_TEST_CASE(a_misspelt_vital_gets_a_suggestion) {
  std::vector<Fault> faults;
  (void)ReadObservationTable("source,target\nT,temperatur\n", "o.csv", faults);
  BOOST_TEST(FirstFault(faults).find("did you mean 'temperature'?") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_snomed_code_with_a_wrong_check_digit_is_refused) {
  std::vector<Fault> faults;
  (void)ReadObservationTable("source,target,snomed\nT,temperature,415974003\n", "o.csv", faults);
  BOOST_TEST_REQUIRE(faults.size() == 1U);
  BOOST_TEST(faults[0].code == "table.value.snomed");
  BOOST_TEST(faults[0].line == 2);
}

BOOST_AUTO_TEST_CASE(a_source_that_stands_twice_is_refused_whatever_its_case) {
  std::vector<Fault> faults;
  (void)ReadUnitTable("source,target\nbpm,/min\nBPM,/min\n", "u.csv", faults);
  BOOST_TEST_REQUIRE(faults.size() == 1U);
  BOOST_TEST(faults[0].code == "table.row.twice");
  BOOST_TEST(faults[0].line == 3);
}

BOOST_AUTO_TEST_CASE(units_are_those_that_can_be_converted) {
  std::vector<Fault> faults;
  const auto table = ReadUnitTable("source,target\nGradC,Cel\nstone,[stone_av]\n", "u.csv", faults);
  BOOST_TEST(table.at("GRADC") == "Cel");
  BOOST_TEST_REQUIRE(faults.size() == 1U);
  BOOST_TEST(faults[0].code == "table.value.word");
}

BOOST_AUTO_TEST_CASE(words_of_a_discharge_become_method_and_destination) {
  std::vector<Fault> faults;
  const auto table = ReadDispositionTable(
      "source,method,destination,note\nHome,,19,\nDead,4,79,a death\nSelf,6,,\n", "d.csv", faults);
  BOOST_TEST(FirstFault(faults) == "");
  BOOST_TEST_REQUIRE(table.size() == 3U);
  BOOST_TEST(table.at("HOME").method == "");
  BOOST_TEST(table.at("HOME").destination == "19");
  BOOST_TEST(table.at("DEAD").method == "4");
  BOOST_TEST(table.at("SELF").destination == "");
}

BOOST_AUTO_TEST_CASE(a_discharge_has_codes_of_the_nhs_only) {
  std::vector<Fault> faults;
  (void)ReadDispositionTable(
      "source,method,destination\nHome,,20\nAway,x,\nGone,,\nHOME,1,\nhome,,19\n", "d.csv", faults);
  BOOST_TEST_REQUIRE(faults.size() == 4U);
  BOOST_TEST(faults[0].Text(false).starts_with(
      "d.csv:2:7: error table.value.word: destination must be one of 19 29 "));
  BOOST_TEST(faults[1].Text(false).starts_with(
      "d.csv:3:6: error table.value.word: method must be one of 1 2 "));
  BOOST_TEST(faults[2].Text(false) ==
             "d.csv:4:1: error table.value.empty: says neither method nor destination");
  BOOST_TEST(faults[3].Text(false) ==
             "d.csv:6:1: error table.row.twice: this source stands in the table twice");
}

BOOST_AUTO_TEST_CASE(consciousness_words_become_letters) {
  std::vector<Fault> faults;
  const auto table = ReadConsciousnessTable("source,target\nFully awake,A\nmuddled,C\nasleep,Z\n",
                                            "c.csv", faults);
  BOOST_TEST((table.at("FULLY AWAKE") == model::Acvpu::kAlert));
  BOOST_TEST((table.at("MUDDLED") == model::Acvpu::kConfusion));
  BOOST_TEST_REQUIRE(faults.size() == 1U);
  BOOST_TEST(faults[0].line == 4);
}

BOOST_AUTO_TEST_CASE(csv_columns_have_a_meaning_a_unit_and_an_assigner) {
  std::vector<Fault> faults;
  const auto columns = ReadCsvColumnTable(
      "column,means,unit,assigner\nNHS no,nhs-number,,\nMRN,local-number,,rxx\n"
      "Old MRN,local-number,,RYY\nWhen,time,,\nHeart rate,pulse,/min,\n",
      "v.csv", faults);
  BOOST_TEST(FirstFault(faults) == "");
  BOOST_TEST_REQUIRE(columns.size() == 5U);
  BOOST_TEST(columns[0].column == "NHS NO");
  BOOST_TEST((columns[1].means == discharge::CsvMeaning::kLocalNumber));
  BOOST_TEST(columns[1].assigner == "RXX");
  BOOST_TEST((columns[4].means == discharge::CsvMeaning::kVital));
  BOOST_TEST((columns[4].vital == model::Vital::kPulse));
  BOOST_TEST(columns[4].unit == "/min");
}

BOOST_AUTO_TEST_CASE(faults_of_csv_columns_have_their_place) {
  std::vector<Fault> faults;
  const auto columns = ReadCsvColumnTable(
      "column,means,unit,assigner\nA,tiem,,\nB,pulse,Cel,\nC,time,/min,\nD,local-number,,\n"
      "E,id,,RXX\nF,status,,\nf,note,,\nG,status,,\n",
      "v.csv", faults);
  const char* const want[] = {"v.csv:2:3 table.value.word", "v.csv:3:9 table.value.word",
                              "v.csv:4:8 table.value.word", "v.csv:5:3 table.value.empty",
                              "v.csv:6:7 table.value.word", "v.csv:8:1 table.row.twice",
                              "v.csv:9:1 table.row.twice"};
  BOOST_TEST_REQUIRE(faults.size() == std::size(want));
  for (std::size_t i = 0; i < faults.size(); ++i) {
    BOOST_TEST(faults[i].file + ":" + std::to_string(faults[i].line) + ":" +
                   std::to_string(faults[i].column) + " " + faults[i].code ==
               want[i]);
  }
  BOOST_TEST(columns.size() == 1U);
}

BOOST_AUTO_TEST_CASE(limits_are_columns_of_what_is_measured) {
  std::vector<Fault> faults;
  const auto columns = ReadCsvColumnTable(
      "column,means,unit\nA,pulse-low,/min\nB,temperature-high,[degF]\nC,low,\nD,measured-by,\n"
      "E,air-or-oxygen-low,\nF,pulse-lo,\nG,pulse-high,Cel\nH,blood-pressure,\n",
      "v.csv", faults);
  BOOST_TEST_REQUIRE(columns.size() == 4U);
  BOOST_TEST((columns[0].means == discharge::CsvMeaning::kVitalLow));
  BOOST_TEST((columns[0].vital == model::Vital::kPulse));
  BOOST_TEST((columns[1].means == discharge::CsvMeaning::kVitalHigh));
  BOOST_TEST((columns[1].vital == model::Vital::kTemperature));
  BOOST_TEST(columns[1].unit == "[degF]");
  std::string told;
  for (const Fault& fault : faults) told += std::to_string(fault.line) + " " + fault.code + ";";
  BOOST_TEST(told ==
             "6 table.value.word;7 table.value.word;8 table.value.word;9 table.value.word;");
  BOOST_TEST_REQUIRE(faults.size() > 1U);
  BOOST_TEST(faults[1].Text(true).find("did you mean 'pulse-low'?") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(test_identities_are_read_in_the_order_of_the_file) {
  std::vector<Fault> faults;
  const auto rows = ReadTestIdentityTable(
      "sender,control-id,nhs-number,ward\n*,C1,999 000 0018,VW1\nRXX,*,9990000018,VW2\n", "i.csv",
      faults);
  BOOST_TEST(FirstFault(faults) == "");
  BOOST_TEST_REQUIRE(rows.size() == 2U);
  BOOST_TEST(rows[0].nhs_number == "9990000018");
  BOOST_TEST(rows[1].ward == "VW2");
}

// 9434765919 is valid by its check digit and lies in the range of living people.
BOOST_AUTO_TEST_CASE(a_live_nhs_number_is_refused_and_never_repeated) {
  std::vector<Fault> faults;
  const auto rows = ReadTestIdentityTable("sender,control-id,nhs-number,ward\n*,*,9434765919,VW1\n",
                                          "i.csv", faults);
  BOOST_TEST(rows.empty());
  BOOST_TEST_REQUIRE(faults.size() == 1U);
  BOOST_TEST(faults[0].code == "table.value.nhs-number");
  BOOST_TEST(faults[0].Text(true).find("9434765919") == std::string::npos);
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::engine
