// The same summary gives the same bytes: again, after others, in threads, in other processes with
// another environment.
#include <array>
#include <cstdlib>
#include <ostream>
#include <string>
#include <thread>
#include <vector>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "base/digest.h"
#include "core/document/render.h"
#include "tests/core/document/pdf.h"
#include "tests/core/document/samples.h"

namespace wardbridge::document {

BOOST_AUTO_TEST_SUITE(same_bytes)

namespace {

namespace data = boost::unit_test::data;
using testing::Sample;
using testing::SampleNames;

std::string DigestOf(const std::string& name) {
  const auto document = Render(Sample(name), Options{});
  return document ? Hex(Sha256(document->bytes)) : document.error().Text();
}

BOOST_DATA_TEST_CASE(a_second_rendering_has_the_same_bytes, data::make(SampleNames()), name) {
  const std::string first = DigestOf(name);
  BOOST_TEST(first.size() == 64U);
  BOOST_TEST(DigestOf("right-to-left").size() == 64U);  // another document between the two
  BOOST_TEST(DigestOf(name) == first);
}

BOOST_AUTO_TEST_CASE(another_due_time_or_revision_gives_other_bytes) {
  model::Summary summary = Sample("one");
  const std::string first = Render(summary, Options{})->bytes;
  summary.due = summary.due + Millis(60000);
  BOOST_TEST((Render(summary, Options{})->bytes != first));
  summary = Sample("one");
  summary.revision = 2;
  BOOST_TEST((Render(summary, Options{})->bytes != first));
}

BOOST_AUTO_TEST_CASE(threads_render_at_once_and_give_the_same_bytes) {
  const std::vector<std::string>& names = SampleNames();
  std::vector<std::string> alone;
  for (const std::string& name : names) alone.push_back(DigestOf(name));
  constexpr std::size_t kThreads = 4;
  std::vector<std::vector<std::string>> together(kThreads);
  std::vector<std::thread> threads;
  for (std::size_t t = 0; t < kThreads; ++t) {
    threads.emplace_back([&names, &digests = together[t], t] {
      digests.resize(names.size());
      for (std::size_t i = 0; i < names.size(); ++i) {
        const std::size_t mine = (i + t * 3) % names.size();
        digests[mine] = DigestOf(names[mine]);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const std::vector<std::string>& digests : together) {
    BOOST_TEST(digests == alone, boost::test_tools::per_element());
  }
}

struct Environment {
  const char* name;
  const char* settings;
};
std::ostream& operator<<(std::ostream& out, const Environment& c) { return out << c.name; }
const std::array kEnvironments = {
    Environment{"an empty one", "-i"},
    Environment{
        "Urdu, Turkish, Tokyo, another day",
        "-i LANGUAGE=ur PANGO_LANGUAGE=ur LANG=tr_TR.UTF-8 LC_ALL=tr_TR.UTF-8 TZ=Asia/Tokyo "
        "SOURCE_DATE_EPOCH=1"}};

BOOST_DATA_TEST_CASE(other_processes_give_the_same_bytes, data::make(kEnvironments), c) {
  for (const char* name : {"typical", "right-to-left", "doubtful"}) {
    // A sanitizer's own settings go along: they say what to make of fontconfig's caches.
    const char* sanitizer = std::getenv("LSAN_OPTIONS");
    const std::string settings =
        std::string(c.settings) +
        (sanitizer != nullptr ? std::string(" LSAN_OPTIONS='") + sanitizer + "'" : "");
    const std::string bytes =
        testing::OutputOf("env " + settings + " '" + WARDBRIDGE_DOCUMENT_SAMPLE + "' " + name);
    BOOST_TEST(Hex(Sha256(bytes)) == DigestOf(name), name);
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::document
