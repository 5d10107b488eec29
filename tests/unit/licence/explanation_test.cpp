#include "services/licence/domain/explanation.hpp"

#include <catch2/catch.hpp>
#include <set>

#include "worlds.hpp"

namespace {

using namespace suite;           // NOLINT: test
using namespace suite::licence;  // NOLINT: test

constexpr SchoolId kSchool{1};
constexpr LicenceId kLicence{100};
constexpr GroupId kGroup5{5};
constexpr GroupId kPlus{6};
const Date kToday = *Date::Parse("2026-11-26");

/// Aatje, in 5A and the plus group; a licence of this year that is linked to 5A.
struct World {
    SchoolFacts school{.known = true,
                       .active = true,
                       .licence_version = 1,
                       .person = PersonFacts{.id = PersonId{9}, .groups = {kGroup5, kPlus}}};
    SchoolMapping mapping{.version = 1,
                          .licences = {{.id = kLicence,
                                        .product_id = "taal-5",
                                        .start = *Date::Parse("2026-08-01"),
                                        .end = *Date::Parse("2027-07-31"),
                                        .groups = {kGroup5}}}};
    std::vector<NamedGroup> groups{{kGroup5, "5A", false}, {kPlus, "Plusgroep", true}};
    bool coordinator = true;

    [[nodiscard]] Explanation Ask() const {
        std::vector<Step> steps;
        const auto answer = Decide(school, mapping, "taal-5", kToday, &steps);
        ExplanationFacts facts{.school = kSchool,
                               .product_id = "taal-5",
                               .today = kToday,
                               .reader_links = coordinator,
                               .person_name = "Aatje van der Voorbeeld",
                               .groups = groups};
        if (school.person) facts.person = *school.person;
        if (answer.licence) {
            facts.licence = mapping.licences.front();
            facts.licence_title = "Taal 5";
        }
        return Explain(answer, steps, facts);
    }
};

const std::string kSchoolPath = "/schools/" + kSchool.ToString();
const std::string kLicencePath = kSchoolPath + "/licences/" + kLicence.ToString();

}  // namespace

TEST_CASE("each cause is said in plain Dutch, with what mends it and where", "[LIC-12]") {
    World world;
    std::string cause;
    std::string action;
    std::optional<std::string> link = kLicencePath;
    auto& licence = world.mapping.licences.front();
    auto& person = *world.school.person;
    SECTION("all is well, and the icon may take an hour") {
        cause = "Aatje van der Voorbeeld kan Taal 5 gebruiken tot en met 31 juli 2027.";
        action =
            "Zie je het icoon nog niet in Basispoort? Meestal is het er binnen een uur. Is het er dan nog niet, koppel "
            "de licentie dan opnieuw.";
    }
    SECTION("the school is gone") {
        world.school.active = false;
        cause = "De school staat bij ons als gestopt, of als samengegaan met een andere school.";
        action = "Klopt dat niet? Bel dan de helpdesk.";
        link.reset();
    }
    SECTION("no consent") {
        world.school.consent = false;
        cause = "De school geeft in Basispoort geen toestemming aan deze uitgever.";
        action = "Zet in Basispoort het vinkje bij deze uitgever aan.";
        link.reset();
    }
    SECTION("not active") {
        person.active = false;
        cause = "Aatje van der Voorbeeld is niet actief.";
        action =
            "Zet Aatje van der Voorbeeld op actief in het administratiepakket van de school. Basispoort geeft het "
            "door: de volgende dag is het hier ook zo.";
        link = kSchoolPath + "/pupils";
    }
    SECTION("a substitute whose time is over") {
        person.staff = true;
        person.end_date = Date::Parse("2026-11-25");
        cause = "Aatje van der Voorbeeld had toegang tot en met 25 november 2026.";
        action = "Moet Aatje van der Voorbeeld nog werken met taal-5? Verleng dan de einddatum.";
        link = kSchoolPath + "/teachers";
    }
    SECTION("not bought") {
        world.mapping.licences.clear();
        cause = "De school heeft geen licentie voor taal-5.";
        action = "Bestel een licentie voor taal-5.";
        link = kSchoolPath + "/licences";
    }
    SECTION("cancelled") {
        licence.cancelled = true;
        cause = "De licentie Taal 5 is geannuleerd.";
        action = "Bestel de licentie opnieuw. Is ze per ongeluk geannuleerd, bel dan de helpdesk.";
    }
    SECTION("over") {
        licence.end = *Date::Parse("2026-09-30");
        cause = "De licentie Taal 5 was geldig tot en met 30 september 2026.";
        action = "Bestel een nieuwe licentie.";
    }
    SECTION("the group is not linked: the base group is named") {
        licence.groups.clear();
        cause = "De licentie Taal 5 is niet gekoppeld aan een groep van Aatje van der Voorbeeld (5A en Plusgroep).";
        action = "Koppel groep 5A aan deze licentie bij Licentiebeheer.";
        link = kLicencePath + "/groups/" + kGroup5.ToString();
    }
    SECTION("in no group") {
        person.groups.clear();
        world.groups.clear();
        cause = "Aatje van der Voorbeeld zit in geen groep, en is niet zelf aan de licentie Taal 5 gekoppeld.";
        action =
            "Zet Aatje van der Voorbeeld in een groep in het administratiepakket van de school, of koppel Aatje van "
            "der Voorbeeld zelf aan de licentie.";
    }
    SECTION("no seat: and that it cannot be undone") {
        licence.kind = LicenceKind::kPupil;
        cause = "Aatje van der Voorbeeld heeft nog geen plaats op de licentie per kind Taal 5.";
        action =
            "Geef Aatje van der Voorbeeld een plaats bij 'Licenties per kind'. Let op: alleen de helpdesk kan dat weer "
            "ongedaan maken.";
        link = kLicencePath + "/seats/" + PersonId{9}.ToString();
    }
    SECTION("a teacher on a licence per child") {
        licence.kind = LicenceKind::kPupil;
        person.staff = true;
        cause = "De licentie Taal 5 is per kind. Medewerkers krijgen daarmee geen toegang.";
        action = "Bestel een licentie per groep als medewerkers er ook mee moeten werken.";
        link = kSchoolPath + "/licences";
    }
    SECTION("not begun") {
        licence.start = *Date::Parse("2027-01-01");
        cause = "De licentie Taal 5 begint op 1 januari 2027.";
        action = "Je hoeft niets te doen: vanaf die dag werkt het.";
    }
    const auto explanation = world.Ask();
    CHECK(explanation.cause.nl == cause);
    REQUIRE(explanation.action);
    CHECK(explanation.action->nl == action);
    CHECK(explanation.link == link);
    CHECK_FALSE(explanation.cause.en.empty());
    CHECK_FALSE(explanation.action->en.empty());
    CHECK(explanation.steps.back().text.nl.ends_with("."));
}

