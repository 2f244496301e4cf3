#include "edge/monitoring/fhir_source.h"

#include <deque>
#include <string>

#include <boost/test/unit_test.hpp>

#include "tests/support/await.h"
#include "tests/support/http_peer.h"

namespace wardbridge::monitoring {

BOOST_AUTO_TEST_SUITE(fhir_source)

namespace {

using test::HttpPeer;
using test::PeerStep;
using test::Say;

constexpr const char* kFhir = "Content-Type: application/fhir+json\r\n";

std::string Resource(const std::string& type, const std::string& id) {
  return R"({"resource":{"resourceType":")" + type + R"(","id":")" + id + R"("}})";
}

PeerStep Page(const std::string& entries, const std::string& next = "") {
  std::string link;
  if (!next.empty()) link = R"("link":[{"relation":"next","url":")" + next + R"("}],)";
  return Say(200, kFhir, R"({"resourceType":"Bundle",)" + link + R"("entry":[)" + entries + "]}");
}

struct SourceFixture {
  explicit SourceFixture(const std::deque<PeerStep>& script) : peer(script) {
    options.base = *net::ParseHttpUrl(peer.Url("/fhir"));
    options.limits.exchange = Millis(500);
    options.pause = Millis(1);
  }
  ~SourceFixture() { io.Join(); }
  SourceFixture(const SourceFixture&) = delete;
  SourceFixture& operator=(const SourceFixture&) = delete;

  Fetched Fetch() {
    const auto source = MakeFhirSource(options, io.Executor(), clock);
    FetchQuestion question;
    question.nhs_number = Phi<std::string>("9990000018");
    question.from = *ParseInstant("2026-10-14T09:00:00+01:00");
    question.to = *ParseInstant("2026-10-20T17:00:00+01:00");
    return test::Await(io, source->Fetch(question));
  }

