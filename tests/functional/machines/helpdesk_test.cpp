// Members of the helpdesk come in like machines and can be sent away, with two gateways on one database.
#include <catch2/catch.hpp>

#include "core/time.hpp"
#include "crypto/crypto.hpp"
#include "crypto/jwt.hpp"
#include "tests/functional/machines/gateways.hpp"
#include "tests/functional/support/steps.hpp"

namespace {

using nlohmann::json;
using suite::Role;
using suite::sql::Dialect;
using suite::testing::AskToken;
using suite::testing::Caller;
using suite::testing::CheckProblem;
using suite::testing::Eventually;
using suite::testing::Gateways;
using suite::testing::ListOf;
using suite::testing::LoadDemo;
using suite::testing::Probe;
using suite::testing::SecretForm;

const std::string kId = "helpdesk-07";

std::string AddMember(Gateways& gateways) {
    return gateways.Ctl({"add", kId, "--name", "Helpdesk 7", "--scope", "helpdesk"}).at("secret");
}

}  // namespace

TEST_CASE("a member of the helpdesk comes in by secret and is sent away at both gateways", "[ACC-04][ACC-06]") {
    Gateways gateways(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    const auto demo = LoadDemo(gateways.Fixture());
    const auto pupils = "/schools/" + demo.school + "/pupils?limit=2";
    const auto form = SecretForm(kId, AddMember(gateways));
    const auto urls = gateways.Urls();
    const auto reads = [&](const std::string& url, const std::string& token) {
        return Caller(url, token).Get(pupils).status;
    };

    const auto given = AskToken(urls[0], form);
    REQUIRE(given.status == 200);
    CHECK(json::parse(given.body).at("scope") == "helpdesk");
    CHECK(json::parse(given.body).at("expires_in") == 600);
    const auto& token = given.token;
    // Made a moment ago, and known at the other gateway too.
    CHECK(reads(urls[1], token) == 200);
    CHECK(reads(urls[0], token) == 200);

    // The school reads which member it was.
    auto& coordinator = gateways.Fixture().Api().Coordinator(demo.school, demo.coordinator);
    const auto log = ListOf(coordinator, "/schools/" + demo.school + "/audit-entries?operation=pupils-viewed");
    REQUIRE(log.size() >= 2);
    for (std::size_t i = 0; i < 2; ++i)
        CHECK(log.at(i).at("doneBy") == json{{"role", "helpdesk"}, {"personId", nullptr}, {"clientId", kId}});

    // What machines may is not theirs, nor what pupils have.
    CHECK(Probe(urls[0], token) == 403);
    CheckProblem(
        Caller(urls[0], token).Get("/schools/" + demo.school + "/groups/" + demo.groups.at("G5") + "/pincodes"), 403,
        "forbidden");
    CHECK(AskToken(urls[0], form + "&scope=entitlements%3Aread").status == 400);
    CHECK(reads(urls[0], AskToken(urls[1], form + "&scope=helpdesk").token) == 200);

    gateways.Ctl({"revoke", kId});
    const auto revoked = std::chrono::steady_clock::now();
    for (const auto& url : urls) {
        CHECK(AskToken(url, form).status == 401);
        CHECK(Eventually([&] { return reads(url, token) == 401; }));
    }
    CHECK(std::chrono::steady_clock::now() - revoked < std::chrono::seconds(10));  // two of which the gateways take
    CheckProblem(Caller(urls[1], token).Get(pupils), 401, "unauthenticated");
    // A colleague goes on.
    CHECK(reads(urls[0], gateways.Fixture().Api().Helpdesk().Token()) == 200);
    CHECK(reads(urls[1], gateways.Fixture().Api().Helpdesk().Token()) == 200);

    gateways.Ctl({"restore", kId});
    const auto fresh = AskToken(urls[0], form).token;
    // At once, whatever the other gateway has read last; the old one stays out.
    CHECK(reads(urls[1], fresh) == 200);
    CHECK(reads(urls[0], fresh) == 200);
    for (const auto& url : urls) CHECK(reads(url, token) == 401);
}

TEST_CASE("whoever has the key but no client is no helpdesk and no client is helpdesk and machine", "[ACC-04]") {
    Gateways gateways(Dialect::kSqlite);
    AddMember(gateways);
    const auto key = suite::crypto::LoadKey(gateways.Fixture().Data() / "secrets" / "token.key", /*create=*/false);
    REQUIRE(key);
    const auto status = [&](const std::string& id, std::int64_t version) {
        const auto token = suite::crypto::TokenSigner(*key).Sign(
            {.role = Role::kHelpdesk, .school = {}, .person = {}, .client_id = id, .las = {}},
            suite::SystemClock().Now(), std::chrono::hours(24), version);
        REQUIRE(token);
        return Caller(gateways.Urls()[0], *token).Get("/schools").status;
    };
    CHECK(status(kId, 1) == 200);  // the tokens below are refused for what they change
    CHECK(status(kId, 0) == 401);  // as `sleutelctl token` signed them once
    CHECK(status("helpdesk-08", 1) == 401);
    CHECK(status("method-software", 1) == 401);
    CHECK_THAT(gateways.Logs(), Catch::Contains("it was not given to a client") &&
                                    Catch::Contains("the client is no member of the helpdesk"));

    CHECK_THAT(gateways.CtlRefused({"add", "both", "--name", "Both", "--las", "momento", "--scope", "helpdesk",
                                    "--scope", "results:pull"}),
               Catch::Contains("helpdesk is the only scope"));
    CHECK_THAT(gateways.CtlRefused({"scopes", kId, "--add", "entitlements:read"}),
               Catch::Contains("helpdesk is the only scope"));
    CHECK_THAT(gateways.CtlRefused({"scopes", "method-software", "--add", "helpdesk"}),
               Catch::Contains("does not become a member of the helpdesk"));
    CHECK_THAT(gateways.CtlRefused({"show", "both"}), Catch::Contains("both"));
}
