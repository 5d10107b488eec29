// What a refusal says, to whom, in which language.
#include <catch2/catch.hpp>

#include "http_client/http_client.hpp"
#include "tests/functional/support/raw_http.hpp"
#include "tests/functional/support/steps.hpp"

namespace {

using suite::sql::Dialect;
using suite::testing::Answer;
using suite::testing::Caller;
using suite::testing::CheckProblem;
using suite::testing::LoadDemo;
using suite::testing::RawRequest;
using suite::testing::SendRaw;
using suite::testing::SuiteFixture;

Answer GetIn(Caller& caller, const std::string& path, const std::string& language) {
    return caller.Send("GET", path, {}, {{"Accept-Language", language}});
}

}  // namespace

TEST_CASE("problems speak Dutch to staff, English to machines, and what the caller asks for", "[NFR]") {
    SuiteFixture fixture(Dialect::kSqlite);
    auto& api = fixture.Api();
    const auto demo = LoadDemo(fixture);
    const auto group = "/schools/" + demo.school + "/groups/" + suite::GroupId{4711}.ToString();
    for (auto* staff : {&api.Coordinator(demo.school, demo.coordinator), &api.Teacher(demo.school, demo.teacher)}) {
        const auto plain = staff->Get(group);
        CheckProblem(plain, 404, "group-unknown");
        CHECK(plain.json.at("title") == "Groep niet gevonden");
        CHECK(plain.json.at("instance") == "/api/v1" + group);
        CHECK(GetIn(*staff, group, "nl-NL,nl;q=0.9,en;q=0.5").json.at("title") == "Groep niet gevonden");
        CHECK(GetIn(*staff, group, "fr").json.at("title") == "Groep niet gevonden");
        for (const auto* english : {"en", "en-GB", "en-US,en;q=0.9,nl;q=0.8"}) {
            const auto answer = GetIn(*staff, group, english);
            CheckProblem(answer, 404, "group-unknown");
            CHECK(answer.json.at("title") == "Group not found");
        }
    }
    auto& machine = api.Machine("method-software");
    CHECK(machine.Get("/schools/x").json.at("title") == "Not allowed for this role or scope");
    CHECK(GetIn(machine, "/schools/x", "nl").json.at("title") == "Dit mag je niet");
}

TEST_CASE("the type of a problem opens as a page with the gateway's headers, for anybody", "[ACC-07]") {
    SuiteFixture fixture(Dialect::kSqlite);
    auto& api = fixture.Api();
    suite::http::Client browser;
    const auto open = [&](const std::string& path, const std::string& accept, const std::string& language) {
        auto answer =
            browser.Send({.url = api.Url() + path, .headers = {{"Accept", accept}, {"Accept-Language", language}}});
        REQUIRE(answer);
        return *std::move(answer);
    };
    const auto problem = api.Nobody().Get("/schools");
    CheckProblem(problem, 401, "unauthenticated");
    const auto type = problem.json.at("type").get<std::string>();

    const auto page = open(type, "text/html,*/*;q=0.8", "nl");
    CHECK(page.status == 200);
    CHECK(page.headers.at("content-type") == "text/html; charset=utf-8");
    CHECK(page.headers.at("content-language") == "nl");
    CHECK(page.headers.at("content-security-policy") ==
          "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
    CHECK(page.headers.count("ratelimit") == 1);
    CHECK_THAT(page.body, Catch::Contains("<h1>Je bent niet ingelogd</h1>") && Catch::Contains("<dd>401</dd>"));
    CHECK_THAT(open(type, "text/html", "en").body, Catch::Contains("<h1>A valid token is needed</h1>"));
    CHECK(nlohmann::json::parse(open(type, "application/json", "").body).at("code") == "unauthenticated");
    CHECK_THAT(open("/problems", "text/html", "nl").body, Catch::Contains("href=\"" + type + "\""));

    const auto unknown = open("/problems/no-such-code", "text/html", "nl");
    CHECK(unknown.status == 404);
    CHECK_THAT(unknown.body, Catch::Contains("<h1>Niet gevonden</h1>"));
    CHECK(open("/problems/no-such-code", "application/json", "nl").headers.at("content-type") ==
          "application/problem+json");
}

TEST_CASE("what is refused before anybody looks at the route has a number and the caller's language too", "[ACC-07]") {
    SuiteFixture fixture(Dialect::kSqlite);
    const auto& api = fixture.Api();
    const std::string asked = "X-Request-Id: mijn-verzoek_9\r\nAccept-Language: nl\r\n";
    const auto large = SendRaw(api, RawRequest("PUT", "/api/v1/orders/x", asked + "Content-Length: 99999999\r\n"));
    CheckProblem(large, 413, "body-too-large");
    CHECK(large.json.at("title") == "Het bestand is te groot");
    CHECK(large.json.at("traceId") == "mijn-verzoek_9");
    CHECK(large.json.at("instance") == "/api/v1/orders/x");
    CHECK(large.headers.at("x-request-id") == "mijn-verzoek_9");
    CHECK(large.headers.at("x-content-type-options") == "nosniff");
    const auto broken = SendRaw(api, RawRequest("GET", "/api/v1/schools", asked + "Bad Name: x\r\n"));
    CheckProblem(broken, 400, "invalid-request");
    CHECK(broken.json.at("title") == "Er klopt iets niet in de aanvraag");
    CHECK(broken.json.at("traceId") == "mijn-verzoek_9");
    // Its headers had not been read: English, and a number of ours.
    const auto longer = SendRaw(api, RawRequest("GET", "/" + std::string(3000, 'a'), asked));
    CheckProblem(longer, 414, "uri-too-long");
    CHECK(longer.json.at("title") == "The address is too long");
    CHECK(longer.json.at("traceId").get<std::string>().size() == 16);
    CHECK(longer.json.at("traceId") == longer.headers.at("x-request-id"));
}

TEST_CASE("a request's own id comes back and is in the problem, a harmful one is replaced", "[NFR]") {
    SuiteFixture fixture(Dialect::kSqlite);
    auto& helpdesk = fixture.Api().Helpdesk();
    const auto get = [&](const std::string& id, const std::string& path) {
        return helpdesk.Send("GET", path, {}, {{"X-Request-Id", id}});
    };
    CHECK(get("mijn-verzoek_7", "/schools").headers.at("x-request-id") == "mijn-verzoek_7");
    const auto problem = get("mijn-verzoek_8", "/schools/x");
    CHECK(problem.headers.at("x-request-id") == "mijn-verzoek_8");
    CHECK(problem.json.at("traceId") == "mijn-verzoek_8");
    for (const auto& harmful : {std::string("a b"), std::string("{\"x\":1}"), std::string(65, 'a'), std::string("é")}) {
        const auto answer = get(harmful, "/schools");
        const auto given = answer.headers.at("x-request-id");
        CHECK(given != harmful);
        CHECK(given.size() >= 16);
    }
    CHECK(helpdesk.Get("/schools").headers.at("x-request-id") != helpdesk.Get("/schools").headers.at("x-request-id"));
    CHECK(helpdesk.Get("/schools").headers.at("cache-control") == "no-store");
}
