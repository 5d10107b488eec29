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
                                        .groups = LinkedTo({kGroup5})}}};
    std::optional<PersonIcon> icon{};
    std::vector<NamedGroup> groups{{kGroup5, "5A", false}, {kPlus, "Plusgroep", true}};
    bool coordinator = true;
    std::string product_name{};

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
        facts.icon = icon;
        facts.product_name = product_name;
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
            "Zet Aatje van der Voorbeeld op actief in de schooladministratie. Basispoort geeft het "
            "door: de volgende dag is het hier ook zo.";
        link = kSchoolPath + "/pupils";
    }
    SECTION("a substitute whose time is over") {
        person.staff = true;
        person.end_date = Date::Parse("2026-11-25");
        cause = "Aatje van der Voorbeeld had toegang tot en met 25 november 2026.";
        action = "Moet Aatje van der Voorbeeld nog werken met taal-5? Verleng dan de einddatum in Basispoort.";
        link = kSchoolPath + "/teachers";
    }
    SECTION("not bought") {
        world.mapping.licences.clear();
        world.product_name = "Taal groep 5";
        cause = "De school heeft geen licentie voor Taal groep 5.";
        action = "Bestel een licentie voor Taal groep 5.";
        link = kSchoolPath + "/licences";
    }
    SECTION("not bought, and not in the catalogue") {
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
            "Zet Aatje van der Voorbeeld in een groep in de schooladministratie, of koppel Aatje van "
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

TEST_CASE("who may use it and misses the icon reads how it is at Basispoort and what to do", "[LIC-09][LIC-12]") {
    const std::string licence = kLicencePath;
    struct Case {
        const char* what;
        PersonIcon icon;
        bool there;
        std::string step;  // the last one, and the cause when it did not pass
        std::string action;
        std::string link;
        std::string step_en;
        std::string action_en;
    };
    const Case cases[] = {
        {"visible",
         {.setup = IconSetup::kOn, .state = IconState::kVisible, .visible_since = Date::Parse("2026-09-03")},
         true,
         "Het icoon staat in Basispoort sinds 3 september 2026.",
         "Zie je het icoon toch niet? Log dan uit bij Basispoort en log opnieuw in. Blijft het weg, bel dan de "
         "helpdesk.",
         licence,
         "The icon has been in Basispoort since 3 September 2026.",
         "Do you still not see it? Sign out at Basispoort and in again. If it stays away, call the helpdesk."},
        {"waiting",
         {.setup = IconSetup::kOn, .state = IconState::kWaiting},
         false,
         "Het icoon is nog niet in Basispoort.",
         "Meestal is het er binnen een uur. Is het er dan nog niet, koppel de licentie dan opnieuw.",
         licence,
         "The icon is not in Basispoort yet.",
         "It is usually there within an hour. If it is not, link the licence again."},
        {"waiting for too long",
         {.setup = IconSetup::kOn, .state = IconState::kWaiting, .late = true},
         false,
         "Het icoon is nog niet in Basispoort. Dat duurt langer dan anders.",
         "Koppel de licentie opnieuw. Is het icoon er een uur later nog niet, bel dan de helpdesk.",
         licence,
         "The icon is not in Basispoort yet, and that takes longer than usual.",
         "Link the licence again. If the icon is not there an hour later, call the helpdesk."},
        {"dropped",
         {.setup = IconSetup::kOn, .state = IconState::kDropped, .problem = IconProblem::kUnknownThere},
         false,
         "Het icoon is niet in Basispoort: Basispoort kent het account van Aatje van der Voorbeeld niet.",
         "Kijk in de schooladministratie of Aatje van der Voorbeeld bij de juiste school en groep staat "
         "en stuur de gegevens opnieuw naar Basispoort. Wij proberen het elke dag opnieuw.",
         kSchoolPath + "/pupils",
         "The icon is not in Basispoort: Basispoort does not know the account of Aatje van der Voorbeeld.",
         "Check in the school's administration that Aatje van der Voorbeeld is in the right school and group, and send "
         "the data to Basispoort again. We try again every day."},
        {"without a key",
         {.setup = IconSetup::kOn, .state = IconState::kDropped, .problem = IconProblem::kNoKey},
         false,
         "Het icoon is niet in Basispoort: we hebben geen Basispoort-nummer en geen ECK iD van Aatje van der "
         "Voorbeeld.",
         "Vraag in de schooladministratie een ECK iD voor Aatje van der Voorbeeld aan en stuur de "
         "gegevens opnieuw naar Basispoort.",
         kSchoolPath + "/pupils",
         "The icon is not in Basispoort: we have neither a Basispoort id nor an ECK iD of Aatje van der Voorbeeld.",
         "Have the school's administration request an ECK iD for Aatje van der Voorbeeld, and send the data to "
         "Basispoort again."},
        {"a product that the catalogue does not have",
         {.setup = IconSetup::kNotInCatalogue},
         false,
         "Het icoon is niet in Basispoort: dit product staat nog niet in onze catalogus.",
         "Bel de helpdesk.",
         licence,
         "The icon is not in Basispoort: the product is not in our catalogue yet.",
         "Call the helpdesk."},
        {"a product that Basispoort is about to get",
         {.setup = IconSetup::kWaiting},
         false,
         "Het icoon is nog niet in Basispoort: we melden dit product daar nog aan.",
         "Kijk over een uur opnieuw.",
         licence,
         "The icon is not in Basispoort yet: it is about to be told of the product.",
         "Look again in an hour."},
        {"a product that Basispoort refuses",
         {.setup = IconSetup::kRefused},
         false,
         "Het icoon is niet in Basispoort: Basispoort neemt dit product nu niet aan.",
         "Je hoeft niets te doen: de helpdesk ziet dit en lost het op.",
         licence,
         "The icon is not in Basispoort: Basispoort refuses the product as it is.",
         "Nothing has to be done: the helpdesk sees this and mends it."},
    };
    for (const auto& c : cases) {
        INFO(c.what);
        World world;
        world.icon = c.icon;
        const auto explanation = world.Ask();
        REQUIRE(explanation.steps.size() == 12);
        const auto& last = explanation.steps.back();
        CHECK(last.question == Question::kIcon);
        CHECK(last.passed == c.there);
        CHECK(last.text.nl == c.step);
        CHECK(last.text.en == c.step_en);
        CHECK((explanation.cause.nl == c.step) == !c.there);
        REQUIRE(explanation.action);
        CHECK(explanation.action->nl == c.action);
        CHECK(explanation.action->en == c.action_en);
        CHECK(explanation.link == c.link);
    }
}

TEST_CASE("without a connection to Basispoort the icon is no step, and without access neither", "[LIC-09][LIC-12]") {
    World world;
    world.icon = PersonIcon{.setup = IconSetup::kOff};
    const auto off = world.Ask();
    CHECK(off.steps.size() == 11);
    CHECK(off.cause.nl == "Aatje van der Voorbeeld kan Taal 5 gebruiken tot en met 31 juli 2027.");
    CHECK(off.action->nl ==
          "De verbinding met Basispoort staat hier uit, dus daar is geen icoon. Open het product via de link van de "
          "uitgever.");
    world.icon = PersonIcon{.setup = IconSetup::kOn, .problem = IconProblem::kUnknownThere};
    world.mapping.licences.front().groups.clear();
    CHECK(world.Ask().steps.size() == 11);
    CHECK(world.Ask().action->nl.starts_with("Koppel groep 5A"));
}

TEST_CASE("whose account Basispoort does not know, a teacher is told to ask the coordinator", "[LIC-09][LIC-12]") {
    World world;
    world.coordinator = false;
    world.school.person->staff = true;
    world.icon = {.setup = IconSetup::kOn, .state = IconState::kDropped, .problem = IconProblem::kUnknownThere};
    CHECK(world.Ask().action->nl.starts_with(
        "Vraag het aan de ICT-coördinator van de school. Die kan dit doen: Kijk in"));
    CHECK(world.Ask().link == kSchoolPath + "/teachers");
}

TEST_CASE("who cannot link is told whom to ask", "[LIC-12]") {
    World world;
    world.coordinator = false;
    world.mapping.licences.front().groups.clear();
    CHECK(world.Ask().action->nl ==
          "Vraag het aan de ICT-coördinator van de school. Die kan dit doen: Koppel groep 5A aan deze licentie bij "
          "Licentiebeheer.");
    // Nothing that only a coordinator can do: the same for everybody.
    world.mapping.licences.front().groups = LinkedTo({kGroup5});
    CHECK(world.Ask().action->nl.starts_with("Zie je het icoon"));
}

TEST_CASE("who cannot link is not told to link again, and nobody is for a seat", "[LIC-09][LIC-12]") {
    World world;
    const PersonIcon waiting{.setup = IconSetup::kOn, .state = IconState::kWaiting};
    const PersonIcon late{.setup = IconSetup::kOn, .state = IconState::kWaiting, .late = true};
    const auto action = [&](const std::optional<PersonIcon>& icon, bool coordinator) {
        world.icon = icon;
        world.coordinator = coordinator;
        return world.Ask().action->nl;
    };
    const std::string ask =
        "Meestal is het er binnen een uur. Is het er dan nog niet, vraag dan de ICT-coördinator van de school om de "
        "licentie opnieuw te koppelen.";
    CHECK(action(waiting, false) == ask);
    CHECK(action(std::nullopt, false) == "Zie je het icoon nog niet in Basispoort? " + ask);
    CHECK(
        action(late, false) ==
        "Vraag het aan de ICT-coördinator van de school. Die kan dit doen: Koppel de licentie opnieuw. Is het icoon er "
        "een uur later nog niet, bel dan de helpdesk.");

    world.mapping.licences.front().kind = LicenceKind::kPupil;
    world.school.person->seats = {kLicence};
    for (const bool coordinator : {true, false}) {
        CHECK(action(waiting, coordinator) ==
              "Meestal is het er binnen een uur. Is het er dan nog niet, bel dan de helpdesk.");
        CHECK(action(std::nullopt, coordinator).ends_with("bel dan de helpdesk."));
        CHECK(action(late, coordinator) == "Bel de helpdesk: die kan het icoon opnieuw laten plaatsen.");
    }
}

TEST_CASE("a group that is called Groep is not called so twice", "[LIC-12]") {
    World world;
    world.mapping.licences.front().groups.clear();
    world.groups.front().name = "Groep 5";
    CHECK(world.Ask().action->nl == "Koppel Groep 5 aan deze licentie bij Licentiebeheer.");
    CHECK(world.Ask().action->en == "Link Groep 5 to this licence.");
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
        const auto failed = std::ranges::find_if(explanation.steps, [](const auto& one) { return !one.passed; });
        if (failed != explanation.steps.end()) REQUIRE(explanation.cause.nl == failed->text.nl);
    }
    CHECK(seen.size() == 16);
}
