#include "core/fhir/elements.h"

#include <array>
#include <ostream>
#include <set>
#include <string>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

namespace wardbridge::fhir {

BOOST_AUTO_TEST_SUITE(elements)

namespace {

Type Known(std::string_view name) {
  const std::optional<Type> type = Type::Find(name);
  BOOST_REQUIRE_MESSAGE(type.has_value(), name);
  return *type;
}

Element Known(std::string_view type, std::string_view name) {
  const std::optional<Element> element = Known(type).FindElement(name);
  BOOST_REQUIRE_MESSAGE(element.has_value(), type << "." << name);
  return *element;
}

std::string NamesOf(Type type) {
  std::string names;
  for (std::size_t i = 0; i < type.ElementCount(); ++i) {
    const Element element = type.ElementAt(i);
    names += (i == 0 ? "" : " ") + std::string(element.Name()) + (element.IsChoice() ? "[x]" : "") +
             (element.IsList() ? "*" : "") + (element.IsRequired() ? "!" : "") +
             (element.IsXmlAttribute() ? "@" : "");
  }
  return names;
}

std::string TypesOf(Element element) {
  std::string names;
  for (std::size_t i = 0; i < element.TypeCount(); ++i) {
    names += (i == 0 ? "" : " ") + std::string(element.TypeAt(i).Name());
  }
  return names;
}

std::string TargetsOf(Element element) {
  std::string names;
  for (std::size_t i = 0; i < element.TargetCount(); ++i) {
    names += (i == 0 ? "" : " ") + std::string(element.TargetAt(i).Name());
  }
  return names;
}

struct OrderCase {
  const char* type;
  const char* elements;
};
std::ostream& operator<<(std::ostream& out, const OrderCase& c) { return out << c.type; }
// As the pages of the standard list them.
const std::array kOrders = {
    OrderCase{"Narrative", "id@ extension* status! div!"},
    OrderCase{"HumanName", "id@ extension* use text family given* prefix* suffix* period"},
    OrderCase{"Extension", "id@ extension* url!@ value[x]"},
    OrderCase{"Meta", "id@ extension* versionId lastUpdated source profile* security* tag*"},
    OrderCase{"Age", "id@ extension* value comparator unit system code"},
    OrderCase{"Bundle",
              "id meta implicitRules language identifier type! timestamp total link* entry* "
              "signature"},
    OrderCase{"Bundle.entry",
              "id@ extension* modifierExtension* link* fullUrl resource search request "
              "response"},
    OrderCase{"Binary", "id meta implicitRules language contentType! securityContext data"},
    OrderCase{"EvidenceVariable.characteristic",
              "id@ extension* modifierExtension* description definition[x]! usageContext* exclude "
              "participantEffective[x] timeFromStart groupMeasure"},
    OrderCase{"Invoice",
              "id meta implicitRules language text contained* extension* modifierExtension* "
              "identifier* status! cancelledReason type subject recipient date participant* issuer "
              "account lineItem* totalPriceComponent* totalNet totalGross paymentTerms note*"},
    OrderCase{"Patient",
              "id meta implicitRules language text contained* extension* modifierExtension* "
              "identifier* active name* telecom* gender birthDate deceased[x] address* "
              "maritalStatus multipleBirth[x] photo* contact* communication* generalPractitioner* "
              "managingOrganization link*"},
    OrderCase{"dateTime", "id@ extension*"},
    OrderCase{"xhtml", ""},
};

BOOST_DATA_TEST_CASE(elements_stand_in_the_order_of_the_standard,
                     boost::unit_test::data::make(kOrders), c) {
  BOOST_TEST(NamesOf(Known(c.type)) == c.elements);
}

BOOST_AUTO_TEST_CASE(a_name_that_is_no_type_is_not_found) {
  BOOST_TEST(!Type::Find("patient").has_value());
  BOOST_TEST(!Type::Find("Patient.").has_value());
  BOOST_TEST(!Type::Find("").has_value());
  BOOST_TEST(!Type::Find("~").has_value());
  BOOST_TEST(!Known("Patient").FindElement("birthdate").has_value());
  BOOST_TEST(!Known("Patient").FindElement("").has_value());
  BOOST_TEST(!Known("xhtml").FindElement("id").has_value());
}

BOOST_AUTO_TEST_CASE(every_type_and_every_element_is_found_by_its_name) {
  for (std::size_t i = 0; i < Type::Count(); ++i) {
    const Type type = Type::Nth(i);
    BOOST_REQUIRE(Type::Find(type.Name()) == std::optional(type));
    std::set<std::string_view> names;
    for (std::size_t e = 0; e < type.ElementCount(); ++e) {
      const Element element = type.ElementAt(e);
      BOOST_REQUIRE_MESSAGE(names.insert(element.Name()).second, type.Name());
      BOOST_REQUIRE(type.FindElement(element.Name()) == std::optional(element));
      BOOST_REQUIRE_MESSAGE(element.TypeCount() > 0, type.Name() << "." << element.Name());
      BOOST_REQUIRE_MESSAGE(element.IsChoice() || element.TypeCount() == 1,
                            type.Name() << "." << element.Name());
    }
  }
}

BOOST_AUTO_TEST_CASE(the_name_in_json_says_the_type_of_a_choice) {
  const Type observation = Known("Observation");
  const auto quantity = observation.FindProperty("valueQuantity");
  BOOST_REQUIRE(quantity.has_value());
  BOOST_TEST(quantity->element.Name() == "value");
  BOOST_TEST(quantity->type.Name() == "Quantity");
  BOOST_TEST(observation.FindProperty("effectiveDateTime")->type.Name() == "dateTime");
  BOOST_TEST(observation.FindProperty("status")->type.Name() == "code");
  BOOST_TEST(!observation.FindProperty("value").has_value());
  BOOST_TEST(!observation.FindProperty("valueAttachment").has_value());
  BOOST_TEST(!observation.FindProperty("valuequantity").has_value());
  BOOST_TEST(!observation.FindProperty("valueString2").has_value());
  BOOST_TEST(Known("Extension").FindProperty("valueBase64Binary")->type.Name() == "base64Binary");
}

BOOST_AUTO_TEST_CASE(kinds_of_types_and_of_their_json_are_told_apart) {
  using Kind = Type::Kind;
  using JsonKind = Type::JsonKind;
  BOOST_TEST((Known("Patient").GetKind() == Kind::kResource));
  BOOST_TEST((Known("Patient.contact").GetKind() == Kind::kPart));
  BOOST_TEST((Known("Timing.repeat").GetKind() == Kind::kPart));
  BOOST_TEST((Known("Period").GetKind() == Kind::kData));
  BOOST_TEST((Known("instant").GetKind() == Kind::kPrimitive));
  BOOST_TEST((Known("decimal").Json() == JsonKind::kNumber));
  BOOST_TEST((Known("positiveInt").Json() == JsonKind::kNumber));
  BOOST_TEST((Known("boolean").Json() == JsonKind::kBoolean));
  BOOST_TEST((Known("xhtml").Json() == JsonKind::kString));
  BOOST_TEST(Known("DomainResource").IsAbstract());
  BOOST_TEST(!Known("Patient").IsAbstract());
}

BOOST_AUTO_TEST_CASE(a_type_is_what_it_stands_below) {
  BOOST_TEST(Known("Age").Is("Quantity"));
  BOOST_TEST(Known("code").Is("string"));
  BOOST_TEST(Known("canonical").Is("uri"));
  BOOST_TEST(Known("Patient").Is("DomainResource"));
  BOOST_TEST(Known("Patient").Is("Resource"));
  BOOST_TEST(!Known("Bundle").Is("DomainResource"));
  BOOST_TEST(!Known("string").Is("code"));
  BOOST_TEST(Known("Patient.contact").Is("BackboneElement"));
}

BOOST_AUTO_TEST_CASE(elements_know_their_types_and_targets) {
  BOOST_TEST(TypesOf(Known("Patient", "deceased")) == "boolean dateTime");
  BOOST_TEST(TypesOf(Known("Patient", "contact")) == "Patient.contact");
  BOOST_TEST(TypesOf(Known("Patient", "id")) == "id");
  BOOST_TEST(TypesOf(Known("HumanName", "id")) == "string");
  BOOST_TEST(TypesOf(Known("Extension", "url")) == "uri");
  BOOST_TEST(TypesOf(Known("Bundle.entry", "link")) == "Bundle.link");
  BOOST_TEST(TypesOf(Known("Questionnaire.item", "item")) == "Questionnaire.item");
  BOOST_TEST(TypesOf(Known("ClaimResponse", "adjudication")) == "ClaimResponse.item.adjudication");
  BOOST_TEST(TargetsOf(Known("Observation", "encounter")) == "Encounter");
  BOOST_TEST(TargetsOf(Known("Encounter.hospitalization", "destination")) ==
             "Location Organization");
  BOOST_TEST(TargetsOf(Known("Observation", "focus")) == "");  // any
  BOOST_TEST(TargetsOf(Known("Patient", "name")) == "");
}

BOOST_AUTO_TEST_CASE(a_required_binding_names_its_codes) {
  const std::optional<CodeSet> gender = Known("Patient", "gender").Codes();
  BOOST_REQUIRE(gender.has_value());
  BOOST_TEST(gender->Url() == "http://hl7.org/fhir/ValueSet/administrative-gender");
  BOOST_TEST(gender->System() == "http://hl7.org/fhir/administrative-gender");
  BOOST_TEST(gender->Size() == 4U);
  BOOST_TEST(gender->At(0) == "female");
  BOOST_TEST(gender->Has("unknown"));
  BOOST_TEST(!gender->Has("M"));
  BOOST_TEST(!gender->Has(""));
  BOOST_TEST(Known("Encounter", "status").Codes()->Has("finished"));
  // Extensible, and not enumerable.
  BOOST_TEST(!Known("Encounter", "class").Codes().has_value());
  BOOST_TEST(!Known("Attachment", "contentType").Codes().has_value());
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::fhir
