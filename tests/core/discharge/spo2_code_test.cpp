// The code of oxygen saturation, as a receiver wants it.
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

#include <boost/test/unit_test.hpp>

#include "core/discharge/discharge.h"

namespace wardbridge::discharge {

BOOST_AUTO_TEST_SUITE(spo2_code)

namespace {

constexpr std::string_view kFinding =
    R"("code":"447755005","display":"Finding of oxygen saturation")";
constexpr std::string_view kObservable =
    R"("code":"103228002","display":"Hemoglobin saturation with oxygen")";

std::string GoodSummary() {
  std::ifstream file(WARDBRIDGE_SOURCE_DIR "/tests/core/discharge/good_summary.json",
                     std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

// One entry with a resource that has `coding` (JSON text) for its code.
std::string BundleWith(const std::string& type, const std::string& coding) {
  return R"({"resourceType":"Bundle","type":"collection","entry":[{"fullUrl":"urn:uuid:a","resource":)"
         R"({"resourceType":")" +
         type + R"(","code":{"coding":[)" + coding + R"(]},"valueQuantity":{"value":93.50}}}]})";
}

std::size_t Count(std::string_view text, std::string_view part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string_view::npos;
       at = text.find(part, at + 1)) {
    ++count;
  }
  return count;
}

std::string Made(const std::string& bundle, Spo2Code wanted) {
  const Result<std::string> made = WithSpo2Code(bundle, wanted);
  BOOST_REQUIRE(made.has_value());
  return *made;
}

}  // namespace

BOOST_AUTO_TEST_CASE(each_reading_of_a_summary_gets_the_code_and_comes_back_the_same) {
  const std::string finding = Made(GoodSummary(), Spo2Code::kFinding);
  const std::size_t readings = Count(finding, kFinding);
  BOOST_TEST(readings == 2U);
  const std::string observable = Made(finding, Spo2Code::kObservable);
  BOOST_TEST(Count(observable, kObservable) == readings);
  BOOST_TEST(Count(observable, "447755005") == 0U);
  BOOST_TEST(Made(observable, Spo2Code::kFinding) == finding);
}

BOOST_AUTO_TEST_CASE(as_mapped_changes_nothing) {
  BOOST_TEST(Made(GoodSummary(), Spo2Code::kAsMapped) == GoodSummary());
}

BOOST_AUTO_TEST_CASE(numbers_and_other_members_keep_their_text) {
  const std::string before =
      BundleWith("Observation", R"({"system":"http://snomed.info/sct","userSelected":true,)" +
                                    std::string(kFinding) + "}");
  std::string after = before;
  after.replace(after.find(kFinding), kFinding.size(), kObservable);
  BOOST_TEST(Made(before, Spo2Code::kObservable) == after);
}

BOOST_AUTO_TEST_CASE(other_systems_codes_and_resources_stay) {
  for (const std::string& bundle :
       {BundleWith("Observation", R"({"system":"http://loinc.org","code":"447755005"})"),
        BundleWith("Observation", R"({"system":"http://snomed.info/sct","code":"78564009"})"),
        BundleWith("Condition", R"({"system":"http://snomed.info/sct","code":"447755005"})"),
        std::string(R"({"entry":[{"fullUrl":"urn:uuid:a"}]})")}) {
    BOOST_TEST(Made(bundle, Spo2Code::kObservable) == bundle);
  }
}

BOOST_AUTO_TEST_CASE(what_is_no_bundle_is_refused) {
  for (const char* text : {"", "[]", "{}", R"({"entry":{}})", R"({"entry":[{"resource":1}]})"}) {
    const Result<std::string> made = WithSpo2Code(text, Spo2Code::kObservable);
    BOOST_TEST_REQUIRE(!made.has_value(), text);
    BOOST_TEST((made.error().code == Code::kMalformed));
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::discharge
