// A bookmark, a shortcut and a tile, from the click to where they lead (ACC-08).
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

constexpr const char* kThere = "93.184.216.34";
constexpr const char* kAtHome = "93.184.217.1";

struct World {
    explicit World(Dialect dialect = Dialect::kSqlite)
        : fixture(dialect, WithSignIn{.gateway_environment = {"SLEUTELBOS_GATEWAY_TRUSTED_PROXIES=127.0.0.1"}}),
          demo(LoadDemo(fixture)) {}

    /// What a browser without a session gets, by whichever proxy.
    suite::http::ClientResponse Visit(const std::string& path, const std::string& from = kThere,
                                      const std::string& language = "nl", const std::string& accept = "text/html,*/*") {
        auto sent =
            client_.Send({.url = fixture.Suite().Url() + path,
                          .headers = {{"Accept", accept}, {"Accept-Language", language}, {"X-Forwarded-For", from}}});
        REQUIRE(sent);
        return *std::move(sent);
    }
    std::string Leads(const std::string& path, const std::string& from = kThere) {
        const auto answer = Visit(path, from);
        CAPTURE(path, answer.body);
        CHECK(answer.status == 303);
        CHECK(answer.headers.at("cache-control") == "no-store");
        return answer.headers.contains("location") ? answer.headers.at("location") : std::string();
    }

    SuiteFixture fixture;
    Demo demo;

  private:
    suite::http::Client client_;
};

}  // namespace

