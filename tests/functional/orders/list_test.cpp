// The school's list of licences through the gateway (LIC-02, manual §3.4): what it shows, filters, sorts and keeps
// apart.
#include <algorithm>
#include <catch2/catch.hpp>

#include "tests/functional/support/steps.hpp"

namespace {

using nlohmann::json;
using suite::sql::Dialect;
using suite::testing::Caller;
using suite::testing::CheckProblem;
using suite::testing::ListOf;
using suite::testing::LoadDemo;
using suite::testing::OnlyItem;
using suite::testing::SuiteFixture;

using Titles = std::vector<std::string>;

Titles TitlesOf(Caller& caller, const std::string& path) {
    Titles titles;
    for (const auto& licence : ListOf(caller, path)) titles.push_back(licence.at("title"));
    return titles;
}

}  // namespace

TEST_CASE("the coordinator sees the licences of all methods, and finds the one that is looked for",
          "[LIC-01][LIC-02]") {
    const auto dialect = GENERATE(Dialect::kSqlite, Dialect::kPostgres);
    CAPTURE(dialect);
    SuiteFixture fixture(dialect);
    auto& api = fixture.Api();
    const auto demo = LoadDemo(fixture);
    auto& coordinator = api.Coordinator(demo.school, demo.coordinator);
    const auto licences = "/schools/" + demo.school + "/licences";
    const Titles by_title{"Cijferpad groep 5",
                          "Cijferpad groep 6",
                          "Denkwerk plusklas",
                          "Letterdal groep 3",
                          "Theetijd groep 5 tot en met 8",
                          "Wereldraam extra oefenen",
                          "Woordveld groep 7 en 8"};
    CHECK(TitlesOf(coordinator, licences) == by_title);
    auto reversed = by_title;
    std::ranges::reverse(reversed);
    CHECK(TitlesOf(coordinator, licences + "?order=desc") == reversed);
    CHECK(TitlesOf(coordinator, licences + "?sort=contractNumber").front() == "Cijferpad groep 5");
    CHECK(TitlesOf(coordinator, licences + "?sort=contractNumber").back() == "Denkwerk plusklas");
    CHECK(TitlesOf(coordinator, licences + "?sort=startDate").back() == "Woordveld groep 7 en 8");
    CHECK(TitlesOf(coordinator, licences + "?q=GROEP%207") == Titles{"Woordveld groep 7 en 8"});
    CHECK(TitlesOf(coordinator, licences + "?q=1014") == Titles{"Wereldraam extra oefenen"});
    CHECK(TitlesOf(coordinator, licences + "?kind=pupil") == Titles{"Wereldraam extra oefenen"});
    CHECK(TitlesOf(coordinator, licences + "?methodId=cijferpad&yearGroup=6") == Titles{"Cijferpad groep 6"});
    CHECK(TitlesOf(coordinator, licences + "?state=coming") == Titles{"Woordveld groep 7 en 8"});

    // What has ended, and what is managed elsewhere, is kept apart.
    CHECK(TitlesOf(coordinator, licences + "?state=expired") == Titles{"Klanktrein groep 1 en 2"});
    const auto elsewhere = OnlyItem(coordinator, licences + "?excluded=true");
    CHECK(elsewhere.at("subject") == "topografie");
    CHECK(
        elsewhere.at("notice") ==
        "Deze licentie beheer je niet in dit overzicht. De ICT-coördinator krijgt per e-mail aparte inloggegevens voor "
        "het beheer van deze software.");

    const auto five = OnlyItem(coordinator, licences + "?q=cijferpad&yearGroup=5");
    CHECK(five.at("methodName") == "Cijferpad");
    CHECK(five.at("subject") == "rekenen");
    CHECK(five.at("renews") == true);
    CHECK(five.at("terminatedAt").is_null());
    CHECK(five.at("seats").is_null());
    CHECK(five.at("seatsUsed").is_null());
    CHECK(five.at("groupCount") == 2);
    CHECK(five.at("pupilCount") == 24);
    CHECK(five.at("notice").is_null());
    const auto seats = OnlyItem(coordinator, licences + "?kind=pupil");
    CHECK(seats.at("seats") == 30);
    CHECK(seats.at("seatsUsed") == 0);
    CHECK(seats.at("seatsFree") == 30);
    CHECK(seats.at("waiting") == 0);
}

TEST_CASE("what the list cannot be asked is refused with the parameter's name", "[ACC-07][LIC-02]") {
    SuiteFixture fixture(Dialect::kSqlite);
    auto& api = fixture.Api();
    const auto demo = LoadDemo(fixture);
    auto& coordinator = api.Coordinator(demo.school, demo.coordinator);
    const auto licences = "/schools/" + demo.school + "/licences";
    for (const auto* parameter : {"state", "kind", "sort", "order", "yearGroup", "excluded"}) {
        const auto answer = coordinator.Get(licences + "?" + parameter + "=onzin");
        CAPTURE(parameter);
        CheckProblem(answer, 400, "invalid-request");
        CHECK(answer.json.at("errors").at(0).at("pointer") == parameter);
    }
    const auto page = coordinator.Get(licences + "?limit=2&sort=endDate");
    const auto cursor = page.json.at("nextCursor").get<std::string>();
    CHECK(coordinator.Get(licences + "?limit=2&sort=endDate&cursor=" + cursor).status == 200);
    CheckProblem(coordinator.Get(licences + "?limit=2&cursor=" + cursor), 400, "invalid-cursor");
    CheckProblem(coordinator.Get(licences + "?limit=2&sort=endDate&order=desc&cursor=" + cursor), 400,
                 "invalid-cursor");
}
