#include <atomic>
#include <catch2/catch.hpp>
#include <thread>
#include <vector>

#include "core/reasons.hpp"
#include "services/gateway/adapters/client_workers.hpp"
#include "services/gateway/adapters/sql_clients.hpp"
#include "services/gateway/migrations.hpp"
#include "testing/test_database.hpp"

namespace {

using namespace suite;           // NOLINT: test
using namespace suite::gateway;  // NOLINT: test
using sql::Dialect;

const Instant kNow = *ParseInstant("2026-11-27T08:30:00Z");

Deadline Soon() { return Deadline::In(std::chrono::seconds(5)); }

/// Two gateways on one database.
struct World {
    explicit World(Dialect dialect) : database(dialect) {}
    testing::TestDatabase database;
    std::unique_ptr<sql::Database> first_database = database.Open("gateway", Migrations());
    std::unique_ptr<sql::Database> second_database = database.Open("gateway", Migrations());
    SqlClients first{*first_database};
    SqlClients second{*second_database};
};

Client Las() {
    Client client{.id = "las",
                  .title = "LAS \"één\"",
                  .scopes = {"results:pull", "results:write"},
                  .las = "momento",
                  .key_set = R"({"keys":[]})",
                  .created_at = kNow};
    REQUIRE(AddSecret(client, "h1", kNow));
    return client;
}

Client Stored(ClientStore& store) {
    const auto found = store.Find("las", Soon());
    REQUIRE(found);
    REQUIRE(*found);
    return **found;
}

}  // namespace