TEST_CASE("who cannot link is told whom to ask", "[LIC-12]") {
    World world;
    world.coordinator = false;
    world.mapping.licences.front().groups.clear();
    CHECK(world.Ask().action->nl ==
          "Vraag het aan de ICT-coördinator van de school. Die kan dit doen: Koppel groep 5A aan deze licentie bij "
          "Licentiebeheer.");
    // Nothing that only a coordinator can do: the same for everybody.
    world.mapping.licences.front().groups = {kGroup5};
    CHECK(world.Ask().action->nl.starts_with("Zie je het icoon"));
}

TEST_CASE("a name that the roster did not bring is no hole in the sentence", "[LIC-12]") {
    std::vector<Step> steps;
    const SchoolFacts school{.known = true, .active = true, .person = PersonFacts{.active = false}};
    const auto answer = Decide(school, {}, "taal-5", kToday, &steps);
    const auto explanation = Explain(answer, steps, {.school = kSchool, .product_id = "taal-5", .today = kToday});
    CHECK(explanation.cause.nl == "Deze leerling is niet actief.");
    CHECK(explanation.cause.en == "This pupil is not active.");
}

TEST_CASE("what is in a name is not taken for a mark", "[LIC-12]") {
    std::vector<Step> steps;
    const SchoolFacts school{.known = true, .active = true, .person = PersonFacts{.active = false}};
    const auto answer = Decide(school, {}, "taal-5", kToday, &steps);
    const auto explanation = Explain(
        answer, steps, {.school = kSchool, .product_id = "taal-5", .today = kToday, .person_name = "Bob {title} {x"});
    CHECK(explanation.cause.nl == "Bob {title} {x is niet actief.");
}

TEST_CASE("every decision can be explained, and the cause is the first step that failed", "[LIC-12]") {
    Worlds worlds(12);
    std::set<Reason> seen;
    for (int world = 0; world < 5000; ++world) {
        const auto school = worlds.Facts();
        const auto mapping = worlds.Mapping();
        const auto product = worlds.Product();
        std::vector<Step> steps;
        const auto answer = Decide(school, mapping, product, Worlds::kToday, &steps);
        seen.insert(answer.reason);
        ExplanationFacts facts{.school = kSchool, .product_id = product, .today = Worlds::kToday};
        if (school.person) facts.person = *school.person;
        if (answer.licence) facts.licence = *std::ranges::find(mapping.licences, *answer.licence, &MappedLicence::id);
        const auto explanation = Explain(answer, steps, facts);
        REQUIRE(explanation.steps.size() == steps.size());
        REQUIRE(explanation.action);
        for (const auto& step : explanation.steps) {
            for (const auto& text : {step.text.nl, step.text.en}) {
                REQUIRE(text.ends_with("."));
                REQUIRE(text.find('{') == std::string::npos);
                REQUIRE(text.find("1970") == std::string::npos);  // a date that is not known
            }
        }
        const auto failed = std::ranges::find_if(explanation.steps, [](const auto& one) { return !one.step.Passed(); });
        if (failed != explanation.steps.end()) REQUIRE(explanation.cause.nl == failed->text.nl);
    }
    CHECK(seen.size() == 16);
}
