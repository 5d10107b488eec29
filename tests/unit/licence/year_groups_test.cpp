#include "services/licence/domain/year_groups.hpp"

#include <catch2/catch.hpp>
#include <string>

namespace {

using namespace suite::licence;  // NOLINT: test

/// "5", "1234", or "" for none.
std::string Shown(YearGroups years) {
    std::string text;
    for (int year = 0; year <= kLastYearGroup; ++year) {
        if (years.Has(year)) text += std::to_string(year);
    }
    return text;
}

}  // namespace

TEST_CASE("a title's year groups are read as people write them", "[LIC-04]") {
    struct Case {
        const char* title;
        const char* years;
        bool named;
    };
    const Case cases[] = {
        {"Cijferpad groep 5", "5", true},
        {"CIJFERPAD GR. 5", "5", true},
        {"Cijferpad gr5 oefensoftware", "5", true},
        {"Cijferpad groep5", "5", true},
        {"Woordveld groep 7 en 8", "78", true},
        {"Woordveld groepen 7 & 8", "78", true},
        {"Letterdal jaargroep 3", "3", true},
        {"Rekenen groep 1 t/m 4", "1234", true},
        {"Rekenen groep 1 tot en met 4", "1234", true},
        {"Rekenen groep 5-8", "5678", true},
        {"Rekenen groep 5, 6 en 8", "568", true},
        {"Rekenen groep 5/6 en groep 5/6", "56", true},
        {"onderwijssoftware thema 1 t/m 5 groep 5-4", "45", true},
        {"Taal groep 5a", "5", true},
        {"Cijferpad 5", "5", false},
        {"Cijferpad 5/6", "56", false},
        {"Taal blok 3", "", false},
        {"Taal thema 1 t/m 5", "", false},
        {"Taal versie 4.0", "", false},
        {"Taal 4.0", "", false},
        {"Taal actief 4 deel 5", "4", false},
        {"Taal 4 en spelling 5", "", false},
        {"Licentie 2026", "", false},
        {"Groep 5, leerstof groep 6", "", true},
        {"NT2 voor nieuwkomers", "", false},
        {"3D-printen", "", false},
        {"Groep 9", "", false},
        {"groep", "", false},
        {"", "", false},
    };
    for (const auto& c : cases) {
        INFO(c.title);
        CHECK(Shown(YearsInTitle(c.title).years) == c.years);
        CHECK(YearsInTitle(c.title).named == c.named);
    }
}

TEST_CASE("a group's name tells its year groups, or nothing", "[LIC-04]") {
    struct Case {
        const char* name;
        const char* years;
    };
    const Case cases[] = {
        {"5A", "5"},      {"5", "5"},          {"Groep 5", "5"},    {"Groep 5/6 combi", "56"}, {"3/4A", "34"},
        {"1-4A", "1234"}, {"groep 1-2", "12"}, {"6 blauw", "6"},    {"De Vlinders", ""},       {"Lokaal 12", ""},
        {"12A", ""},      {"Blauw 2", ""},     {"1-8", "12345678"}, {"Groep 7 en 8", "78"},    {"", ""}};
    for (const auto& c : cases) {
        INFO(c.name);
        CHECK(Shown(YearsInGroupName(c.name)) == c.years);
    }
}
