#include "edge/net/framer.h"

#include <array>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <ostream>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "tests/fuzz/framer_property.h"

namespace wardbridge::net {

BOOST_AUTO_TEST_SUITE(framer)

namespace {

using namespace std::string_literals;
using test::Describe;

constexpr std::size_t kLimit = 8;

// What happens after the bytes.
enum class Then { kNothing, kQuiet, kPeerCloses, kTimeout };

struct Row {
  const char* name;
  std::string bytes;
  Then then;
  const char* want;
  Framer::State state = Framer::State::kIdle;
};
std::ostream& operator<<(std::ostream& out, const Row& row) { return out << row.name; }

using enum Then;
using enum Framer::State;

const std::vector<Row> kTable = {
    // IDLE
    {"idle, VT starts a frame", "\x0B", kNothing, "", kBody},
    {"idle, CR LF NUL and space are skipped",
     "\r\n\0 \x0B"
     "a\x1C\r"s,
     kNothing, "frame(a)"},
    {"idle, other bytes are skipped",
     "xyz\x0B"
     "a\x1C\r",
     kNothing, "frame(a)"},
    {"idle, FS CR without a frame is skipped",
     "\x1C\r\x0B"
     "a\x1C\r",
     kNothing, "frame(a)"},
    {"idle, silence changes nothing", "x", kQuiet, ""},
    {"idle, the end says nothing", "x", kPeerCloses, ""},
    // BODY
    {"body, VT starts anew and leaves a fragment",
     "\x0B"
     "ab\x0B"
     "cd\x1C\r",
     kNothing, "fragment/restarted(ab) frame(cd)"},
    {"body, VT after VT leaves nothing",
     "\x0B\x0B\x0B"
     "a\x1C\r",
     kNothing, "frame(a)"},
    {"body, FS is held",
     "\x0B"
     "a\x1C",
     kNothing, "", kAfterFs},
    {"body, the limit itself is no oversize",
     "\x0B"
     "12345678\x1C\r",
     kNothing, "frame(12345678)"},
    {"body, one byte more is",
     "\x0B"
     "123456789\x1C\r",
     kNothing, "oversize(12345678)"},
    {"body, oversize before its end",
     "\x0B"
     "123456789",
     kNothing, "", kOversize},
    {"body, silence changes nothing",
     "\x0B"
     "a",
     kQuiet, "", kBody},
    {"body, the peer closes",
     "\x0B"
     "abc",
     kPeerCloses, "fragment/peer-closed(abc)"},
    {"body, 60 s pass",
     "\x0B"
     "abc",
     kTimeout, "fragment/timeout(abc)"},
    {"body, the peer closes after VT alone", "\x0B", kPeerCloses, ""},
    // AFTER_FS
    {"after FS, CR completes",
     "\x0B"
     "a\x1C\r",
     kNothing, "frame(a)"},
    {"after FS, LF completes with a warning",
     "\x0B"
     "a\x1C\n",
     kNothing, "frame!(a)"},
    {"after FS, CR LF is CR and a skipped LF",
     "\x0B"
     "a\x1C\r\n\x0B"
     "b\x1C\r",
     kNothing, "frame(a) frame(b)"},
    {"after FS, VT completes and starts the next",
     "\x0B"
     "a\x1C\x0B"
     "b\x1C\r",
     kNothing, "frame!(a) frame(b)"},
    {"after FS, silence completes with a warning",
     "\x0B"
     "a\x1C",
     kQuiet, "frame!(a)"},
    {"after FS, another byte makes FS data",
     "\x0B"
     "a\x1C"
     "b\x1C\r",
     kNothing,
     "frame!(a\x1C"
     "b)"},
    {"after FS, FS makes the first one data",
     "\x0B"
     "a\x1C\x1C\r",
     kNothing, "frame!(a\x1C)"},
    {"after FS, FS as data counts for the limit",
     "\x0B"
     "1234567\x1C"
     "8\x1C\r",
     kNothing, "oversize(1234567\x1C)"},
    {"after FS, FS as data is over the limit",
     "\x0B"
     "12345678\x1C"
     "9\x1C\r",
     kNothing, "oversize(12345678)"},
    {"after FS, the warning is not the next frame's",
     "\x0B"
     "a\x1C"
     "b\x1C\r\x0B"
     "c\x1C\r",
     kNothing,
     "frame!(a\x1C"
     "b) frame(c)"},
    {"after FS, the end leaves a fragment with FS",
     "\x0B"
     "a\x1C",
     kPeerCloses, "fragment/peer-closed(a\x1C)"},
    {"empty frame", "\x0B\x1C\r", kNothing, "frame()"},
    {"commit block of release 2", "\x0B\x06\x1C\r", kNothing, "frame(\x06)"},
    // OVERSIZE
    {"oversize, FS CR ends it",
     "\x0B"
     "123456789abc\x1C\r\x0B"
     "d\x1C\r",
     kNothing, "oversize(12345678) frame(d)"},
    {"oversize, FS VT ends it and starts the next",
     "\x0B"
     "123456789\x1C\x0B"
     "d\x1C\r",
     kNothing, "oversize(12345678) frame(d)"},
    {"oversize, VT alone is discarded",
     "\x0B"
     "123456789\x0B"
     "d\x1C\r",
     kNothing, "oversize(12345678)"},
    {"oversize, FS and another byte is discarded",
     "\x0B"
     "123456789\x1C"
     "d\r\x1C\n",
     kNothing, "", kOversize},
    {"oversize, FS FS CR ends it",
     "\x0B"
     "123456789\x1C\x1C\r",
     kNothing, "oversize(12345678)"},
    {"oversize, silence changes nothing",
     "\x0B"
     "123456789\x1C",
     kQuiet, "", kOversize},
    {"oversize, the peer closes",
     "\x0B"
     "123456789",
     kPeerCloses, "fragment/peer-closed(12345678)"},
    {"oversize, 60 s pass",
     "\x0B"
     "123456789",
     kTimeout, "fragment/timeout(12345678)"},
    // Order
    {"two frames in one read",
     "\x0B"
     "a\x1C\r\x0B"
     "b\x1C\r",
     kNothing, "frame(a) frame(b)"},
    {"a frame and a half",
     "\x0B"
     "a\x1C\r\x0B"
     "b",
     kNothing, "frame(a)", kBody},
};

void Do(Then then, Framer& framer, std::vector<FrameEvent>& events) {
  switch (then) {
    case kNothing:
      return;
    case kQuiet:
      return framer.QuietAfterFs(events);
    case kPeerCloses:
      return framer.End("peer-closed", events);
    case kTimeout:
      return framer.End("timeout", events);
  }
}

BOOST_DATA_TEST_CASE(every_row_of_the_table_holds_however_it_is_read,
                     boost::unit_test::data::make(kTable), row) {
  for (std::size_t at = 0; at <= row.bytes.size(); ++at) {
    BOOST_TEST_CONTEXT("split at " << at) {
      Framer framer(kLimit);
      std::vector<FrameEvent> events;
      framer.Feed(std::string_view(row.bytes).substr(0, at), events);
      framer.Feed(std::string_view(row.bytes).substr(at), events);
      Do(row.then, framer, events);
      BOOST_TEST(Describe(events) == row.want);
      BOOST_TEST((framer.state() == row.state));
    }
  }
}

BOOST_DATA_TEST_CASE(every_row_of_the_table_holds_byte_by_byte,
                     boost::unit_test::data::make(kTable), row) {
  Framer framer(kLimit);
  std::vector<FrameEvent> events;
  for (const char c : row.bytes) framer.Feed(std::string_view(&c, 1), events);
  Do(row.then, framer, events);
  BOOST_TEST(Describe(events) == row.want);
  BOOST_TEST((framer.state() == row.state));
}

BOOST_AUTO_TEST_CASE(noise_is_counted_without_what_is_silent_and_the_count_is_taken_once) {
  Framer framer;
  std::vector<FrameEvent> events;
  framer.Feed("ab \r\n\0c"s +
                  "\x0B"
                  "data\x1C\r" +
                  "d",
              events);
  BOOST_TEST(framer.TakeNoiseCount() == 4U);
  BOOST_TEST(framer.TakeNoiseCount() == 0U);
}

BOOST_AUTO_TEST_CASE(sixty_four_kib_of_noise_are_borne) {
  Framer framer;
  std::vector<FrameEvent> events;
  framer.Feed(std::string(65'536, 'x') +
                  "\x0B"
                  "a\x1C\r",
              events);
  BOOST_TEST(Describe(events) == "frame(a)");
}

BOOST_AUTO_TEST_CASE(one_byte_more_of_noise_ends_it_for_good) {
  Framer framer;
  std::vector<FrameEvent> events;
  framer.Feed(std::string(65'536, 'x'), events);
  framer.Feed(
      "x\x0B"
      "a\x1C\r",
      events);
  framer.Feed(
      "\x0B"
      "b\x1C\r",
      events);
  BOOST_TEST(Describe(events) == "noise()");
}

BOOST_AUTO_TEST_CASE(noise_before_each_of_many_frames_is_borne) {
  Framer framer;
  std::vector<FrameEvent> events;
  for (int i = 0; i < 3; ++i)
    framer.Feed(std::string(40'000, 'x') +
                    "\x0B"
                    "a\x1C\r",
                events);
  BOOST_TEST(Describe(events) == "frame(a) frame(a) frame(a)");
}

BOOST_AUTO_TEST_CASE(any_amount_of_white_space_between_frames_is_silent) {
  Framer framer;
  std::vector<FrameEvent> events;
  framer.Feed(std::string(200'000, '\0') + std::string(200'000, ' '), events);
  BOOST_TEST(events.empty());
  BOOST_TEST(framer.TakeNoiseCount() == 0U);
}

BOOST_AUTO_TEST_CASE(of_an_oversize_frame_the_first_four_kib_are_left) {
  Framer framer(10'000);
  std::vector<FrameEvent> events;
  std::string content = "MSH|";
  content.append(20'000, 'y');
  framer.Feed("\x0B" + content + "\x1C\r", events);
  BOOST_REQUIRE(events.size() == 1U);
  BOOST_TEST((events[0].kind == FrameEvent::Kind::kOversize));
  BOOST_TEST(events[0].bytes == content.substr(0, 4'096));
}

BOOST_AUTO_TEST_CASE(a_frame_of_sixteen_mib_comes_whole_out_of_many_reads) {
  Framer framer;
  std::vector<FrameEvent> events;
  const std::string content(16U << 20U, 'z');
  const std::string stream = "\x0B" + content + "\x1C\r";
  for (std::size_t at = 0; at < stream.size(); at += 65'536) {
    framer.Feed(std::string_view(stream).substr(at, 65'536), events);
  }
  BOOST_REQUIRE(events.size() == 1U);
  BOOST_TEST((events[0].bytes == content));
  BOOST_TEST(!events[0].warned);
}

BOOST_AUTO_TEST_CASE(frames_started_counts_each_vt_that_starts_one) {
  Framer framer(kLimit);
  std::vector<FrameEvent> events;
  framer.Feed(
      "\x0B"
      "a\x1C\r\x0B"
      "b\x0B"
      "c\x1C\x0B"
      "0123456789\x0B"
      "0",
      events);
  BOOST_TEST(framer.FramesStarted() == 4U);
}

BOOST_AUTO_TEST_CASE(random_streams_give_what_the_plain_machine_gives_however_they_are_split) {
  constexpr std::string_view kAlphabet("\x0B\x1C\r\n\0 ab\x0B\x1C\r", 11);
  std::mt19937 random(20261122);
  for (int i = 0; i < 1'500; ++i) {
    std::string input(1, static_cast<char>(random() & 0xFFU));
    const std::size_t length = random() % 40;
    while (input.size() <= length) input.push_back(kAlphabet[random() % kAlphabet.size()]);
    const auto fault = test::FaultOfFuzzInput(input);
    if (fault) BOOST_TEST_MESSAGE("input " << i);
    BOOST_REQUIRE_MESSAGE(!fault, fault.value_or(""));
  }
}

BOOST_AUTO_TEST_CASE(a_stream_full_of_noise_gives_what_the_plain_machine_gives) {
  const auto fault = test::FaultOfFraming(64,
                                          std::string(65'600, 'x') +
                                              "\x0B"
                                              "a\x1C\r",
                                          false);
  BOOST_TEST(!fault, fault.value_or(""));
}

BOOST_AUTO_TEST_CASE(every_input_of_the_fuzz_corpus_holds) {
  const std::filesystem::path corpus = WARDBRIDGE_SOURCE_DIR "/tests/fuzz/corpus/framer";
  int count = 0;
  for (const auto& entry : std::filesystem::directory_iterator(corpus)) {
    std::ifstream file(entry.path(), std::ios::binary);
    const std::string input((std::istreambuf_iterator<char>(file)), {});
    const auto fault = test::FaultOfFuzzInput(input);
    BOOST_TEST(!fault, entry.path().filename().string() << ": " << fault.value_or(""));
    ++count;
  }
  BOOST_TEST(count >= 20);
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::net