TEST_CASE("a client is found by another gateway as it was stored and changed", "[ACC-04]") {
    World world(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    REQUIRE(world.first.Insert(Las(), Soon()));
    const auto again = world.second.Insert(Las(), Soon());
    REQUIRE_FALSE(again);
    CHECK(again.error().code == Code::kAlreadyExists);
    CHECK_FALSE(*world.second.Find("nobody", Soon()));

    auto found = Stored(world.second);
    CHECK(found.title == "LAS \"één\"");
    CHECK(found.scopes == Las().scopes);
    CHECK(found.las == "momento");
    CHECK(found.key_set == Las().key_set);
    CHECK(found.created_at == kNow);
    CHECK_FALSE(found.revoked_at);
    CHECK(found.version == 1);
    REQUIRE(found.secrets.size() == 1);
    CHECK(found.secrets[0].hash == "h1");

    const auto changed = world.second.Change(
        "las",
        [](Client& client) -> Status {
            SUITE_RETURN_IF_ERROR(AddSecret(client, "h2", kNow));
            SUITE_RETURN_IF_ERROR(EndSecret(client, 1, kNow));
            client.key_set.clear();
            client.scopes.pop_back();
            Revoke(client, kNow);
            return {};
        },
        Soon());
    REQUIRE(changed);
    found = Stored(world.first);
    CHECK(found.secrets.size() == 2);
    CHECK(found.secrets[0].ended_at == kNow);
    CHECK_FALSE(found.secrets[1].ended_at);
    CHECK(found.revoked_at == kNow);
    CHECK(found.version == changed->version);
    CHECK(found.key_set.empty());
    const auto standings = world.first.ReadStandings(Soon());
    REQUIRE(standings);
    CHECK(*standings ==
          Standings{{"las", Standing{.version = 2, .tokens_from = 2, .revoked = true, .scopes = {"results:pull"}}}});
    REQUIRE(world.first.List(Soon())->size() == 1);
    CHECK(world.first.List(Soon())->front().secrets.size() == 2);

    const auto refused = world.first.Change(
        "las", [](Client&) -> Status { return Fail(Code::kInvalidArgument, reason::kInvalidRequest, "no"); }, Soon());
    CHECK(refused.error().message == "no");
    CHECK(world.first.Change("nobody", [](Client&) { return Status{}; }, Soon()).error().code == Code::kNotFound);
}

TEST_CASE("of many who add a secret at once two get one", "[ACC-04]") {
    World world(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    auto client = Las();
    client.secrets.clear();
    REQUIRE(world.first.Insert(client, Soon()));
    std::atomic<int> added{0};
    std::atomic<int> refused{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i) {
        threads.emplace_back([&, i] {
            auto& store = i % 2 == 0 ? world.first : world.second;
            const auto changed = store.Change(
                "las",
                [&](Client& one) -> Status {
                    SUITE_RETURN_IF_ERROR(AddSecret(one, "h" + std::to_string(i), kNow));
                    return {};
                },
                Soon());
            if (changed) ++added;
            if (!changed && changed.error().code == Code::kFailedPrecondition) ++refused;
        });
    }
    for (auto& thread : threads) thread.join();
    CHECK(added == 2);
    CHECK(refused == 6);
    CHECK(Stored(world.first).secrets.size() == 2);
}

TEST_CASE("of all gateways that take an assertion one does and it is forgotten when its time is over", "[ACC-04]") {
    World world(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    std::atomic<int> taken{0};
    std::atomic<int> refused{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i) {
        threads.emplace_back([&, i] {
            auto& store = i % 2 == 0 ? world.first : world.second;
            const auto remembered = store.RememberAssertion("las", "jti", kNow + std::chrono::minutes(1), kNow, Soon());
            if (remembered) ++taken;
            if (!remembered && remembered.error().code == Code::kAlreadyExists) ++refused;
        });
    }
    for (auto& thread : threads) thread.join();
    CHECK(taken == 1);
    CHECK(refused == 7);
    CHECK(world.first.RememberAssertion("other", "jti", kNow + std::chrono::minutes(1), kNow, Soon()));
    const auto later = kNow + std::chrono::minutes(2);
    CHECK(world.second.RememberAssertion("las", "next", later + std::chrono::minutes(1), later, Soon()));
    const auto rows =
        world.first_database->Query(SchoolScope::All(), Soon(), "SELECT count(*) FROM client_assertion", {});
    REQUIRE(rows);
    CHECK(rows->front().Int(0) == 1);
}

TEST_CASE("when a secret was used is written by a thread of its own once a minute at most", "[ACC-04]") {
    World world(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    REQUIRE(world.first.Insert(Las(), Soon()));
    const auto note = [&](std::int64_t number, Instant at) {
        REQUIRE(world.second.NoteUses({{.client_id = "las", .secret_number = number, .at = at}}, Soon()));
    };
    note(1, kNow);
    note(1, kNow + std::chrono::seconds(59));
    note(0, kNow + std::chrono::seconds(5));
    note(7, kNow);
    CHECK(Stored(world.first).secrets[0].used_at == kNow);
    CHECK(Stored(world.first).keys_used_at == kNow + std::chrono::seconds(5));
    // A change by an operator leaves it alone.
    REQUIRE(world.first.Change("las", [](Client& client) { return EndSecret(client, 1, kNow); }, Soon()));
    CHECK(Stored(world.first).secrets[0].used_at == kNow);

    UseWriter writer(world.first);
    writer.Start();
    const auto later = kNow + std::chrono::minutes(1);
    writer.Note({.client_id = "las", .secret_number = 1, .at = later});
    const auto deadline = Deadline::In(std::chrono::seconds(20));
    while (Stored(world.second).secrets[0].used_at != later && !deadline.Passed()) std::this_thread::yield();
    CHECK(Stored(world.second).secrets[0].used_at == later);
    writer.Stop();
}

TEST_CASE("a revocation reaches a gateway by itself", "[ACC-04]") {
    World world(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    REQUIRE(world.first.Insert(Las(), Soon()));
    constexpr std::chrono::milliseconds kInterval{50};
    ClientGate gate(world.second, kInterval);
    StandingsReader reader(gate, kInterval);
    REQUIRE(gate.Refresh(Soon()));
    reader.Start();
    const Actor machine{
        .role = Role::kMachine, .school = {}, .person = {}, .client_id = "las", .las = {}, .scopes = {"results:pull"}};
    CHECK(gate.Admit(machine, 1));
    REQUIRE(world.first.Change(
        "las",
        [](Client& client) -> Status {
            Revoke(client, kNow);
            return {};
        },
        Soon()));
    const auto deadline = Deadline::In(std::chrono::seconds(20));
    while (gate.Admit(machine, 1) && !deadline.Passed()) std::this_thread::yield();
    CHECK_FALSE(gate.Admit(machine, 1));
    reader.Stop();
}

TEST_CASE("a member of the helpdesk who is sent away is refused by a gateway that nobody told", "[ACC-04][ACC-06]") {
    World world(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    REQUIRE(world.first.Insert(
        {.id = "helpdesk-07", .title = "Helpdesk 7", .scopes = {std::string(kHelpdeskScope)}, .created_at = kNow},
        Soon()));
    constexpr std::chrono::milliseconds kInterval{50};
    ClientGate gate(world.second, kInterval);
    StandingsReader reader(gate, kInterval);
    reader.Start();
    const Actor member{.role = Role::kHelpdesk, .school = {}, .person = {}, .client_id = "helpdesk-07", .las = {}};
    CHECK(gate.Admit(member, kFirstVersion));
    CHECK_FALSE(gate.Admit(member, 0));
    REQUIRE(world.first.Change(
        "helpdesk-07",
        [](Client& client) -> Status {
            Revoke(client, kNow);
            return {};
        },
        Soon()));
    const auto deadline = Deadline::In(std::chrono::seconds(20));
    while (gate.Admit(member, kFirstVersion) && !deadline.Passed()) std::this_thread::yield();
    CHECK_FALSE(gate.Admit(member, kFirstVersion));
    const auto restored = world.first.Change(
        "helpdesk-07",
        [](Client& client) -> Status {
            Restore(client);
            return {};
        },
        Soon());
    REQUIRE(restored);
    CHECK(gate.Admit(member, restored->version));
    CHECK_FALSE(gate.Admit(member, kFirstVersion));
    reader.Stop();
}
