// Staff sign in with the certified provider of tools/signin, from the link to the first answers and out again.
#include <catch2/catch.hpp>

#include "tests/functional/support/browser.hpp"
#include "tests/functional/support/steps.hpp"

namespace {

using nlohmann::json;
using suite::sql::Dialect;
using suite::testing::Browser;
using suite::testing::CheckProblem;
using suite::testing::Demo;
using suite::testing::LoadDemo;
using suite::testing::SuiteFixture;
using suite::testing::WithSignIn;

struct World {
    explicit World(Dialect dialect = Dialect::kSqlite) : fixture(dialect, WithSignIn{}), demo(LoadDemo(fixture)) {}
    SuiteFixture fixture;
    Demo demo;
    [[nodiscard]] Browser NewBrowser() { return Browser(fixture.Suite().Url()); }
};

std::string CookieLine(const suite::testing::Page& page, const std::string& name) {
    std::string found;
    for (const auto& cookie : page.cookies) {
        if (cookie.starts_with(name + "=")) found = cookie;
    }
    return found;
}

}  // namespace

TEST_CASE("a coordinator signs in, lands on the management part, works and signs out", "[ACC-01][ACC-02]") {
    World world(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    auto browser = world.NewBrowser();
    CheckProblem(browser.Api("GET", "/session"), 401, "unauthenticated");

    const auto arrived = browser.SignInAs("coordinator", "/licenties?groep=5");
    CHECK(arrived.url == world.fixture.Suite().Url() + "/licenties?groep=5");
    const auto cookie = CookieLine(arrived, "sleutelbos");
    CAPTURE(cookie);
    for (const auto* attribute : {"; HttpOnly", "; SameSite=Lax", "; Path=/", "; Max-Age=43200"})
        CHECK_THAT(cookie, Catch::Contains(attribute));
    CHECK_THAT(cookie, !Catch::Contains("Domain"));

    const auto session = browser.Api("GET", "/session");
    REQUIRE(session.status == 200);
    CHECK(session.json.at("name") == "Marieke Sleutelaar");
    CHECK(session.json.at("personId") == world.demo.coordinator);
    CHECK(session.json.at("school") == world.demo.school);
    CHECK(session.json.at("role") == "coordinator");  // also teacher of group 8
    CHECK(session.json.at("landing") == "management");
    CHECK(session.json.at("schools").size() == 1);
    CHECK(session.json.at("idleSeconds") == 1800);

    const auto school = "/schools/" + world.demo.school;
    CHECK(browser.Api("GET", school + "/licences").json.at("items").size() == 7);
    CHECK(browser.Api("GET", school + "/groups").json.at("items").size() == 10);
    CHECK(browser
              .Api("PUT",
                   school + "/licences/" + world.demo.licences.at("demo-3") + "/groups/" + world.demo.groups.at("G4"))
              .status == 200);
    CheckProblem(browser.Api("GET", "/schools/" + world.demo.other_school), 404, "school-unknown");
    CheckProblem(browser.Api("GET", "/held-removals"), 403, "forbidden");

    const auto old_cookie = browser.SessionCookie();
    REQUIRE(old_cookie);
    const auto out = browser.Raw("POST", "/auth/logout", "", {{"X-Sleutelbos", "1"}, {"Origin", browser.Origin()}});
    REQUIRE(out.status == 200);
    CHECK_THAT(out.json.at("signOutUrl").get<std::string>(), Catch::StartsWith(world.fixture.Suite().SignInUrl()));
    CHECK_FALSE(browser.SessionCookie());
    // The cookie itself is worth nothing any more, wherever a copy of it is.
    browser.SetCookie("sleutelbos", *old_cookie);
    CheckProblem(browser.Api("GET", "/session"), 401, "unauthenticated");
    CheckProblem(browser.Api("GET", school), 401, "unauthenticated");
}

TEST_CASE("a teacher lands on the own groups and sees nothing else", "[ACC-02][ACC-03]") {
    World world;
    auto browser = world.NewBrowser();
    CHECK(browser.SignInAs("teacher").url == world.fixture.Suite().Url() + "/");
    const auto session = browser.Api("GET", "/session");
    CHECK(session.json.at("role") == "teacher");
    CHECK(session.json.at("landing") == "ownGroups");
    CHECK(session.json.at("personId") == world.demo.teacher);
    const auto school = "/schools/" + world.demo.school;
    const auto groups = browser.Api("GET", school + "/groups");
    REQUIRE(groups.json.at("items").size() == 1);
    CHECK(groups.json["items"][0].at("name") == "Groep 5");
    CHECK(browser.Api("GET", school + "/groups/" + world.demo.groups.at("G5") + "/pincodes").status == 200);
    CheckProblem(browser.Api("GET", school + "/groups/" + world.demo.groups.at("G6") + "/pincodes"), 404,
                 "group-unknown");
    CheckProblem(browser.Api("GET", school + "/licences"), 403, "forbidden");
    // A substitute is a teacher until the end date.
    auto other = world.NewBrowser();
    other.SignInAs("substitute");
    CHECK(other.Api("GET", "/session").json.at("role") == "teacher");
    CHECK(other.Api("GET", school + "/groups").json.at("items").size() == 1);
}

TEST_CASE("who works at two schools chooses one, and is at that school only", "[ACC-01][ACC-03]") {
    World world;
    auto browser = world.NewBrowser();
    browser.SignInAs("two-schools");
    auto session = browser.Api("GET", "/session");
    REQUIRE(session.json.at("schools").size() == 2);
    CHECK(session.json.at("school").is_null());
    CHECK(session.json.at("role").is_null());
    CHECK(session.json.at("landing") == "chooseSchool");
    CheckProblem(browser.Api("GET", "/schools/" + world.demo.school), 403, "choose-school");

    const auto before = browser.SessionCookie();
    CheckProblem(browser.Api("PUT", "/session/school", {{"schoolId", suite::SchoolId{4711}.ToString()}}), 404,
                 "school-unknown");
    CheckProblem(browser.Api("PUT", "/session/school", {{"schoolId", 7}}), 400, "invalid-request");
    CheckProblem(browser.Api("PUT", "/session/school", {{"schoolId", world.demo.school}, {"role", "coordinator"}}), 400,
                 "invalid-request");
    CHECK(browser.SessionCookie() == before);

    const auto chosen = browser.Api("PUT", "/session/school", {{"schoolId", world.demo.school}});
    REQUIRE(chosen.status == 200);
    CHECK(chosen.json.at("school") == world.demo.school);
    CHECK(chosen.json.at("name") == "Ingrid Rekenaar");
    CHECK(chosen.json.at("landing") == "ownGroups");
    const auto after = browser.SessionCookie();
    CHECK(after != before);
    CHECK(browser.Api("GET", "/schools/" + world.demo.school).status == 200);
    CheckProblem(browser.Api("GET", "/schools/" + world.demo.other_school), 404, "school-unknown");

    // The id of before the choice is gone.
    auto old = world.NewBrowser();
    old.SetCookie("sleutelbos", *before);
    CheckProblem(old.Api("GET", "/session"), 401, "unauthenticated");

    CHECK(browser.Api("PUT", "/session/school", {{"schoolId", world.demo.other_school}}).status == 200);
    CHECK(browser.Api("GET", "/schools/" + world.demo.other_school).status == 200);
    CheckProblem(browser.Api("GET", "/schools/" + world.demo.school), 404, "school-unknown");
}

TEST_CASE("who has no rights at any school gets a page that says so, and no session", "[ACC-01]") {
    World world;
    for (const auto* person : {"stranger", "intern"}) {
        CAPTURE(person);
        auto browser = world.NewBrowser();
        const auto page = browser.SignInAs(person);
        CHECK(page.status == 403);
        CHECK(page.headers.at("content-type") == "text/html; charset=utf-8");
        CHECK_THAT(page.body, Catch::Contains("Je hebt hier geen toegang"));
        CHECK_FALSE(browser.SessionCookie());
    }
}

TEST_CASE("signing in again begins a new session and ends the old one", "[ACC-01]") {
    World world;
    auto browser = world.NewBrowser();
    browser.SignInAs("coordinator");
    const auto first = browser.SessionCookie();
    browser.SignInAs("teacher");
    CHECK(browser.Api("GET", "/session").json.at("role") == "teacher");
    CHECK(browser.SessionCookie() != first);
    browser.SetCookie("sleutelbos", *first);
    CheckProblem(browser.Api("GET", "/session"), 401, "unauthenticated");
}

TEST_CASE("a sign-in leads back to a page of ours and never elsewhere", "[ACC-01]") {
    World world;
    for (const auto* elsewhere : {"https://evil.example/", "//evil.example", "/\\evil.example", "/api/v1/session",
                                  "/auth/login", "javascript:alert(1)", ""}) {
        CAPTURE(elsewhere);
        auto browser = world.NewBrowser();
        CHECK(browser.SignInAs("coordinator", elsewhere).url == world.fixture.Suite().Url() + "/");
    }
}

TEST_CASE("a sign-in that another browser began cannot be finished here", "[ACC-01]") {
    World world;
    auto victim = world.NewBrowser();
    for (const auto* query : {"?code=abc&state=def", "?state=def", "", "?code=a&code=b&state=c&state=d"}) {
        CAPTURE(query);
        const auto page = victim.Visit("/auth/callback" + std::string(query));
        CHECK(page.status == 401);
        CHECK_THAT(page.body, Catch::Contains("Inloggen is niet gelukt"));
        CHECK_FALSE(victim.SessionCookie());
    }
    // With a sign-in of its own under way the victim's state is another.
    victim.Visit("/auth/login");
    CHECK(victim.Visit("/auth/callback?code=abc&state=def").status == 401);
    CHECK_FALSE(victim.SessionCookie());
}
