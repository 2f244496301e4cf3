// Requests of operators from a command: applied by itself where nobody runs, else by the host.
#include "engine/submit.h"

#include <sstream>

#include <boost/test/unit_test.hpp>

#include "base/clock.h"
#include "engine/offline.h"
#include "pipeline/operate.h"
#include "tests/engine/config_fixture.h"

namespace wardbridge::engine {

BOOST_AUTO_TEST_SUITE(submit)

namespace {

// A store with one dead delivery, and a configuration that names it.
class Site {
 public:
  Site() {
    std::string config(kGoodConfig);
    const std::string pack = "{pack: pack}";
    const std::string shipped = "{pack: \"" WARDBRIDGE_SOURCE_DIR "/mappings/uk-virtual-ward\"}";
    config.replace(config.find(pack), pack.size(), shipped);
    fixture.folder.Write("wardbridge.yaml", config);
    delivery.key = std::string(64, 'c');
    delivery.stay_key = "s#1";
    delivery.destination = "archive";
    delivery.state = model::DeliveryState::kDead;
    auto store = Open();
    Do(*store, [&](store::Rows& rows) { return rows.AddDelivery(delivery); });
  }
  [[nodiscard]] std::string Config() const { return fixture.folder.Path("wardbridge.yaml"); }
  [[nodiscard]] std::string StorePath() const { return fixture.folder.Path("store.db"); }
  // The lease of the running host, as long as it lives.
  [[nodiscard]] std::unique_ptr<store::Store> Open() const {
    store::Options options;
    options.path = StorePath();
    auto opened = store::Store::Open(options);
    BOOST_REQUIRE(opened.has_value());
    return std::move(*opened);
  }
  static void Do(store::Store& store, const store::Work& work) {
    Result<> fate = Error{Code::kInternal, "test", "Done was not called"};
    store.Write(work, [&fate](const Result<>& result) { fate = result; });
    store.RunOnce();
    BOOST_REQUIRE(fate.has_value());
  }
  int Ask(const std::string& operation, Millis timeout = Millis(30'000)) {
    OperateRequest request;
    request.config = Config();
    request.operation = operation;
    request.target = delivery.key;
    request.reason = "why";
    request.person = "jo";
    request.timeout = timeout;
    out.str("");
    err.str("");
    return Operate(request, out, err);
  }
  [[nodiscard]] std::shared_ptr<const discharge::Program> Program() {
    return LoadForCommand(Config(), false, err).program;
  }
  [[nodiscard]] model::DeliveryState State() const {
    auto store = Open();
    model::DeliveryState state{};
    BOOST_REQUIRE(store->Read([&](store::Rows& rows) -> Result<> {
      auto found = rows.FindDelivery(delivery.key);
      if (!found) return found.error();
      state = (*found)->state;
      return {};
    }));
    return state;
  }

  ConfigFixture fixture;
  store::OutboxRow delivery;
  std::ostringstream out;
  std::ostringstream err;
};

BOOST_AUTO_TEST_CASE(where_nobody_runs_the_command_applies_it_itself) {
  Site site;
  BOOST_TEST(site.Ask("retry") == 0);
  BOOST_TEST(site.out.str() == "applied: is tried at once\n");
  BOOST_TEST((site.State() == model::DeliveryState::kReady));
}

BOOST_AUTO_TEST_CASE(refusal_is_exit_one_with_the_reason) {
  Site site;
  BOOST_TEST(site.Ask("resend") == 1);
  BOOST_TEST(site.err.str().starts_with("error: refused: "));
  BOOST_TEST((site.State() == model::DeliveryState::kDead));
}

BOOST_AUTO_TEST_CASE(beside_a_host_the_request_waits_for_it_and_outlives_the_command) {
  Site site;
  auto host = site.Open();
  BOOST_TEST(site.Ask("retry", Millis(0)) == 1);  // the host is busy
  BOOST_TEST(site.err.str().find("it will still apply it") != std::string::npos);
  std::vector<store::OperatorRequest> open;
  BOOST_REQUIRE(host->Read([&](store::Rows& rows) -> Result<> {
    auto found = rows.OpenRequests(10);
    if (!found) return found.error();
    open = *found;
    return {};
  }));
  BOOST_REQUIRE_EQUAL(open.size(), 1U);
  Site::Do(*host, [&](store::Rows& rows) -> Result<> {
    auto done =
        pipeline::ApplyRequest(rows, *site.Program(), open[0], {"archive"}, SystemClock().Now());
    if (!done) return done.error();
    return {};
  });
  host.reset();
  BOOST_TEST((site.State() == model::DeliveryState::kReady));
}

BOOST_AUTO_TEST_CASE(without_a_store_there_is_nothing_to_change) {
  Site site;
  std::filesystem::remove(site.StorePath());
  BOOST_TEST(site.Ask("retry") == 1);
  BOOST_TEST(!std::filesystem::exists(site.StorePath()));
}

BOOST_AUTO_TEST_CASE(verify_says_ok_or_names_the_row) {
  Site site;
  VerifyRequest request;
  request.config = site.Config();
  BOOST_TEST(Verify(request, site.out, site.err) == 1);  // the delivery has no summary
  BOOST_TEST(site.err.str() ==
             "error: outbox 1: reference.outbox-summary: a delivery of a summary that is not "
             "there\n");
  BOOST_TEST(site.out.str().starts_with("broken: "));
}

BOOST_AUTO_TEST_CASE(backup_is_made_and_recorded) {
  Site site;
  BackupRequest request;
  request.config = site.Config();
  request.target = site.fixture.folder.Path("copy.db");
  request.person = "jo";
  BOOST_TEST(Backup(request, site.out, site.err) == 0);
  BOOST_TEST(std::filesystem::exists(request.target));
  AuditExportRequest audit;
  audit.config = site.Config();
  site.out.str("");
  BOOST_TEST(AuditExport(audit, site.out, site.err) == 0);
  BOOST_TEST(site.out.str().find("operator.backup") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(export_keeps_to_its_times) {
  Site site;
  site.Ask("retry");
  AuditExportRequest request;
  request.config = site.Config();
  request.to = Timestamp::FromUnixMs(0);
  site.out.str("");
  BOOST_TEST(AuditExport(request, site.out, site.err) == 0);
  BOOST_TEST(site.out.str() == "");
  request.to.reset();
  request.from = Timestamp::FromUnixMs(0);
  BOOST_TEST(AuditExport(request, site.out, site.err) == 0);
  const std::string text = site.out.str();
  BOOST_TEST(text.find("\"resourceType\":\"AuditEvent\"") != std::string::npos);
  BOOST_TEST(text.find("\"purposeOfEvent\":[{\"text\":\"why\"}]") != std::string::npos);
  BOOST_TEST(text.find("\"who\":{\"display\":\"jo\"}") != std::string::npos);
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::engine
