#include "edge/monitoring/fhir_post.h"

#include <string>

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include "tests/support/await.h"

namespace wardbridge::monitoring {

BOOST_AUTO_TEST_SUITE(fhir_post)

namespace {

using nlohmann::json;

struct PostFixture {
  PostFixture() {
    request.method = "POST";
    request.target = "/Observation";
    request.content_type = "application/fhir+json; charset=utf-8";
    request.body = "{}";
  }
  ~PostFixture() { io.Join(); }
  PostFixture(const PostFixture&) = delete;
  PostFixture& operator=(const PostFixture&) = delete;

  net::HttpResponse Post() {
    const net::HttpTask task =
        MakeFhirPost(options, [this](std::string body) -> boost::asio::awaitable<Posted> {
          taken += body;
          co_return posted;
        });
    return test::Await(io, task(request));
  }

  test::IoThreads io;
  FhirPostOptions options;
  net::HttpRequest request;
  Posted posted{Posted::Kind::kStored, "", {}};
  std::string taken;
};

}  // namespace

BOOST_FIXTURE_TEST_CASE(what_is_stored_is_created, PostFixture) {
  posted.problems.push_back({model::Issue::Severity::kError, "reading.unit",
                             "Observation.valueQuantity", "the unit is missing", ""});
  const net::HttpResponse response = Post();
  BOOST_TEST(response.status == 201);
  BOOST_TEST(response.content_type == "application/fhir+json; charset=utf-8");
  const json outcome = json::parse(response.body);
  BOOST_TEST(outcome["resourceType"] == "OperationOutcome");
  BOOST_TEST(outcome["issue"][0]["severity"] == "information");
  BOOST_TEST(outcome["issue"][1]["severity"] == "error");
  BOOST_TEST(outcome["issue"][1]["expression"][0] == "Observation.valueQuantity");
  BOOST_TEST(taken == "{}");
}

BOOST_FIXTURE_TEST_CASE(what_cannot_be_used_is_told_with_every_problem, PostFixture) {
  posted.kind = Posted::Kind::kRefused;
  posted.reason = "no-readings";
  posted.problems.assign(150, {model::Issue::Severity::kError, "a", "b", "c", ""});
  const net::HttpResponse response = Post();
  BOOST_TEST(response.status == 422);
  const json outcome = json::parse(response.body);
  BOOST_TEST(outcome["issue"].size() == 102U);
  BOOST_TEST(outcome["issue"][101]["diagnostics"] == "50 more of them");
}

BOOST_FIXTURE_TEST_CASE(what_could_not_be_stored_has_to_come_again, PostFixture) {
  posted.kind = Posted::Kind::kNotStored;
  const net::HttpResponse response = Post();
  BOOST_TEST(response.status == 503);
  BOOST_TEST(response.retry_after > 0);
}

BOOST_FIXTURE_TEST_CASE(other_places_and_media_types_are_refused, PostFixture) {
  request.target = "/Patient";
  BOOST_TEST(Post().status == 404);
  request.target = "/";
  BOOST_TEST(Post().status == 201);
  request.content_type = "application/fhir+xml";
  BOOST_TEST(Post().status == 415);
  request.content_type = "";
  BOOST_TEST(Post().status == 415);
  BOOST_TEST(taken == "{}");
}

BOOST_FIXTURE_TEST_CASE(a_token_is_asked_for_where_one_is_configured, PostFixture) {
  options.token = "s3cret";
  BOOST_TEST(Post().status == 401);
  for (const char* wrong : {"Bearer", "Bearer ", "Bearer s3cre", "Bearer s3cret2", "s3cret",
                            "Basic s3cret", "Bearer S3CRET"}) {
    request.authorization = wrong;
    BOOST_TEST_CONTEXT(wrong) { BOOST_TEST(Post().status == 401); }
  }
  BOOST_TEST(taken.empty());
  request.authorization = "bearer s3cret";
  BOOST_TEST(Post().status == 201);
}

BOOST_AUTO_TEST_CASE(what_can_be_posted_is_told) {
  net::HttpRequest request;
  request.method = "GET";
  request.target = "/metadata";
  const net::HttpResponse response = MakeFhirPostReads()(request);
  BOOST_TEST(response.status == 200);
  const json told = json::parse(response.body);
  BOOST_TEST(told["resourceType"] == "CapabilityStatement");
  BOOST_TEST(told["rest"][0]["resource"].size() == 4U);
  request.target = "/Observation";
  BOOST_TEST(MakeFhirPostReads()(request).status == 404);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::monitoring
