// Requests by cookie that no page of ours sent, and what every answer tells a browser.
#include <catch2/catch.hpp>

#include "tests/functional/support/browser.hpp"
#include "tests/functional/support/raw_http.hpp"
#include "tests/functional/support/steps.hpp"

namespace {

using nlohmann::json;
using suite::sql::Dialect;
using suite::testing::Answer;
using suite::testing::Browser;
using suite::testing::CheckProblem;
using suite::testing::Demo;
using suite::testing::LoadDemo;
using suite::testing::RawRequest;
using suite::testing::SendRaw;
using suite::testing::SuiteFixture;
using suite::testing::WithSignIn;

using Headers = std::vector<std::pair<std::string, std::string>>;

void CheckBrowserHeaders(const Answer& answer) {
    CAPTURE(answer.status, answer.body);
    const auto header = [&](const char* name) {
        const auto it = answer.headers.find(name);
        return it == answer.headers.end() ? std::string() : it->second;
    };
    const auto policy = header("content-security-policy");
    CHECK_THAT(policy, Catch::StartsWith("default-src 'none'"));
    CHECK_THAT(policy, Catch::Contains("frame-ancestors 'none'"));
    CHECK_THAT(policy, !Catch::Contains("unsafe-inline"));
    CHECK_THAT(header("strict-transport-security"), Catch::StartsWith("max-age="));
    CHECK(header("x-content-type-options") == "nosniff");
    CHECK(header("referrer-policy") == "no-referrer");
    CHECK(header("cross-origin-opener-policy") == "same-origin");
    CHECK(header("cache-control") == "no-store");
    CHECK(header("access-control-allow-origin").empty());
}

}  // namespace

TEST_CASE("a write by cookie counts only when a page of ours sent it", "[ACC-01]") {
    SuiteFixture fixture(Dialect::kSqlite, WithSignIn{});
    const Demo demo = LoadDemo(fixture);
    Browser browser(fixture.Suite().Url());
    browser.SignInAs("coordinator");
    const auto own = browser.Origin();
    const auto port = own.substr(own.rfind(':'));
    struct Row {
        Headers headers;
        bool taken;
    };
    const Row rows[] = {
        {{{"X-Sleutelbos", "1"}, {"Origin", own}}, true},
        {{{"X-Sleutelbos", "1"}, {"Sec-Fetch-Site", "same-origin"}}, true},
        {{{"X-Sleutelbos", "1"}, {"Origin", own}, {"Sec-Fetch-Site", "same-origin"}}, true},
        {{}, false},
        {{{"X-Sleutelbos", "1"}}, false},
        {{{"Origin", own}}, false},
        {{{"Sec-Fetch-Site", "same-origin"}}, false},
        {{{"Origin", own}, {"Sec-Fetch-Site", "same-origin"}}, false},
        {{{"X-Sleutelbos", "0"}, {"Origin", own}}, false},
        {{{"X-Sleutelbos", "true"}, {"Origin", own}}, false},
        {{{"X-Sleutelbos", "1"}, {"Origin", "null"}}, false},
        {{{"X-Sleutelbos", "1"}, {"Origin", "https://evil.example"}}, false},
        {{{"X-Sleutelbos", "1"}, {"Origin", "https" + own.substr(4)}}, false},
        {{{"X-Sleutelbos", "1"}, {"Origin", own + ".evil.example"}}, false},
        {{{"X-Sleutelbos", "1"}, {"Origin", own + "/"}}, false},
        {{{"X-Sleutelbos", "1"}, {"Origin", "http://127.0.0.1:1"}}, false},
        {{{"X-Sleutelbos", "1"}, {"Origin", "http://localhost" + port}}, false},
        {{{"X-Sleutelbos", "1"}, {"Sec-Fetch-Site", "same-site"}}, false},
        {{{"X-Sleutelbos", "1"}, {"Sec-Fetch-Site", "cross-site"}}, false},
        {{{"X-Sleutelbos", "1"}, {"Sec-Fetch-Site", "none"}}, false},
        {{{"X-Sleutelbos", "1"}, {"Origin", own}, {"Sec-Fetch-Site", "cross-site"}}, false},
        {{{"X-Sleutelbos", "1"}, {"Origin", "https://evil.example"}, {"Sec-Fetch-Site", "same-origin"}}, false},
        // A name that is not loopback's, whoever resolves it to us.
        {{{"X-Sleutelbos", "1"}, {"Host", "evil.example"}, {"Origin", "http://evil.example"}}, false},
    };
    const auto link = "/api/v1/schools/" + demo.school + "/licences/" + demo.licences.at("demo-3") + "/groups/" +
                      demo.groups.at("G4");
    for (const auto& row : rows) {
        std::string sent;
        for (const auto& [name, value] : row.headers) sent += name + ": " + value + "; ";
        CAPTURE(sent);
        for (const auto& [method, path] : {std::pair("PUT", link), std::pair("DELETE", link),
                                           std::pair("PUT", std::string("/api/v1/session/school"))}) {
            CAPTURE(method, path);
            auto headers = row.headers;
            const bool choice = path.ends_with("/session/school");
            if (choice) headers.emplace_back("Content-Type", "application/json");
            const auto answer =
                browser.Raw(method, path, choice ? json{{"schoolId", demo.school}}.dump() : "", std::move(headers));
            if (row.taken) {
                CHECK(answer.status == 200);
            } else {
                CheckProblem(answer, 403, "not-own-page");
            }
        }
        if (!row.taken) CheckProblem(browser.Raw("POST", "/auth/logout", "", row.headers), 403, "not-own-page");
        // Reading takes no more than the cookie: another site cannot read the answer.
        CHECK(browser.Raw("GET", "/api/v1/session", "", {}).status == 200);
    }
}

