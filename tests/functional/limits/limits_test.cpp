// How many requests a caller may send, at several gateways, with Redis, without it and with it again.
#include <catch2/catch.hpp>

#include "core/text.hpp"
#include "tests/functional/limits/second_gateway.hpp"
#include "tests/functional/support/steps.hpp"

namespace {

using suite::sql::Dialect;
using suite::testing::Answer;
using suite::testing::Caller;
using suite::testing::CheckProblem;
using suite::testing::Demo;
using suite::testing::EntitlementPath;
using suite::testing::Eventually;
using suite::testing::LoadDemo;
using suite::testing::SecondGateway;
using suite::testing::SuiteFixture;

constexpr int kReads = 600;

/// An hour's window, so that nothing runs out while the test runs.
const std::vector<std::string> kSettings{
    "SLEUTELBOS_GATEWAY_RATE_LIMITS=read.person=600/3600,read.address=40/3600,check.machine=50000/3600,"
    "failure.address=3/3600",
    "SLEUTELBOS_GATEWAY_REDIS_MILLISECONDS=2000",  // a busy machine is no dead Redis
    "SLEUTELBOS_GATEWAY_TRUSTED_PROXIES=127.0.0.1"};

SuiteFixture::Environment Limited(const std::filesystem::path&) { return {{"gateway", kSettings}}; }

long long Number(const Answer& answer, const std::string& field, const std::string& parameter) {
    const auto header = answer.headers.find(field);
    REQUIRE(header != answer.headers.end());
    const std::string_view text = header->second;
    const auto at = text.find(";" + parameter + "=");
    REQUIRE(at != std::string_view::npos);
    const auto rest = text.substr(at + parameter.size() + 2);
    const auto number = suite::ParseInteger(rest.substr(0, rest.find(';')));
    REQUIRE(number);
    return *number;
}
long long Remaining(const Answer& answer) { return Number(answer, "ratelimit", "r"); }

bool Refused(const Answer& answer) {
    if (answer.status != 429) return false;
    CHECK(Remaining(answer) == 0);
    CHECK(answer.headers.at("retry-after") == std::to_string(Number(answer, "ratelimit", "t")));
    CHECK(answer.headers.at("content-type") == "application/problem+json");
    CHECK(answer.json.at("code") == "rate-limited");
    return true;
}

/// Asks until refused; how often it was let through.
int Exhaust(Caller& caller, const std::string& path, int most) {
    for (int admitted = 0; admitted < most; ++admitted) {
        const auto answer = caller.Get(path);
        if (Refused(answer)) return admitted;
        REQUIRE(answer.status == 200);
    }
    return most;
}

/// By what the suite's own gateway says of itself.
bool Shared(const suite::devsuite::Suite& suite) {
    suite::http::Client client;
    const auto metrics = client.Send({.url = suite.AdminUrl("gateway") + "/metrics"});
    REQUIRE(metrics);
    return metrics->body.find("gateway_limits_shared 1") != std::string::npos;
}

}  // namespace

