#include "core/mapping/id_book.h"

#include <deque>
#include <string>

#include <boost/test/unit_test.hpp>

namespace wardbridge::mapping {

BOOST_AUTO_TEST_SUITE(id_book)

BOOST_AUTO_TEST_CASE(a_name_is_new_once_and_then_has_the_id_it_was_given) {
  IdBook book;
  IdBook::Entry& entry = book.At("a");
  BOOST_REQUIRE(entry.id.empty());
  entry.name = "a";
  entry.id = "1";
  BOOST_TEST(book.At("a").id == "1");
  BOOST_TEST(book.At("").id.empty());
}

BOOST_AUTO_TEST_CASE(every_name_is_found_again_however_many_there_are) {
  IdBook book;
  std::deque<std::string> texts;  // which stay where they are
  const auto name = [](int i) { return "name " + std::to_string(i); };
  for (int i = 0; i < 3000; ++i) {
    const std::string& own = texts.emplace_back(name(i));
    IdBook::Entry& entry = book.At(own);
    BOOST_REQUIRE(entry.id.empty());
    entry.name = own;
    entry.id = texts.emplace_back("id " + std::to_string(i));
  }
  for (int i = 0; i < 3000; ++i) {
    BOOST_TEST(book.At(name(i)).name == name(i));
    BOOST_TEST(book.At(name(i)).id == "id " + std::to_string(i));
  }
  BOOST_TEST(book.At(name(3000)).id.empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::mapping
