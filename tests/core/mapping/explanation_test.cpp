// Where every part of a Bundle came from, what nobody read, and which rules wrote nothing.
#include "core/mapping/explanation.h"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "base/json_spans.h"
#include "core/mapping/trace.h"
#include "tests/core/mapping/lab.h"

namespace wardbridge::mapping {

BOOST_AUTO_TEST_SUITE(explanation)

namespace {

struct Story {
  std::string bundle;
  Explanation explanation;
  std::map<std::string, Origin> origins;  // by pointer

  [[nodiscard]] const Origin& At(const std::string& pointer) const {
    const auto at = origins.find(pointer);
    BOOST_REQUIRE_MESSAGE(at != origins.end(), "no " << pointer << " in " << bundle);
    return at->second;
  }
};

Story Told(const Program& program, const hl7::View& view, Trace& trace) {
  const model::Summary summary = lab::SampleSummary();
  const model::Document document = lab::SampleDocument();
  Inputs inputs{view, summary};
  inputs.document = &document;
  Story story;
  story.bundle = program.Run(inputs, &trace).bundle;
  story.explanation = program.Explain(inputs, trace, story.bundle);
  for (const Origin& origin : story.explanation.origins) story.origins[origin.pointer] = origin;
  return story;
}

Story TellSample() {
  Trace trace;
  const hl7::View view = lab::SampleView(&trace);
  return Told(*lab::CompileGood(lab::ShippedPack()), view, trace);
}

// The last element v of a pack of one rule, over a message of those segments.
Story Tell(const std::string& body, const std::string& segments, const std::string& tables = {},
           std::map<std::string, std::string> others = {}) {
  Trace trace;
  const hl7::View view = lab::ViewOfSegments(segments, &trace);
  const auto pack = lab::PackWithValue(body, tables, std::move(others));
  return Told(*lab::CompileGood(pack), view, trace);
}

// "formula patient.birthDate: PID-7=19440229"
std::string Line(const Origin& origin) {
  std::string text = std::string(Name(origin.kind)) + " " + origin.rule + ":";
  for (const ExplainedSource& source : origin.sources) {
    text += source.condition ? " ?" : " ";
    switch (source.kind) {
      case ExplainedSource::Kind::kField:
        text += source.field.place + "=" + source.field.text.Reveal();
        break;
      case ExplainedSource::Kind::kJoined:
        text += source.name;
        break;
      case ExplainedSource::Kind::kTable:
        text += source.name + "(" + source.row + ")";
        break;
      case ExplainedSource::Kind::kResource:
        text += "->" + source.name;
        break;
    }
  }
  return text;
}

const std::string kV = "/entry/0/resource/v";

using Texts = std::vector<std::string>;

Texts SilentOf(const Story& story) {
  Texts texts;
  for (const SilentRule& rule : story.explanation.silent)
    texts.push_back(rule.rule + ": " + rule.reason);
  return texts;
}

Texts UnreadOf(const Story& story) {
  Texts texts;
  for (const UnreadField& unread : story.explanation.unread) {
    texts.push_back(std::to_string(unread.field.message) + " " + unread.field.place + " " +
                    std::string(Name(unread.reader)));
  }
  return texts;
}

BOOST_AUTO_TEST_CASE(every_pointer_of_the_sample_has_a_rule_and_no_source_ends_past_its_message) {
  const Story story = TellSample();
  const auto places = PlacesOf(story.bundle);
  BOOST_REQUIRE(places.has_value());
  BOOST_REQUIRE_EQUAL(story.explanation.origins.size(), places->size());
  const hl7::View view = lab::SampleView();
  std::size_t fields = 0;
  for (std::size_t i = 0; i < places->size(); ++i) {
    const Origin& origin = story.explanation.origins[i];
    BOOST_TEST(origin.pointer == (*places)[i].pointer);
    BOOST_TEST(origin.place.starts_with("mappings/uk-virtual-ward/"), origin.pointer);
    for (const ExplainedSource& source : origin.sources) {
      if (source.kind != ExplainedSource::Kind::kField) continue;
      ++fields;
      const auto part = static_cast<std::size_t>(source.field.message - 1);
      BOOST_REQUIRE(part < view.parts().size());
      const std::string_view bytes = view.parts()[part].message->Bytes();
      BOOST_REQUIRE(source.field.end <= bytes.size());
      BOOST_TEST(bytes.substr(source.field.begin, source.field.end - source.field.begin) ==
                 source.field.text.Reveal());
    }
  }
  BOOST_TEST(fields > 20U);
}

BOOST_AUTO_TEST_CASE(the_bundle_is_the_same_with_and_without_a_trace) {
  const model::Summary summary = lab::SampleSummary();
  const model::Document document = lab::SampleDocument();
  const hl7::View view = lab::SampleView();
  Inputs inputs{view, summary};
  inputs.document = &document;
  BOOST_TEST(TellSample().bundle == lab::CompileGood(lab::ShippedPack())->Run(inputs).bundle);
}

BOOST_AUTO_TEST_CASE(a_formula_names_the_fields_it_read) {
  const Story story = Tell("=date(PID-7)", "PID|||||||19440229");
  BOOST_TEST(Line(story.At(kV)) == "formula x.v: PID-7=19440229");
  const ExplainedField& field = story.At(kV).sources.front().field;
  BOOST_TEST(field.message == 1);
  BOOST_TEST(field.end - field.begin == 8U);
}

BOOST_AUTO_TEST_CASE(of_alternatives_those_that_were_read_are_named) {
  const Story story = Tell("=PID-8 or PID-7", "PID|||||||19440229");
  BOOST_TEST(Line(story.At(kV)) == "formula x.v: PID-7=19440229");
}

BOOST_AUTO_TEST_CASE(a_text_and_a_default_are_told_apart) {
  BOOST_TEST(Line(Tell("hello", "PID|1").At(kV)) == "text x.v:");
  const Story story = Tell("{use: =PID-8, default: unknown}", "PID|1");
  BOOST_TEST(Line(story.At(kV)) == "default x.v:");
}

BOOST_AUTO_TEST_CASE(a_lookup_names_its_row) {
  const Story story = Tell("=lookup(sex, PID-8)", "PID||||||||f", "  sex: {file: sex.csv}",
                           {{"sex.csv", "source,target\nM,male\nF,female\n"}});
  BOOST_TEST(Line(story.At(kV)) == "formula x.v: PID-8=f sex(p/sex.csv:3)");
}

BOOST_AUTO_TEST_CASE(what_only_decided_is_marked) {
  const Story story = Tell("{when: 'PID-8 = \"F\"', use: =PID-7}", "PID|||||||1944|F");
  BOOST_TEST(Line(story.At(kV)) == "formula x.v: ?PID-8=F PID-7=1944");
}

BOOST_AUTO_TEST_CASE(each_item_has_its_own_sources) {
  const Story story = Tell("{each: PID-3, use: =.1}", "PID|||1^^^X~2^^^Y");
  BOOST_TEST(Line(story.At(kV)) == "rule x.v:");
  BOOST_TEST(Line(story.At(kV + "/0")) == "formula x.v: PID-3[1].1=1");
  BOOST_TEST(Line(story.At(kV + "/1")) == "formula x.v: PID-3[2].1=2");
}

BOOST_AUTO_TEST_CASE(an_item_that_is_there_already_leaves_no_trace_in_the_next) {
  const Story story = Tell("{each: PID-3, use: =.1}", "PID|||1^^^X~1^^^Y~2");
  BOOST_TEST(Line(story.At(kV + "/0")) == "formula x.v: PID-3[1].1=1");
  BOOST_TEST(Line(story.At(kV + "/1")) == "formula x.v: PID-3[3]=2");
}

BOOST_AUTO_TEST_CASE(an_object_that_was_dropped_leaves_no_trace) {
  const Story story =
      Tell("[{set: {a: text, b: =PID-8}}, {set: {a: other, b: =PID-7}}]", "PID|||||||1944");
  BOOST_TEST(Line(story.At(kV + "/0/a")) == "text x.v[1].a:");
  BOOST_TEST(Line(story.At(kV + "/0/b")) == "formula x.v[1].b: PID-7=1944");
}

BOOST_AUTO_TEST_CASE(ids_say_what_they_are_made_of) {
  const Story story = TellSample();
  BOOST_TEST(Line(story.At("/entry/0/fullUrl")) == "rule patient: stay.key");
  BOOST_TEST(Line(story.At("/entry/0/resource/id")) == "rule patient: stay.key");
}

BOOST_AUTO_TEST_CASE(readings_and_scores_are_named_by_their_keys) {
  const Story story = TellSample();
  bool reading = false;
  bool score = false;
  for (const Origin& origin : story.explanation.origins) {
    for (const ExplainedSource& source : origin.sources) {
      if (source.name == "reading.value") reading = reading || source.readings == Texts{"temp"};
      if (source.name == "score.value") {
        score = score || (source.set == "order-7" && source.readings == Texts{"rr"});
      }
    }
  }
  BOOST_TEST(reading);
  BOOST_TEST(score);
}

BOOST_AUTO_TEST_CASE(rules_that_wrote_nothing_say_why) {
  const auto reason = [](const std::string& body, const std::string& segments) {
    const Texts silent = SilentOf(Tell(body, segments));
    return silent.empty() ? std::string() : silent.back();
  };
  BOOST_TEST(reason("=PID-7", "PID|1") == "x.v: nothing in PID-7");
  BOOST_TEST(reason("=PID-7", "PID|||||||\"\"") == "x.v: the source deletes it (\"\")");
  BOOST_TEST(reason("=date(PID-7)", "PID|||||||odd") == "x.v: PID-7 was not understood");
  BOOST_TEST(reason("{when: present(PID-8), use: =PID-7}", "PID|1") ==
             "x.v: its when does not hold");
  BOOST_TEST(reason("{skip-if: missing(PID-8), use: =PID-7}", "PID|1") == "x.v: its skip-if holds");
  BOOST_TEST(reason("{accept: 'PID-7 = \"1\"', use: =PID-7}", "PID|||||||2") ==
             "x.v: its accept does not hold");
  BOOST_TEST(reason("{each: PID-3, use: =.1}", "PID|1") == "x.v: nothing in PID-3");
  BOOST_TEST(reason("{set: {a: text, b: =PID-7}}", "PID|1") ==
             "x.v: none of its formulas gave a value");
  BOOST_TEST(reason("{choose: [{when: present(PID-1), use: one}, {use: two}]}", "PID|1") ==
             "x.v[1]: another alternative was chosen");
  BOOST_TEST(reason("=PID-7", "PID|||||||1") == "");
}

BOOST_AUTO_TEST_CASE(values_that_no_rule_read_are_told_to_the_last_component) {
  const Story story = Tell("=PID-5.1", "PID|||||EXAMPLE^EDITH~OTHER||\"\"|F\rZZZ|1&2");
  const Texts expected = {"1 PID-5[1].2 nobody", "1 PID-5[2] nobody", "1 PID-8 nobody",
                          "1 ZZZ-1.1.1 nobody", "1 ZZZ-1.1.2 nobody"};
  const Texts unread = UnreadOf(story);
  BOOST_TEST(unread == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(what_a_newer_message_says_is_no_loss) {
  Trace trace;
  const hl7::View view = lab::ViewOf({"MSH|^~\\&|P|R|W|R|1||ADT^A01|M1|P|2.4\nPID|||||OLD||1944",
                                      "MSH|^~\\&|P|R|W|R|2||ADT^A03|M2|P|2.4\nPID|||||NEW"},
                                     &trace);
  const Story story = Told(*lab::CompileGood(lab::PackWithValue("=PID-5.1")), view, trace);
  const Texts expected = {"1 PID-5 newer-message", "1 PID-7 nobody"};
  const Texts unread = UnreadOf(story);
  BOOST_TEST(unread == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(what_rules_looked_at_and_did_not_write_is_told_as_such) {
  const Story story = Tell("{when: present(PID-5), use: =PID-7}", "PID|||||A^B||1944");
  const Texts expected = {"1 PID-5.1 rules", "1 PID-5.2 rules"};
  const Texts unread = UnreadOf(story);
  BOOST_TEST(unread == expected, boost::test_tools::per_element());
  const Texts not_used = UnreadOf(Tell("{use: =date(PID-7), on-error: omit}", "PID|||||||odd"));
  BOOST_TEST(not_used == Texts{"1 PID-7 rules"}, boost::test_tools::per_element());
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::mapping