TEST_CASE("two gateways hold one limit, each its own while Redis is dead, and one again after it", "[ACC-07]") {
    SuiteFixture fixture(Dialect::kSqlite, &Limited);
    const auto demo = LoadDemo(fixture);
    const SecondGateway second(fixture.Suite(), kSettings);
    const std::string path = "/schools/" + demo.school;
    // Somebody for whom the demonstration has not asked anything yet.
    auto& here = fixture.Api().Coordinator(demo.school, demo.other_coordinator);
    Caller there(second.Url(), here.Token());

    const auto first = here.Get(path);
    REQUIRE(first.status == 200);
    CHECK(first.headers.at("ratelimit-policy") == R"("read";q=600;w=3600)");
    CHECK(Remaining(first) <= 599);
    const auto left = Remaining(first);
    for (int i = 1; i <= 20; ++i) CHECK(Remaining(here.Get(path)) <= left - i);

    // A tenth of a second later the other one knows of them.
    CHECK(Eventually([&] { return Remaining(there.Get(path)) < left - 20; }));
    const int more = Exhaust(there, path, kReads);
    CHECK(more <= left - 20);
    CHECK(Eventually([&] { return Refused(here.Get(path)); }));
    CheckProblem(here.Send("GET", path, {}, {{"Accept-Language", "nl"}}), 429, "rate-limited");
    CHECK(here.Send("GET", path, {}, {{"Accept-Language", "nl"}}).json.at("title") == "Te veel verzoeken");
    CHECK(here.Send("GET", path, {}, {{"Accept-Language", "en"}}).json.at("title") == "Too many requests");

    // Everybody else goes on, and so do other kinds of requests.
    auto& colleague = fixture.Api().Teacher(demo.school, demo.teacher);
    CHECK(colleague.Get(path).status == 200);
    auto& software = fixture.Api().Machine("method-software");
    const auto check = software.Get(EntitlementPath(demo.school, "personId=" + demo.pupil, "cijferpad-5"));
    CHECK(check.status == 200);
    CHECK(check.headers.at("ratelimit-policy") == R"("check";q=50000;w=3600)");

    fixture.Suite().KillService("redis");
    CHECK(Refused(here.Get(path)));
    CHECK(Eventually([&] { return colleague.Get(path).status == 200 && !Shared(fixture.Suite()); }));
    Caller colleague_there(second.Url(), colleague.Token());
    CHECK(colleague_there.Get(path).status == 200);
    CHECK(Exhaust(colleague_there, path, 2 * kReads) <= kReads);

    REQUIRE(fixture.Suite().StartService("redis"));
    CHECK(Eventually([&] {
        software.Get(EntitlementPath(demo.school, "personId=" + demo.pupil, "cijferpad-5"));
        return Shared(fixture.Suite());
    }));
    // What a gateway counted before is not forgotten with Redis.
    CHECK(Refused(here.Get(path)));
    auto& helpdesk = fixture.Api().Helpdesk();
    const auto desk = Remaining(helpdesk.Get(path));
    for (int i = 0; i < 20; ++i) helpdesk.Get(path);
    Caller helpdesk_there(second.Url(), helpdesk.Token());
    CHECK(Eventually([&] { return Remaining(helpdesk_there.Get(path)) < desk - 20; }));
    CHECK_FALSE(fixture.Suite().CheckAlive());
}

TEST_CASE("whoever guesses secrets is stopped by address, which only a trusted proxy tells", "[ACC-05][ACC-07]") {
    SuiteFixture fixture(Dialect::kSqlite, &Limited);
    const SecondGateway second(fixture.Suite(), kSettings);
    Caller here(fixture.Suite().Url(), {});
    Caller there(second.Url(), {});
    const auto guess = [](Caller& gateway, const std::string& forwarded_for) {
        return gateway.Send(
            "POST", "/oauth/token", "grant_type=client_credentials&client_id=method-software&client_secret=guess",
            {{"Content-Type", "application/x-www-form-urlencoded"}, {"X-Forwarded-For", forwarded_for}});
    };
    CHECK(guess(here, "203.0.113.9").status == 401);
    CHECK(guess(there, "203.0.113.9").status == 401);
    CHECK(guess(here, "192.0.2.1, 203.0.113.9").status == 401);
    // Three at two gateways: exact, without a moment in between. What stands left of the address is its own tale.
    CHECK(Refused(guess(there, "203.0.113.9")));
    CHECK(Refused(guess(here, "198.51.100.1, 203.0.113.9")));
    CHECK(Refused(guess(here, "127.0.0.1, 203.0.113.9")));
    CHECK(guess(here, "203.0.113.10").status == 401);
    // Who does not guess is not counted among those who do.
    auto& software = fixture.Api().Machine("method-software");
    CHECK(software.Get("/entitlements/probe").status == 200);
}

TEST_CASE("strangers at an address are limited together, and nobody who is known suffers for it", "[ACC-07]") {
    SuiteFixture fixture(Dialect::kSqlite, &Limited);
    auto& nobody = fixture.Api().Nobody();
    int refusals = 0;
    for (int i = 0; i < 30; ++i) {
        const auto answer = nobody.Get(i % 2 == 0 ? "/schools" : "/no-such-path");
        CHECK(answer.status == (i % 2 == 0 ? 401 : 404));
        CHECK(answer.headers.at("ratelimit-policy") == R"("read";q=40;w=3600)");
    }
    for (int i = 0; i < 20; ++i) refusals += Refused(fixture.Api().With("no.real.token").Get("/schools")) ? 1 : 0;
    CHECK(refusals == 10);
    CHECK(Refused(nobody.Get("/session")));
    CHECK(fixture.Api().Helpdesk().Get("/schools").status == 200);
}