  test::IoThreads io;
  SystemClock clock;
  HttpPeer peer;
  FhirSourceOptions options;
};

}  // namespace

BOOST_AUTO_TEST_CASE(the_patient_is_looked_up_and_every_page_is_fetched) {
  SourceFixture fixture({});
  fixture.peer.Add(Page(Resource("Patient", "p1")));
  fixture.peer.Add(Page(Resource("Observation", "1"), fixture.peer.Url("/fhir?page=2")));
  fixture.peer.Add(Page(Resource("Observation", "2")));
  const Fetched fetched = fixture.Fetch();
  BOOST_TEST(fetched.is_complete);
  BOOST_TEST(fetched.code == "fhir.fetched");
  BOOST_TEST(fetched.resources == 2U);
  BOOST_TEST(fetched.pages == 3U);
  BOOST_TEST(fetched.bundle == R"({"resourceType":"Bundle","type":"collection","entry":[)" +
                                   Resource("Patient", "p1") + "," + Resource("Observation", "1") +
                                   "," + Resource("Observation", "2") + "]}");
  const auto requests = fixture.peer.Requests();
  BOOST_REQUIRE(requests.size() == 3U);
  BOOST_TEST(requests[0].method == "GET");
  BOOST_TEST(requests[0].target ==
             "/fhir/Patient?identifier=https%3A%2F%2Ffhir.nhs.uk%2FId%2Fnhs-number%7C9990000018");
  BOOST_TEST(requests[0].headers.at("accept") == "application/fhir+json");
  BOOST_TEST(requests[1].target ==
             "/fhir/Observation?patient=Patient%2Fp1&date=ge2026-10-14T09%3A00%3A00%2B01%3A00"
             "&date=le2026-10-20T17%3A00%3A00%2B01%3A00&_count=200");
  BOOST_TEST(requests[2].target == "/fhir?page=2");
}

BOOST_AUTO_TEST_CASE(by_post_the_number_stands_in_no_address) {
  SourceFixture fixture({Page(Resource("Patient", "p1")), Page("")});
  fixture.options.by_post = true;
  fixture.options.types = {"QuestionnaireResponse"};
  BOOST_TEST(fixture.Fetch().is_complete);
  const auto requests = fixture.peer.Requests();
  BOOST_REQUIRE(requests.size() == 2U);
  BOOST_TEST(requests[0].method == "POST");
  BOOST_TEST(requests[0].target == "/fhir/Patient/_search");
  BOOST_TEST(requests[0].headers.at("content-type") == "application/x-www-form-urlencoded");
  BOOST_TEST(requests[0].body.find("9990000018") != std::string::npos);
  BOOST_TEST(requests[1].target == "/fhir/QuestionnaireResponse/_search");
  BOOST_TEST(requests[1].body.find("&authored=ge2026") != std::string::npos);
}

// As the one before, of a server that counts what it has and names no next page.
PeerStep Counted(const std::string& entries, int total) {
  return Say(200, kFhir,
             R"({"resourceType":"Bundle","total":)" + std::to_string(total) + R"(,"entry":[)" +
                 entries + "]}");
}

BOOST_AUTO_TEST_CASE(a_server_that_counts_more_than_it_gives_is_asked_for_the_rest) {
  SourceFixture fixture({Counted(Resource("Patient", "p1"), 1),
                         Counted(Resource("Observation", "1"), 2),
                         Counted(Resource("Observation", "2"), 2)});
  const Fetched fetched = fixture.Fetch();
  BOOST_TEST(fetched.is_complete);
  BOOST_TEST(fetched.resources == 2U);
  const auto requests = fixture.peer.Requests();
  BOOST_REQUIRE(requests.size() == 3U);
  BOOST_TEST(requests[2].target == requests[1].target + "&_offset=1");
}

BOOST_AUTO_TEST_CASE(what_a_server_counts_and_does_not_give_is_missing) {
  for (const PeerStep& last :
       {Counted(Resource("Observation", "1"), 2), Counted("", 2)}) {  // it knows no _offset
    SourceFixture fixture(
        {Counted(Resource("Patient", "p1"), 1), Counted(Resource("Observation", "1"), 2), last});
    const Fetched fetched = fixture.Fetch();
    BOOST_TEST(!fetched.is_complete);
    BOOST_TEST(fetched.code == "fhir.pages-missing");
    BOOST_TEST(fetched.bundle.find(Resource("Observation", "1")) != std::string::npos);
  }
}

BOOST_AUTO_TEST_CASE(a_patient_that_is_not_known_there_has_no_readings) {
  SourceFixture fixture({Page("")});
  const Fetched fetched = fixture.Fetch();
  BOOST_TEST(fetched.is_complete);
  BOOST_TEST(fetched.code == "fhir.no-patient");
  BOOST_TEST(fetched.bundle.empty());
}

BOOST_AUTO_TEST_CASE(a_server_that_dies_in_the_middle_leaves_what_had_come) {
  SourceFixture fixture({});
  fixture.peer.Add(Page(Resource("Patient", "p1")));
  fixture.peer.Add(Page(Resource("Observation", "1"), "/fhir?page=2"));
  for (int i = 0; i < 4; ++i) fixture.peer.Add({"", PeerStep::Do::kCloseAfter});
  const Fetched fetched = fixture.Fetch();
  BOOST_TEST(!fetched.is_complete);
  BOOST_TEST(fetched.may_help_again);
  BOOST_TEST(fetched.code == "fhir.no-answer");
  BOOST_TEST(fetched.resources == 1U);
  BOOST_TEST(fetched.bundle.find(Resource("Observation", "1")) != std::string::npos);
}

struct Failure {
  PeerStep step;
  const char* code;
  bool may_help_again;
  std::size_t requests = 1;
};

BOOST_AUTO_TEST_CASE(each_failure_says_whether_another_attempt_may_help) {
  const Failure failures[] = {
      {Say(503, "Retry-After: 7\r\n"), "fhir.busy", true},
      {Say(429), "fhir.busy", true, 4},
      {Say(500), "fhir.server-error", true, 4},
      {Say(400), "fhir.rejected", false},
      {Say(401), "fhir.unauthorised", false},
      {Say(403), "fhir.forbidden", false},
      {Say(302, "Location: http://127.0.0.1:1/\r\n"), "fhir.redirected", false},
      {Say(200, kFhir, "<html>"), "fhir.not-fhir", false},
      {Page(Resource("Patient", "../x")), "fhir.not-fhir", false},
      {Page(Resource("Patient", "p1"), "http://elsewhere.example/?p=2"), "fhir.link-elsewhere",
       false},
      {{"", PeerStep::Do::kStaySilent}, "fhir.answer-timeout", true},
  };
  for (const Failure& failure : failures) {
    BOOST_TEST_CONTEXT(failure.code) {
      SourceFixture fixture({failure.step, failure.step, failure.step, failure.step});
      const Fetched fetched = fixture.Fetch();
      BOOST_TEST(!fetched.is_complete);
      BOOST_TEST(fetched.code == failure.code);
      BOOST_TEST(fetched.may_help_again == failure.may_help_again);
      BOOST_TEST(fetched.detail.find("999") == std::string::npos);
      BOOST_TEST(fixture.peer.Requests().size() == failure.requests);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_busy_server_says_when_to_come_again) {
  SourceFixture fixture({Say(429, "Retry-After: 7\r\n")});
  BOOST_TEST((fixture.Fetch().retry_after == Millis(7'000)));
}

BOOST_AUTO_TEST_CASE(a_page_that_a_busy_server_refuses_is_asked_for_again) {
  SourceFixture fixture({Page(Resource("Patient", "p1")),
                         Say(503),
                         {"", PeerStep::Do::kCloseAfter},
                         Say(429, "Retry-After: 0\r\n"),
                         Page(Resource("Observation", "1"))});
  BOOST_TEST(fixture.Fetch().is_complete);
  const auto requests = fixture.peer.Requests();
  BOOST_REQUIRE(requests.size() == 5U);
  BOOST_TEST(requests[4].target == requests[1].target);
}

BOOST_AUTO_TEST_CASE(nobody_listens) {
  SourceFixture fixture({});
  fixture.options.base = *net::ParseHttpUrl("http://127.0.0.1:1/fhir");
  const Fetched fetched = fixture.Fetch();
  BOOST_TEST(fetched.code == "fhir.connection-refused");
  BOOST_TEST(fetched.may_help_again);
}

BOOST_AUTO_TEST_CASE(pages_that_lead_in_a_circle_come_to_an_end) {
  SourceFixture fixture({});
  fixture.peer.Add(Page(Resource("Patient", "p1")));
  fixture.peer.Add(Page(Resource("Observation", "1"), "/fhir?page=2"));
  fixture.peer.Add(Page(Resource("Observation", "2"), "/fhir?page=2"));
  const Fetched fetched = fixture.Fetch();
  BOOST_TEST(fetched.code == "fhir.endless");
  BOOST_TEST(fixture.peer.Requests().size() == 3U);
}

BOOST_AUTO_TEST_CASE(too_many_pages_come_to_an_end) {
  SourceFixture fixture({});
  fixture.options.most_pages = 3;
  fixture.peer.Add(Page(Resource("Patient", "p1")));
  for (int page = 2; page < 9; ++page) {
    fixture.peer.Add(Page("", "/fhir?page=" + std::to_string(page)));
  }
  BOOST_TEST(fixture.Fetch().code == "fhir.endless");
  BOOST_TEST(fixture.peer.Requests().size() == 3U);
}

BOOST_AUTO_TEST_CASE(a_token_that_is_refused_is_renewed_once) {
  HttpPeer tokens(
      {Say(200, "Content-Type: application/json\r\n", R"({"access_token":"one","expires_in":600})"),
       Say(200, "Content-Type: application/json\r\n",
           R"({"access_token":"two","expires_in":600})")});
  SourceFixture fixture({Say(401), Page("")});
  oauth2::Oauth2Options oauth2;
  oauth2.token_url = tokens.Url("/token");
  oauth2.client_id = "wardbridge";
  oauth2.client_secret = "secret";
  fixture.options.oauth2 = oauth2;
  BOOST_TEST(fixture.Fetch().code == "fhir.no-patient");
  const auto requests = fixture.peer.Requests();
  BOOST_REQUIRE(requests.size() == 2U);
  BOOST_TEST(requests[0].headers.at("authorization") == "Bearer one");
  BOOST_TEST(requests[1].headers.at("authorization") == "Bearer two");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::monitoring