TEST_CASE("a cookie and a token together are refused, and a token alone needs no page", "[ACC-01][ACC-04]") {
    SuiteFixture fixture(Dialect::kSqlite, WithSignIn{});
    const Demo demo = LoadDemo(fixture);
    Browser browser(fixture.Suite().Url());
    browser.SignInAs("coordinator");
    auto& coordinator = fixture.Api().Coordinator(demo.school, demo.coordinator);
    const auto bearer = "Bearer " + coordinator.Token();
    for (const auto& path : {"/api/v1/schools/" + demo.school, std::string("/api/v1/session")}) {
        CheckProblem(browser.Raw("GET", path, "", {{"Authorization", bearer}}), 400, "two-credentials");
        CheckProblem(browser.Raw("GET", path, "", {{"Authorization", "Bearer x"}}), 400, "two-credentials");
    }
    Browser stranger(fixture.Suite().Url());
    stranger.SetCookie("sleutelbos", "made-up");
    CheckProblem(stranger.Raw("GET", "/api/v1/schools", "", {{"Authorization", bearer}}), 400, "two-credentials");
    const auto link =
        "/schools/" + demo.school + "/licences/" + demo.licences.at("demo-3") + "/groups/" + demo.groups.at("G4");
    CHECK(coordinator.Put(link).status == 200);
    // A cookie of that name that is planted beside the real one makes neither count.
    const auto both = "Cookie: sleutelbos=" + *browser.SessionCookie() + "; sleutelbos=planted\r\n";
    CheckProblem(SendRaw(fixture.Api(), RawRequest("GET", "/api/v1/session", both)), 401, "unauthenticated");
}

TEST_CASE("every answer tells a browser to run, frame, guess and keep nothing", "[ACC-01]") {
    SuiteFixture fixture(Dialect::kSqlite, WithSignIn{});
    const Demo demo = LoadDemo(fixture);
    Browser browser(fixture.Suite().Url());
    browser.SignInAs("coordinator");
    const auto imports = "/api/v1/schools/" + demo.school + "/roster-imports";
    for (const auto& path :
         {std::string("/api/v1/session"), "/api/v1/schools/" + demo.school + "/pupils", std::string("/api/v1/nowhere"),
          std::string("/"), std::string("/auth/login"), std::string("/auth/callback"), std::string("/oauth/token"),
          imports, std::string("/api/v1/schools?x=%"), "/" + std::string(3000, 'x')}) {
        CAPTURE(path.substr(0, 60));
        CheckBrowserHeaders(browser.Raw("GET", path, "", {}));
        CheckBrowserHeaders(browser.Raw("GET", path, "", {{"Accept", "text/html"}}));
        CheckBrowserHeaders(browser.Raw("OPTIONS", path, "", {{"Origin", "https://evil.example"}}));
    }
    auto& machine = fixture.Api().Machine("method-software");
    CheckBrowserHeaders(machine.Get("/entitlements?schoolId=" + demo.school + "&basispoortId=500123&productId=x"));
    CheckBrowserHeaders(SendRaw(fixture.Api(), "GET  / HTTP/9.9\r\n\r\n"));
}
