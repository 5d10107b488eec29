#include "services/licence/domain/licence.hpp"

#include <catch2/catch.hpp>

#include "core/reasons.hpp"

namespace {

using namespace suite;           // NOLINT: test
using namespace suite::licence;  // NOLINT: test

Licence Good() {
    return {.id = LicenceId{1},
            .order_line_id = "line-1",
            .contract_number = "12345678901234567890",
            .title = "Taal 5",
            .method_id = "taal",
            .product_id = "taal-5",
            .start = *Date::Parse("2026-08-01"),
            .end = *Date::Parse("2027-07-31"),
            .year_groups = {"5"}};
}

}  // namespace

TEST_CASE("an order line is checked field by field", "[LIC-14]") {
    CHECK(Validate(Good()).empty());
    struct Case {
        const char* pointer;
        void (*spoil)(Licence&);
    };
    const Case cases[] = {
        {"orderLineId", [](Licence& l) { l.order_line_id = ""; }},
        {"orderLineId", [](Licence& l) { l.order_line_id = "a b"; }},
        {"/contractNumber", [](Licence& l) { l.contract_number = "123"; }},
        {"/contractNumber", [](Licence& l) { l.contract_number = "1234567890123456789x"; }},
        {"/title", [](Licence& l) { l.title = " "; }},
        {"/title", [](Licence& l) { l.title = std::string(201, 'x'); }},
        {"/productId", [](Licence& l) { l.product_id = ""; }},
        {"/productId", [](Licence& l) { l.product_id = std::string(65, 'x'); }},
        {"/methodId", [](Licence& l) { l.method_id = "é"; }},
        {"/endDate", [](Licence& l) { l.end = *Date::Parse("2026-07-31"); }},
        {"/seats", [](Licence& l) { l.seats = 10; }},
        {"/seats", [](Licence& l) { l.kind = LicenceKind::kPupil; }},
        {"/seats", [](Licence& l) { l.kind = LicenceKind::kPupil, l.seats = 0; }},
        {"/yearGroups/0", [](Licence& l) { l.year_groups = {"555"}; }},
    };
    for (const auto& c : cases) {
        auto licence = Good();
        c.spoil(licence);
        const auto wrong = Validate(licence);
        INFO(c.pointer);
        REQUIRE(wrong.size() == 1);
        CHECK(wrong[0].pointer == c.pointer);
    }
}

TEST_CASE("a licence is coming, active, expired or cancelled", "[LIC-02]") {
    auto licence = Good();
    CHECK(StateOn(licence, *Date::Parse("2026-07-31")) == LicenceState::kComing);
    CHECK(StateOn(licence, *Date::Parse("2026-08-01")) == LicenceState::kActive);
    CHECK(StateOn(licence, *Date::Parse("2027-07-31")) == LicenceState::kEnding);
    CHECK(StateOn(licence, *Date::Parse("2027-08-01")) == LicenceState::kExpired);
    licence.cancelled = true;
    CHECK(StateOn(licence, *Date::Parse("2026-08-01")) == LicenceState::kCancelled);
}

TEST_CASE("groups are linked to licences per group that have not ended, also before they start", "[LIC-03]") {
    auto licence = Good();
    CHECK(CanLinkGroups(licence, *Date::Parse("2026-06-01")));
    CHECK(CanLinkGroups(licence, *Date::Parse("2027-07-31")));
    CHECK(CanLinkGroups(licence, *Date::Parse("2027-08-01")).error().reason == reason::kLicenceEnded);
    licence.kind = LicenceKind::kPupil;
    CHECK(CanLinkGroups(licence, *Date::Parse("2026-09-01")).error().reason == reason::kLicenceNotForGroups);
}

TEST_CASE("a contract that renews gets a year more each time, until it is terminated", "[LIC-10]") {
    const auto day = [](const char* text) { return *Date::Parse(text); };
    auto licence = Good();  // 2026-08-01 to 2027-07-31
    CHECK(LastDay(licence, day("2030-01-01")) == day("2027-07-31"));
    licence.renews = true;
    CHECK(LastDay(licence, day("2026-01-01")) == day("2027-07-31"));
    CHECK(LastDay(licence, day("2027-07-31")) == day("2027-07-31"));
    CHECK(LastDay(licence, day("2027-08-01")) == day("2028-07-31"));
    CHECK(LastDay(licence, day("2031-12-31")) == day("2032-07-31"));
    CHECK(StateOn(licence, day("2031-12-31")) == LicenceState::kActive);
    CHECK(StateOn(licence, day("2027-07-30")) == LicenceState::kActive);
    licence.ends_on = day("2028-07-31");
    CHECK(LastDay(licence, day("2031-12-31")) == day("2028-07-31"));
    CHECK(StateOn(licence, day("2027-09-01")) == LicenceState::kEnding);
    CHECK(StateOn(licence, day("2028-08-01")) == LicenceState::kExpired);

    auto leap = Good();
    leap.end = day("2028-02-29");
    leap.renews = true;
    CHECK(LastDay(leap, day("2028-03-01")) == day("2029-02-28"));
    CHECK(LastDay(leap, day("2031-06-01")) == day("2032-02-29"));
}

TEST_CASE("a licence that will not renew is ending in its last 92 days", "[LIC-02]") {
    auto licence = Good();
    CHECK(StateOn(licence, *Date::Parse("2027-04-29")) == LicenceState::kActive);
    CHECK(StateOn(licence, *Date::Parse("2027-04-30")) == LicenceState::kEnding);
    licence.cancelled = true;
    CHECK(StateOn(licence, *Date::Parse("2027-04-30")) == LicenceState::kCancelled);
}
