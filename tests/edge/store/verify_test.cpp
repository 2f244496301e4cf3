// Whether tampering is found, and where.
#include "edge/store/verify.h"

#include <sqlite3.h>

#include "edge/store/post_request.h"
#include "store_fixture.h"

namespace wardbridge::store {

BOOST_AUTO_TEST_SUITE(verify)

namespace {

// A store file with a message, a stay, its summary and its delivery.
class Sample {
 public:
  Sample() : path(folder_.Path("store.db")) {
    Options options;
    options.path = path;
    auto opened = Store::Open(options);
    BOOST_REQUIRE_MESSAGE(opened.has_value(), WhyNot(opened));
    Result<> fate;
    (*opened)->Write([](Rows& rows) { return Fill(rows); },
                     [&fate](const Result<>& result) { fate = result; });
    (*opened)->RunOnce();
    BOOST_REQUIRE_MESSAGE(fate.has_value(), WhyNot(fate));
  }

  // As somebody with the file and SQLite would.
  void Tamper(const std::string& sql) const {
    sqlite3* handle = nullptr;
    BOOST_REQUIRE(sqlite3_open(path.c_str(), &handle) == SQLITE_OK);
    const std::string script =
        "DROP TRIGGER audit_never_changed; DROP TRIGGER audit_never_removed; " + sql;
    BOOST_TEST(sqlite3_exec(handle, script.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK);
    sqlite3_close(handle);
  }
  [[nodiscard]] Verified Look(const std::string& head = "") const {
    const auto verified = Verify(path, head);
    BOOST_REQUIRE_MESSAGE(verified.has_value(), WhyNot(verified));
    return *verified;
  }
  // "code where" of the only finding.
  [[nodiscard]] std::string OnlyFinding() const {
    const Verified verified = Look();
    BOOST_REQUIRE_EQUAL(verified.findings.size(), 1U);
    return verified.findings[0].code + " " + verified.findings[0].where;
  }

 private:
  TempFolder folder_;

 public:
  const std::string path;

 private:
  static Result<> Fill(Rows& rows) {
    auto appended = rows.AppendInbox(MakeMessage("c1"));
    if (!appended) return appended.error();
    model::Stay stay = MakeStay();
    stay.revision = 1;
    stay.messages = {{appended->id, "A03", "v1"}};
    if (auto saved = rows.SaveStay(stay); !saved) return saved;
    SummaryRow summary;
    summary.stay_key = stay.key;
    summary.bundle = "{}";
    if (auto saved = rows.SaveSummary(summary); !saved) return saved;
    if (auto added = rows.AddDelivery(MakeDelivery("k1", stay.key, 1)); !added) return added;
    AuditRow last;
    last.event = "engine.stopped";
    return rows.AppendAudit(last);
  }
};

BOOST_AUTO_TEST_CASE(whole_store_has_no_findings) {
  const Sample sample;
  const Verified verified = sample.Look();
  BOOST_TEST(verified.findings.empty());
  BOOST_TEST(verified.audit_rows == 3);
  BOOST_TEST(verified.audit_head.size() == 64U);
}

struct Case {
  const char* name;
  const char* sql;
  const char* finding;
};
std::ostream& operator<<(std::ostream& out, const Case& c) { return out << c.name; }
const std::array kCases = {
    Case{"detail changed", "UPDATE audit SET detail = 'x' WHERE id = 2", "audit.hash audit 2"},
    Case{"row removed", "DELETE FROM audit WHERE id = 2", "audit.gap audit 3"},
    Case{"time changed", "UPDATE audit SET at = at + 1 WHERE id = 3", "audit.hash audit 3"},
    Case{"message changed", "UPDATE inbox SET bytes = x'00'", "audit.message-changed inbox 1"},
    Case{"Bundle changed", "UPDATE summary SET bundle = x'7b20'",
         "audit.summary-changed summary 1"},
    Case{"delivery without its summary", "UPDATE outbox SET revision = 9",
         "reference.outbox-summary outbox 1"},
    Case{"message lost from the queue", "DELETE FROM inbox_new", "reference.inbox-state inbox 1"},
    Case{"outcome of nothing", "INSERT INTO inbox_outcome VALUES (77, 'applied')",
         "reference.inbox-outcome inbox_outcome 77"},
    Case{"attempt of nothing", "INSERT INTO attempt VALUES (5, 1, 1, NULL, '', '')",
         "reference.attempt-outbox attempt of outbox 5"},
};

BOOST_DATA_TEST_CASE(tampering_is_found_at_its_row, boost::unit_test::data::make(kCases), c) {
  const Sample sample;
  sample.Tamper(c.sql);
  BOOST_TEST(sample.OnlyFinding() == c.finding);
}

BOOST_AUTO_TEST_CASE(cut_off_end_is_found_by_a_head_that_was_kept) {
  const Sample sample;
  const std::string head = sample.Look().audit_head;
  BOOST_TEST(sample.Look(head).findings.empty());
  sample.Tamper("DELETE FROM audit WHERE id = 3");
  BOOST_TEST(sample.Look().findings.empty());
  BOOST_REQUIRE_EQUAL(sample.Look(head).findings.size(), 1U);
  BOOST_TEST(sample.Look(head).findings[0].code == "audit.head");
}

BOOST_AUTO_TEST_CASE(store_that_is_not_there_is_an_error) {
  BOOST_TEST((Verify("/nowhere/store.db").error().code == Code::kNotFound));
}

BOOST_AUTO_TEST_CASE(request_posted_beside_the_host_is_seen_by_it) {
  const TempFolder folder;
  Options options;
  options.path = folder.Path("store.db");
  auto host = Store::Open(options);
  BOOST_REQUIRE(host);
  OperatorRequest request;
  request.operation = "retry";
  request.target = "m1";
  const auto number = PostRequest(options.path, request);
  BOOST_REQUIRE_MESSAGE(number.has_value(), WhyNot(number));
  std::vector<OperatorRequest> open;
  BOOST_REQUIRE((*host)->Read([&](Rows& rows) -> Result<> {
    auto found = rows.OpenRequests(10);
    if (!found) return found.error();
    open = *found;
    return {};
  }));
  BOOST_REQUIRE_EQUAL(open.size(), 1U);
  BOOST_TEST(open[0].id == *number);
  BOOST_TEST(open[0].target == "m1");
}

BOOST_AUTO_TEST_CASE(request_to_a_store_that_is_not_there_makes_none) {
  const TempFolder folder;
  BOOST_TEST((PostRequest(folder.Path("store.db"), {}).error().code == Code::kNotFound));
  BOOST_TEST(!std::filesystem::exists(folder.Path("store.db")));
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::store
