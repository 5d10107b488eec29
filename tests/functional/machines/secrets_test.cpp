// Secrets, revocation and scopes, with two gateways on one database.
#include <atomic>
#include <catch2/catch.hpp>
#include <mutex>
#include <thread>

#include "core/text.hpp"
#include "sql/admin.hpp"
#include "tests/functional/machines/gateways.hpp"

namespace {

using suite::sql::Dialect;
using suite::testing::AskToken;
using suite::testing::Eventually;
using suite::testing::Gateways;
using suite::testing::Probe;
using suite::testing::SecretForm;

const std::string kId = "method-1";

/// A client with one secret, which is returned.
std::string Add(Gateways& gateways) {
    return gateways.Ctl({"add", kId, "--name", "Method", "--scope", "entitlements:read", "--scope", "results:write"})
        .at("secret");
}

}  // namespace

TEST_CASE("a secret is replaced at two gateways without one refused token", "[ACC-04]") {
    Gateways gateways(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    const auto old_secret = Add(gateways);
    const auto urls = gateways.Urls();
    std::mutex mutex;
    std::string secret = old_secret;
    std::atomic<bool> stop{false};
    std::atomic<int> given{0};
    std::atomic<int> refused{0};
    // Asks with the newest secret that it was told; the machine's people are told a moment after it is made.
    std::vector<std::thread> machines;
    for (const auto& url : urls) {
        machines.emplace_back([&, url] {
            while (!stop) {
                std::string with;
                {
                    const std::lock_guard lock(mutex);
                    with = secret;
                }
                const auto answer = AskToken(url, SecretForm(kId, with));
                ++(answer.status == 200 && Probe(url, answer.token) == 200 ? given : refused);
            }
        });
    }
    const auto more = [&] {
        const int before = given;
        return Eventually([&] { return given >= before + 6; });
    };
    bool going = more();
    const auto new_secret = gateways.Ctl({"rotate", kId}).at("secret").get<std::string>();
    going = going && more();
    {
        const std::lock_guard lock(mutex);
        secret = new_secret;
    }
    going = going && more();
    // As the operator sees it: the new one is used, so the old one can go.
    CHECK(Eventually([&] { return !gateways.Ctl({"show", kId}).at("secrets").at(1).at("usedAt").is_null(); }));
    gateways.Ctl({"end-secret", kId, "1"});
    going = going && more();
    stop = true;
    for (auto& machine : machines) machine.join();
    CHECK(going);
    CHECK(refused == 0);
    for (const auto& url : urls) {
        CHECK(AskToken(url, SecretForm(kId, old_secret)).status == 401);
        CHECK(AskToken(url, SecretForm(kId, new_secret)).status == 200);
    }
    const auto logs = gateways.Logs();
    CHECK_THAT(logs, Catch::Contains("none of its secrets"));
    for (const auto& one : {old_secret, new_secret}) CHECK(logs.find(one) == std::string::npos);

    // Nothing of it is in memory only.
    gateways.KillBoth();
    for (const auto& url : gateways.Urls()) {
        CHECK(AskToken(url, SecretForm(kId, old_secret)).status == 401);
        CHECK(AskToken(url, SecretForm(kId, new_secret)).status == 200);
    }
}

TEST_CASE("a revoked machine is out at both gateways within seconds and its old tokens stay out", "[ACC-04]") {
    Gateways gateways(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    const auto form = SecretForm(kId, Add(gateways));
    auto urls = gateways.Urls();
    const auto token = AskToken(urls[0], form).token;
    // A machine that came a moment ago is known at the other gateway too.
    REQUIRE(Probe(urls[1], token) == 200);
    REQUIRE(Probe(urls[0], token) == 200);

    gateways.Ctl({"revoke", kId});
    const auto revoked = std::chrono::steady_clock::now();
    for (const auto& url : urls) {
        CHECK(AskToken(url, form).status == 401);
        CHECK(Eventually([&] { return Probe(url, token) == 401; }));
    }
    const auto took = std::chrono::steady_clock::now() - revoked;
    CHECK(took < std::chrono::seconds(10));  // two of which the gateways take
    CHECK_THAT(gateways.Logs(), Catch::Contains("the client was revoked"));

    gateways.KillBoth();
    urls = gateways.Urls();
    for (const auto& url : urls) {
        CHECK(AskToken(url, form).status == 401);
        CHECK(Probe(url, token) == 401);
    }

    gateways.Ctl({"restore", kId});
    const auto fresh = AskToken(urls[0], form).token;
    // At once, whatever the other gateway has read last.
    CHECK(Probe(urls[1], fresh) == 200);
    CHECK(Probe(urls[0], fresh) == 200);
    for (const auto& url : urls) CHECK(Probe(url, token) == 401);

    gateways.Ctl({"scopes", kId, "--remove", "entitlements:read"});
    for (const auto& url : urls) CHECK(Eventually([&] { return Probe(url, fresh) == 403; }));
    CHECK(AskToken(urls[0], form + "&scope=entitlements%3Aread").status == 400);
    gateways.Ctl({"scopes", kId, "--add", "entitlements:read"});
    CHECK(Probe(urls[1], AskToken(urls[0], form).token) == 200);
}

TEST_CASE("while the gateways' database is away tokens go on and none is given", "[ACC-04]") {
    Gateways gateways(Dialect::kPostgres);
    const auto form = SecretForm(kId, Add(gateways));
    const auto urls = gateways.Urls();
    const auto token = AskToken(urls[0], form).token;
    for (const auto& url : urls) REQUIRE(Probe(url, token) == 200);

    const auto database = [&] {
        const auto rows = gateways.Fixture().OpenDatabase("gateway")->Query(
            suite::SchoolScope::All(), suite::Deadline::In(std::chrono::seconds(5)), "SELECT current_database()::text",
            {});
        REQUIRE(rows);
        return rows->front().Text(0);
    }();
    const auto admin = [&](const std::string& statement) {
        const auto server = suite::sql::WithDatabase(gateways.Fixture().PostgresUrl(), "postgres");
        REQUIRE(server);
        REQUIRE(suite::sql::RunOutsideTransaction(*server, statement));
    };
    const auto ready = [&] {
        const auto sent =
            suite::http::Client().Send({.url = gateways.Fixture().Suite().AdminUrl("gateway") + "/readyz"});
        return sent ? sent->status : 0;
    };
    CHECK(ready() == 200);
    admin("ALTER DATABASE " + database + " WITH ALLOW_CONNECTIONS false");
    admin(
        "DO $$ BEGIN PERFORM pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = current_user AND datname "
        "= '" +
        database + "'; END $$");
    for (const auto& gateway : urls) {
        CHECK(Eventually([&] { return AskToken(gateway, form).status == 503; }));
        CHECK(Probe(gateway, token) == 200);
    }
    CHECK(Eventually([&] { return ready() == 503; }));
    const auto said = [&](const std::string& what) {
        const auto logs = gateways.Logs();
        int count = 0;
        for (auto at = logs.find(what); at != std::string::npos; at = logs.find(what, at + 1)) ++count;
        return count;
    };
    CHECK(Eventually([&] { return said("clients cannot be read") == 2; }));  // once each
    admin("ALTER DATABASE " + database + " WITH ALLOW_CONNECTIONS true");
    for (const auto& gateway : urls) CHECK(Eventually([&] { return AskToken(gateway, form).status == 200; }));
    CHECK(Eventually([&] { return said("clients can be read again") == 2; }));
    CHECK(Eventually([&] { return ready() == 200; }));
    CHECK(said("clients cannot be read") == 2);
}
