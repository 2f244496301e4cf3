// The patient as the document shows them, from the merged view of a stay.
#include "core/discharge/person.h"

#include <array>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

namespace wardbridge::discharge {

BOOST_AUTO_TEST_SUITE(person)

namespace {

using Lines = std::vector<std::string>;

// A view of messages, oldest first; each text is the segments after MSH.
hl7::View ViewOf(const std::vector<std::string>& messages) {
  std::vector<hl7::ViewPart> parts;
  for (const std::string& segments : messages) {
    auto message = hl7::Message::Parse("MSH|^~\\&|PAS|RXX\r" + segments);
    BOOST_REQUIRE(message.has_value());
    const auto id = static_cast<std::int64_t>(parts.size()) + 1;
    parts.push_back({std::make_shared<const hl7::Message>(std::move(*message)), "A01", id, "pas"});
  }
  return hl7::View(std::move(parts));
}

// PID with one field from PID-5 on stated.
std::string Pid(std::size_t field, const std::string& value) {
  return "PID|1||9990000018^^^NHS~L1^^^RXX" + std::string(field - 3, '|') + value + "\r";
}

model::Person ReadPerson(const hl7::View& view) {
  model::Person person = ReadIdentity(view);
  ReadPortrait(view, person);
  return person;
}

model::Person Read(const std::string& segments) { return ReadPerson(ViewOf({segments})); }

struct NameCase {
  const char* name;
  const char* pid5;
  const char* family;
};
std::ostream& operator<<(std::ostream& out, const NameCase& c) { return out << c.name; }

const std::array kNames = {
    NameCase{"one without a type", "Samplesby^Edith", "Samplesby"},
    NameCase{"legal before what stands first", "Alias^E^^^^^A~Samplesby^Edith^^^^^L", "Samplesby"},
    NameCase{"CURRENT of ITK", "Old^E^^^^^BIRTH~Samplesby^Edith^^^^^CURRENT", "Samplesby"},
    NameCase{"PREFERRED of ITK", "Old^E^^^^^A~Samplesby^Edith^^^^^PREFERRED", "Samplesby"},
    NameCase{"display before an alias", "Alias^E^^^^^A~Samplesby^Edith^^^^^D", "Samplesby"},
    NameCase{"legal before display", "Shown^E^^^^^D~Samplesby^Edith^^^^^L", "Samplesby"},
    NameCase{"the first where none is usual", "Maiden^E^^^^^M~Alias^E^^^^^A", "Maiden"},
    NameCase{"lower case type", "Alias^E^^^^^A~Samplesby^Edith^^^^^l", "Samplesby"},
    NameCase{"blanks around it", " Samplesby ^Edith", "Samplesby"},
};

struct GenderCase {
  const char* code;
  const char* gender;
};
std::ostream& operator<<(std::ostream& out, const GenderCase& c) {
  return out << '\'' << c.code << '\'';
}

const std::array kGenders = {
    GenderCase{"1", "male"},    GenderCase{"M", "male"},    GenderCase{"2", "female"},
    GenderCase{"F", "female"},  GenderCase{"f", "female"},  GenderCase{"9", "other"},
    GenderCase{"A", "other"},   GenderCase{"0", "unknown"}, GenderCase{"X", "unknown"},
    GenderCase{"U", "unknown"}, GenderCase{"O", "unknown"}, GenderCase{"", ""},
    GenderCase{"7", ""},        GenderCase{"\"\"", ""},
};

struct DateCase {
  const char* name;
  const char* pid7;
  const char* date;
};
std::ostream& operator<<(std::ostream& out, const DateCase& c) { return out << c.name; }

const std::array kDates = {
    DateCase{"a day", "19440229", "1944-02-29"},
    DateCase{"a month", "194402", "1944-02"},
    DateCase{"a year", "1944", "1944"},
    DateCase{"a time is cut off", "194402291530", "1944-02-29"},
    DateCase{"not stated", "", ""},
    DateCase{"deleted", "\"\"", ""},
    DateCase{"no date", "unknown", ""},
    DateCase{"a day that never was", "19430229", ""},
};

}  // namespace

BOOST_DATA_TEST_CASE(the_usual_name_is_shown, boost::unit_test::data::make(kNames), c) {
  BOOST_TEST(Read(Pid(5, c.pid5)).family.Reveal() == c.family);
}

BOOST_AUTO_TEST_CASE(prefix_and_given_names_are_shown_in_their_order) {
  const model::Person person = Read(Pid(5, "Samplesby^Edith^Ann Mary^^Mrs^^L"));
  BOOST_TEST(person.prefix.Reveal() == "Mrs");
  BOOST_TEST(person.given.Reveal() == (Lines{"Edith", "Ann Mary"}),
             boost::test_tools::per_element());
  BOOST_TEST(Read(Pid(5, "Samplesby^^Ann")).given.Reveal() == Lines{"Ann"},
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_patient_without_a_name_has_none) {
  const model::Person person = Read(Pid(5, "\"\""));
  BOOST_TEST(person.family.Empty());
  BOOST_TEST(person.given.Empty());
}

BOOST_DATA_TEST_CASE(sex_is_shown_as_gender, boost::unit_test::data::make(kGenders), c) {
  BOOST_TEST(Read(Pid(8, c.code)).gender.Reveal() == c.gender);
}

BOOST_DATA_TEST_CASE(the_birth_date_is_as_exact_as_stated, boost::unit_test::data::make(kDates),
                     c) {
  BOOST_TEST(Read(Pid(7, c.pid7)).birth_date.Reveal() == c.date);
}

BOOST_AUTO_TEST_CASE(a_birth_date_that_is_marked_as_unknown_is_not_shown) {
  const std::string born = "PID|1||9990000018^^^NHS||||19440229" + std::string(25, '|');
  BOOST_TEST(Read(born + "UD\r").birth_date.Empty());
  BOOST_TEST(Read(born + "US~ud\r").birth_date.Empty());
  BOOST_TEST(Read(born + "US\r").birth_date.Reveal() == "1944-02-29");
}

BOOST_AUTO_TEST_CASE(the_home_address_is_shown_before_what_stands_first) {
  const model::Person home =
      Read(Pid(11, "9 Work Road^^^^ZZ99 4WZ^^B~1 Nowhere Lane^^Sampleton^^ZZ99 3VZ^^H"));
  BOOST_TEST(home.address.Reveal() == (Lines{"1 Nowhere Lane", "Sampleton", "ZZ99 3VZ"}),
             boost::test_tools::per_element());
  const model::Person first =
      Read(Pid(11, "9 Work Road^^^^ZZ99 4WZ^^B~8 Other Road^^^^ZZ99 5WZ^^C"));
  BOOST_TEST(first.address.Reveal() == (Lines{"9 Work Road", "ZZ99 4WZ"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(numbers_are_read_from_the_identifiers) {
  const model::Person person = Read(Pid(5, "Samplesby"));
  BOOST_REQUIRE(person.nhs_number.has_value());
  BOOST_TEST(person.nhs_number->Reveal() == "9990000018");
  BOOST_TEST(person.local_number.Reveal() == "L1");
}

BOOST_AUTO_TEST_CASE(two_different_nhs_numbers_are_none) {
  BOOST_TEST(!Read("PID|1||9990000018^^^NHS~9990000026^^^NHS\r").nhs_number.has_value());
}

BOOST_AUTO_TEST_CASE(of_several_messages_the_newest_that_says_something_counts) {
  const model::Person person =
      ReadPerson(ViewOf({Pid(5, "Samplesby^Edith"), Pid(5, "Newname^Edith"), Pid(8, "2")}));
  BOOST_TEST(person.family.Reveal() == "Newname");
  BOOST_TEST(person.gender.Reveal() == "female");
}

BOOST_AUTO_TEST_CASE(a_view_of_nothing_is_nobody) {
  const model::Person person = ReadPerson(ViewOf({}));
  BOOST_TEST(!person.nhs_number.has_value());
  BOOST_TEST(person.family.Empty());
  BOOST_TEST(person.address.Empty());
}

BOOST_AUTO_TEST_CASE(where_the_location_is_hidden_neither_address_nor_practice_is_shown) {
  const std::string rest =
      Pid(11, "1 Nowhere Lane^^^^ZZ99 3VZ^^H") + "PD1|||Sampleton Surgery^^Y00001\r";
  for (const char* flag : {"1", "2"}) {
    const hl7::View view = ViewOf({rest + "ZU8||||" + flag + "\r"});
    BOOST_TEST(HidesLocation(view));
    BOOST_TEST(ReadPerson(view).address.Empty());
    BOOST_TEST(ReadGeneralPractice(view).empty());
    BOOST_TEST(ReadPerson(view).nhs_number.has_value());
  }
  for (const char* flag : {"0", ""}) {
    const hl7::View view = ViewOf({rest + "ZU8||||" + flag + "\r"});
    BOOST_TEST(!HidesLocation(view));
    BOOST_TEST(!ReadPerson(view).address.Empty());
    BOOST_TEST(!ReadGeneralPractice(view).empty());
  }
}

BOOST_AUTO_TEST_CASE(a_location_once_hidden_stays_hidden_until_a_message_says_otherwise) {
  const std::string hidden = Pid(5, "Samplesby") + "ZU8||||1\r";
  const std::string address = Pid(11, "1 Nowhere Lane^^^^ZZ99 3VZ^^H");
  BOOST_TEST(ReadPerson(ViewOf({hidden, address})).address.Empty());
  BOOST_TEST(!ReadPerson(ViewOf({hidden, address + "ZU8||||0\r"})).address.Empty());
}

BOOST_AUTO_TEST_CASE(doctor_and_practice_are_shown_on_a_line_each) {
  const auto lines = [](const std::string& pd1) {
    return ReadGeneralPractice(ViewOf({pd1 + "\r"}));
  };
  const Lines both = {"Dr Una Stethos", "Sampleton Surgery (Y00001)"};
  BOOST_TEST(lines("PD1|||Sampleton Surgery^^Y00001|G1^Stethos^Una^^^Dr") == both,
             boost::test_tools::per_element());
  BOOST_TEST(lines("PD1|||^^Y00001") == Lines{"Y00001"}, boost::test_tools::per_element());
  BOOST_TEST(lines("PD1|||Sampleton Surgery") == Lines{"Sampleton Surgery"},
             boost::test_tools::per_element());
  BOOST_TEST(lines("PD1|||\"\"|\"\"").empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::discharge
