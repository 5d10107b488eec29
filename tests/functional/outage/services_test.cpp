// One service away: what it answers is missed, and nothing else.
#include <algorithm>
#include <catch2/catch.hpp>
#include <chrono>

#include "tests/functional/support/route_walk.hpp"

namespace {

using suite::sql::Dialect;
using suite::testing::AllowedActors;
using suite::testing::Answer;
using suite::testing::Api;
using suite::testing::Call;
using suite::testing::CheckProblem;
using suite::testing::Demo;
using suite::testing::Eventually;
using suite::testing::IdsOf;
using suite::testing::LoadDemo;
using suite::testing::NameOf;
using suite::testing::Needs;
using suite::testing::PathOf;
using suite::testing::SuiteFixture;

constexpr std::chrono::seconds kLongestRefusal{2};

struct Timed {
    Answer answer;
    std::chrono::steady_clock::duration took;
};

/// As the first whom the table lets in.
Timed CallAllowed(Api& api, const Demo& demo, const suite::gateway::Route& route) {
    const auto ids = IdsOf(demo);
    auto caller = api.As(AllowedActors(route, demo).front());
    const auto start = std::chrono::steady_clock::now();
    auto answer = Call(caller, route, PathOf(route, ids));
    return {.answer = std::move(answer), .took = std::chrono::steady_clock::now() - start};
}

/// Asked of the gateway itself, so it works whatever is down.
bool TokensAreGiven(Api& api) {
    return api.Nobody()
               .Send("POST", "/oauth/token", "grant_type=client_credentials&client_id=basispoort&client_secret=wrong",
                     {{"Content-Type", "application/x-www-form-urlencoded"}})
               .status == 401;
}

}  // namespace

TEST_CASE("a service that is away costs its own routes only, within two seconds, and comes back without a hand",
          "[NFR]") {
    SuiteFixture fixture(Dialect::kSqlite);
    const auto demo = LoadDemo(fixture);
    auto& api = fixture.Api();
    const bool killed = GENERATE(false, true);
    for (const std::string service : {"roster-sync", "licence", "pincode", "result-exchange"}) {
        CAPTURE(service, killed);
        if (killed) {
            fixture.Suite().KillService(service);
        } else {
            CHECK(fixture.Suite().StopService(service) == 0);
        }
        for (const auto& route : suite::gateway::Routes()) {
            const auto [answer, took] = CallAllowed(api, demo, route);
            CAPTURE(NameOf(route), answer.body);
            if (Needs(route, service)) {
                CheckProblem(answer, 503, "unavailable");
                CHECK(answer.headers.at("retry-after") == "1");
                CHECK(took < kLongestRefusal);
            } else {
                CHECK(answer.status < 500);
            }
        }
        CHECK(TokensAreGiven(api));
        // A caller who comes for the first time gets a token of the gateway, and a machine it knows its answer.
        Api fresh(api.Url(), fixture.Data());
        CHECK(fresh.Machine("order-system").Token() != "");

        REQUIRE(fixture.Suite().StartService(service));
        CHECK(Eventually([&] {
            return std::ranges::all_of(suite::gateway::Routes(), [&](const auto& route) {
                return CallAllowed(api, demo, route).answer.status < 500;
            });
        }));
    }
    CHECK_FALSE(fixture.Suite().CheckAlive());
}

TEST_CASE("a gateway that is started again serves the tokens it gave before", "[NFR]") {
    SuiteFixture fixture(Dialect::kSqlite);
    auto& helpdesk = fixture.Api().Helpdesk();
    auto& machine = fixture.Api().Machine("method-software");
    CHECK(helpdesk.Get("/schools").status == 200);
    CHECK(fixture.Suite().StopService("gateway") == 0);
    REQUIRE(fixture.Suite().StartService("gateway"));
    CHECK(helpdesk.Get("/schools").status == 200);
    CHECK(machine.Get("/entitlements/probe").status == 200);
}