TEST_CASE("a pupil goes from a bookmark to Basispoort at school and to the home login elsewhere", "[ACC-05][ACC-08]") {
    World world(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    auto& coordinator = world.fixture.Api().Coordinator(world.demo.school, world.demo.coordinator);
    const std::string bookmark = "/start/bladwijzer/leerling/1001/cijferpad";
    // Nobody is at a school that has no addresses yet.
    CHECK(world.Visit(bookmark).status == 403);
    const auto added =
        coordinator.Post("/schools/" + world.demo.school + "/known-addresses", {{"address", "93.184.216.32/28"}});
    REQUIRE(added.status == 201);

    const std::string entry = "https://www.basispoort.nl/login/leerlingen/snelkoppelaar";
    for (const auto* route : {"snelkoppeling", "netwerk", "bladwijzer"}) {
        CAPTURE(route);
        const auto path = "/start/" + std::string(route) + "/leerling/";
        CHECK(world.Leads(path + "1001") == entry);
        CHECK(world.Leads(path + "99XX00") == entry);
        CHECK(world.Leads(path + "1001/cijferpad") == entry + "?TARGET=https%3A%2F%2Fcijferpad.example");
        CHECK(world.Leads(path + "99xx00/cijferpad/cijferpad-5?utm=x") ==
              entry + "?TARGET=https%3A%2F%2Fcijferpad.example%2Fcijferpad-5");
    }
    CHECK(world.Leads("/start/basispoort/leerling/1001", kAtHome) == "https://www.basispoort.nl/");
    CHECK(world.Leads("/start/thuis/leerling/1001/cijferpad", kAtHome) == "https://thuis.basispoort.nl/");

    const auto page = world.Visit(bookmark, kAtHome);
    CHECK(page.status == 403);
    CHECK(page.headers.at("content-type") == "text/html; charset=utf-8");
    CHECK(page.headers.at("content-security-policy").starts_with("default-src 'none'"));
    CHECK_THAT(page.body, Catch::Contains("Je bent niet op het netwerk van je school"));
    CHECK_THAT(page.body, Catch::Contains("<a href=\"/start/thuis/leerling/1001/cijferpad\">Thuis inloggen</a>"));
    CHECK_THAT(world.Visit(bookmark, kAtHome, "en").body, Catch::Contains("You are not on your school's network"));
    // What a client writes itself counts for nothing.
    CHECK(world.Visit(bookmark, std::string(kThere) + ", " + kAtHome).status == 403);

    // Taken away it counts no more, at once.
    REQUIRE(coordinator
                .Delete("/schools/" + world.demo.school + "/known-addresses/" + added.json.at("id").get<std::string>())
                .status == 200);
    CHECK(world.Visit(bookmark).status == 403);
    CHECK_FALSE(world.fixture.Suite().CheckAlive());
}

TEST_CASE("a teacher's shortcut leads through the sign-in to the method and straight there the next time",
          "[ACC-01][ACC-08]") {
    World world;
    const std::string shortcut = "/start/snelkoppeling/leerkracht/1001/cijferpad";
    CHECK(world.Leads(shortcut) == "/auth/login?returnTo=" + shortcut);
    CHECK(world.Leads("/start/basispoort/leerkracht/1001") == "/auth/login?returnTo=/start/basispoort/leerkracht/1001");

    Browser browser(world.fixture.Suite().Url());
    const auto choice = browser.Visit("/start/basispoort/leerkracht/1001");
    REQUIRE(choice.status == 200);
    CHECK_THAT(choice.url, Catch::StartsWith(world.fixture.Suite().SignInUrl()));
    // Back at the start address with a session, which leads to the own pages.
    CHECK(browser.Submit(choice.url, "person=teacher").url == world.fixture.Suite().Url() + "/");
    REQUIRE(browser.SessionCookie());
    const auto location = [&](const std::string& path) {
        const auto answer = browser.Raw("GET", path, "", {{"Sec-Fetch-Site", "none"}});
        CAPTURE(path, answer.body);
        CHECK(answer.status == 303);
        return answer.headers.contains("location") ? answer.headers.at("location") : std::string();
    };
    CHECK(location(shortcut) == "https://cijferpad.example");
    CHECK(location(shortcut + "/cijferpad-5") == "https://cijferpad.example/cijferpad-5");
    CHECK(location("/start/netwerk/leerkracht/99XX00") == "/");
    // A cookie of a session that is over is none.
    browser.SetCookie("sleutelbos", "verlopen");
    CHECK(location(shortcut) == "/auth/login?returnTo=" + shortcut);

    // Whoever works at several schools is signed in before one is chosen.
    Browser several(world.fixture.Suite().Url());
    several.SignInAs("two-schools");
    const auto answer = several.Raw("GET", shortcut, "", {});
    CHECK(answer.headers.at("location") == "https://cijferpad.example");
}

TEST_CASE("an address that is not right gets a page that helps and leads nowhere", "[ACC-07][ACC-08]") {
    World world;
    const std::pair<const char*, const char*> rows[] = {
        {"/start", "Dit startadres bestaat niet"},
        {"/start/", "Dit startadres bestaat niet"},
        {"/start/thuis/leerkracht/1001", "Dit startadres bestaat niet"},
        {"/start/thuis/leerling/4711", "School niet gevonden"},
        {"/start/thuis/leerling/98AB00", "School niet gevonden"},
        {"/start/thuis/leerling/regenboog", "School niet gevonden"},
        {"/start/thuis/leerling/1001/geenmethode", "Methode niet gevonden"},
        {"/start/thuis/leerling/1001/cijferpad/geenproduct", "Product niet gevonden"},
        {"/start/thuis/leerling/1001/wereldraam/cijferpad-5", "Product niet gevonden"},
        {"/start/thuis/leerling/1001/https:", "Methode niet gevonden"},
    };
    for (const auto& [path, title] : rows) {
        CAPTURE(path);
        const auto page = world.Visit(path);
        CHECK(page.status == 404);
        CHECK(page.headers.at("content-type") == "text/html; charset=utf-8");
        CHECK_FALSE(page.headers.contains("location"));
        CHECK_THAT(page.body, Catch::Contains(title));
        CHECK_THAT(page.body, Catch::Contains("nieuw startadres"));
        CHECK_THAT(world.Visit(path, kThere, "en").body, Catch::Contains("ask your school's ICT coordinator"));
        // A program gets what programs get.
        CHECK(world.Visit(path, kThere, "nl", "*/*").headers.at("content-type") == "application/problem+json");
    }
    CHECK(world.Visit("/starten").headers.at("content-type") == "application/problem+json");
    // No parameter makes it lead anywhere else.
    CHECK(world.Leads("/start/thuis/leerling/1001?TARGET=https://evil.example&target=https://evil.example") ==
          "https://thuis.basispoort.nl/");
    CHECK(world.Leads("/start/snelkoppeling/leerkracht/1001?returnTo=//evil.example") ==
          "/auth/login?returnTo=/start/snelkoppeling/leerkracht/1001");
    suite::http::Client client;
    const auto posted =
        client.Send({.method = "POST", .url = world.fixture.Suite().Url() + "/start/thuis/leerling/1001"});
    REQUIRE(posted);
    CHECK(posted->status == 405);

    world.fixture.Suite().KillService("roster-sync");
    const auto away = world.Visit("/start/thuis/leerling/1001");
    CHECK(away.status == 503);
    CHECK_THAT(away.body, Catch::Contains("Even niet bereikbaar"));
}

TEST_CASE("a coordinator copies the start addresses of the school and each of them works", "[ACC-08]") {
    World world;
    auto& coordinator = world.fixture.Api().Coordinator(world.demo.school, world.demo.coordinator);
    const auto list = coordinator.Get("/schools/" + world.demo.school + "/start-urls?methodId=cijferpad");
    REQUIRE(list.status == 200);
    const auto& items = list.json.at("items");
    REQUIRE(items.size() == 8);
    const auto& first = items.at(0);
    CHECK(first.at("route") == "A");
    CHECK(first.at("visitor") == "staff");
    CHECK(first.at("url") == world.fixture.Suite().Url() + "/start/basispoort/leerkracht/1001/cijferpad");
    CHECK(first.at("atSchoolOnly") == false);
    CHECK(first.at("title") == "Leerkracht: via Basispoort");
    CHECK(first.at("titleEn") == "Teacher: by Basispoort");
    std::string letters;
    for (const auto& item : items) {
        letters += item.at("route").get<std::string>();
        CHECK_FALSE(item.at("purpose").get<std::string>().empty());
        CHECK_FALSE(item.at("purposeEn").get<std::string>().empty());
        const auto path = item.at("url").get<std::string>().substr(world.fixture.Suite().Url().size());
        CAPTURE(path);
        CHECK(world.Visit(path).status == (item.at("atSchoolOnly") == true ? 403 : 303));
    }
    CHECK(letters == "AABBCCDE");
    const auto path = "/schools/" + world.demo.school + "/start-urls";
    CHECK(coordinator.Get(path).json.at("items").at(7).at("url") ==
          world.fixture.Suite().Url() + "/start/thuis/leerling/1001");
    CheckProblem(coordinator.Get(path + "?methodId=geenmethode"), 404, "method-unknown");
    CheckProblem(coordinator.Get(path + "?methodId=wereldraam&productId=cijferpad-5"), 404, "product-unknown");
    CheckProblem(coordinator.Get(path + "?productId=cijferpad-5"), 400, "invalid-request");
    CheckProblem(coordinator.Get(path + "?ownOrigin=https://evil.example"), 400, "invalid-request");
    // Against DNS rebinding: a name that is not ours stands in no list.
    CheckProblem(coordinator.Send("GET", path, {}, {{"Host", "evil.example"}}), 400, "invalid-request");
    CheckProblem(world.fixture.Api().Teacher(world.demo.school, world.demo.teacher).Get(path), 403, "forbidden");
}
