// A summary that was made is explained by what the store has of it.
#include "pipeline/past.h"

#include <optional>
#include <string>

#include <boost/test/unit_test.hpp>

#include "pipeline/prepare.h"
#include "tests/pipeline/workbench.h"

namespace wardbridge::pipeline {

BOOST_AUTO_TEST_SUITE(past)

namespace {

// A stay whose first summary has been made.
class Made {
 public:
  Made() {
    Play(test::AdmitMessage());
    Play(test::ReadingsMessage("R1", "20261021080000", "72"));
    Play(test::DischargeMessage());
    key = bench.OneStay().key;
    bench.clock.Set(*bench.OneStay().due);
    auto built = LoadAndBuild(*bench.store, test::WardProgram(), key, bench.clock.Now());
    BOOST_REQUIRE(built.has_value());
    BOOST_REQUIRE(built->has_value());
    bundle = (*built)->row.bundle;
    const bool saved = bench.In(
        [&](store::Rows& rows) { return SaveBuilt(rows, **built, {}, bench.clock.Now()); });
    BOOST_REQUIRE(saved);
    bench.clock.Set(bench.clock.Now() + Millis(1000));
  }

  void Play(const std::string& message) { bench.Play(message); }
  std::optional<PastSummary> Load(int revision = 1) {
    std::optional<PastSummary> past;
    bench.Change([&](store::Rows& rows) -> Result<> {
      auto loaded = LoadPast(rows, key, revision);
      if (!loaded) return loaded.error();
      past = std::move(*loaded);
      return {};
    });
    return past;
  }

  Workbench bench;
  std::string key;
  std::string bundle;
};

BOOST_AUTO_TEST_CASE(made_again_it_is_the_bundle_that_was_sent) {
  Made made;
  const auto past = made.Load();
  BOOST_REQUIRE(past.has_value());
  BOOST_TEST(past->row.bundle == made.bundle);
  BOOST_TEST(past->request.measured.size() == 1U);
  const auto explained = test::WardProgram().Explain(past->request);
  BOOST_REQUIRE(explained.has_value());
  BOOST_TEST(explained->assembled.bundle == made.bundle);
  BOOST_TEST(explained->assembled.mapping == past->row.mapping);
  BOOST_TEST(explained->readings.size() == 8U);
}

BOOST_AUTO_TEST_CASE(what_came_later_is_left_out) {
  Made made;
  made.Play(test::ReadingsMessage("R2", "20261022080000", "99"));
  test::AdtParts later;
  later.trigger = "A08";
  later.control_id = "C9";
  later.occurred = "20261023170000";
  made.Play(test::Adt(later));
  const auto past = made.Load();
  BOOST_REQUIRE(past.has_value());
  BOOST_TEST(past->request.assemble.messages.size() == 2U);
  BOOST_TEST(past->request.assemble.readings.size() == 8U);
  const auto explained = test::WardProgram().Explain(past->request);
  BOOST_REQUIRE(explained.has_value());
  BOOST_TEST(explained->assembled.bundle == made.bundle);
}

BOOST_AUTO_TEST_CASE(there_is_nothing_of_what_was_never_made) {
  Made made;
  BOOST_TEST(!made.Load(2).has_value());
  made.key = "nobody#1";
  BOOST_TEST(!made.Load().has_value());
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::pipeline
