#include "core/document/flow.h"

#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

namespace wardbridge::document {

BOOST_AUTO_TEST_SUITE(flow)

namespace {

// Pages from 0 to 100; the first starts at 10, the others at 20.
constexpr Frame kFrame{10, 20, 100};

Block Of(double height, double space_before = 0, bool keep_with_next = false) {
  Block block;
  block.height = height;
  block.space_before = space_before;
  block.keep_with_next = keep_with_next;
  return block;
}

// "0@10 0@40 1@20": page and top of each block.
std::string Places(const std::vector<Block>& blocks) {
  std::string text;
  for (const Placed& place : Paginate(blocks, kFrame)) {
    text += (text.empty() ? "" : " ") + std::to_string(place.page) + "@" +
            std::to_string(static_cast<int>(place.top));
  }
  return text;
}

BOOST_AUTO_TEST_CASE(blocks_stand_one_below_the_other) {
  BOOST_TEST(Places({Of(20), Of(20, 5), Of(20)}) == "0@10 0@35 0@55");
}

BOOST_AUTO_TEST_CASE(a_block_that_just_fits_stays) {
  BOOST_TEST(Places({Of(40), Of(50)}) == "0@10 0@50");
}

BOOST_AUTO_TEST_CASE(a_block_that_does_not_fit_starts_the_next_page_without_its_space) {
  BOOST_TEST(Places({Of(40), Of(50, 1), Of(10, 3)}) == "0@10 1@20 1@73");
}

BOOST_AUTO_TEST_CASE(a_heading_goes_with_what_it_heads) {
  BOOST_TEST(Places({Of(50), Of(10, 5, true), Of(30)}) == "0@10 1@20 1@30");
}

BOOST_AUTO_TEST_CASE(a_chain_of_headings_stays_together) {
  BOOST_TEST(Places({Of(50), Of(5, 0, true), Of(5, 0, true), Of(35)}) == "0@10 1@20 1@25 1@30");
}

BOOST_AUTO_TEST_CASE(a_heading_at_the_end_stands_alone) {
  BOOST_TEST(Places({Of(20), Of(10, 0, true)}) == "0@10 0@30");
}

BOOST_AUTO_TEST_CASE(a_block_higher_than_a_page_gets_a_page) {
  BOOST_TEST(Places({Of(10), Of(500), Of(10)}) == "0@10 1@20 2@20");
}

BOOST_AUTO_TEST_CASE(a_too_high_first_block_does_not_leave_an_empty_page) {
  BOOST_TEST(Places({Of(500), Of(10)}) == "0@10 1@20");
}

BOOST_AUTO_TEST_CASE(nothing_needs_no_place) { BOOST_TEST(Places({}).empty()); }

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::document
