#include "services/gateway/app/client_gate.hpp"

#include <catch2/catch.hpp>
#include <thread>

#include "tests/unit/gateway/fake_clients.hpp"

namespace suite::gateway {
namespace {

constexpr std::chrono::hours kNever{1};

Deadline Soon() { return Deadline::In(std::chrono::seconds(5)); }

Actor Machine(std::vector<std::string> scopes = {"a", "b"}) {
    return {
        .role = Role::kMachine, .school = {}, .person = {}, .client_id = "las", .las = {}, .scopes = std::move(scopes)};
}

struct World {
    World() {
        client.secrets.clear();
        REQUIRE(store.Insert(client, Soon()));
        REQUIRE(gate.Refresh(Soon()));
        store.readings = 0;
    }
    Client client{.id = "las", .title = "LAS", .scopes = {"a", "b"}};
    test::FakeClients store;
    ClientGate gate{store, kNever};

    Client& Stored() { return store.clients.at("las"); }
    /// "" for whom it admits, else the status code's number and the reason for the log.
    std::string Outcome(std::int64_t version) {
        const auto admitted = gate.Admit(Machine(), version);
        return admitted ? "" : std::to_string(static_cast<int>(admitted.error().code)) + " " + admitted.error().message;
    }
};

const std::string kRevoked = "16 the client was revoked";
const std::string kUnversioned = "16 it was not given to a client";

}  // namespace

TEST_CASE("a machine comes in with the scopes that it still has and without a question", "[ACC-04]") {
    World world;
    CHECK(world.gate.Admit(Machine({"b", "c"}), 1)->scopes == std::vector<std::string>{"b"});
    // What was signed by hand.
    CHECK(world.Outcome(0) == kUnversioned);
    const Actor staff{.role = Role::kCoordinator, .school = {}, .person = {}, .client_id = {}, .las = {}};
    CHECK(world.gate.Admit(staff, 0)->role == Role::kCoordinator);
    CHECK(world.store.readings == 0);
}

TEST_CASE("a member of the helpdesk comes in while the client is one and is not revoked", "[ACC-04][ACC-06]") {
    World world;
    REQUIRE(world.store.Insert({.id = "helpdesk-07", .title = "Helpdesk 7", .scopes = {"helpdesk"}}, Soon()));
    const auto outcome = [&](const std::string& id, std::int64_t version) {
        const Actor member{.role = Role::kHelpdesk, .school = {}, .person = {}, .client_id = id, .las = {}};
        const auto admitted = world.gate.Admit(member, version);
        if (admitted) CHECK(admitted->role == Role::kHelpdesk);
        if (admitted) CHECK(admitted->scopes.empty());
        return admitted ? "" : std::to_string(static_cast<int>(admitted.error().code)) + " " + admitted.error().message;
    };
    // Known from the first look on, and without a further one.
    CHECK(outcome("helpdesk-07", 1).empty());
    CHECK(outcome("helpdesk-07", 1).empty());
    CHECK(world.store.readings == 1);
    CHECK(outcome("helpdesk-07", 0) == kUnversioned);
    CHECK(outcome("helpdesk-08", 0) == kUnversioned);
    CHECK(world.store.readings == 1);
    CHECK(outcome("helpdesk-08", 1) == "16 of a client that is not there");
    CHECK(outcome("", 1) == "16 of a client that is not there");
    // A machine's id opens no school.
    CHECK(outcome("las", 1) == "16 the client is no member of the helpdesk");
    // Nor does the member's as a machine.
    auto machine = Machine({"a", "helpdesk"});
    machine.client_id = "helpdesk-07";
    CHECK(world.gate.Admit(machine, 1)->scopes == std::vector<std::string>{"helpdesk"});

    auto& stored = world.store.clients.at("helpdesk-07");
    REQUIRE(Revoke(stored, {}));
    REQUIRE(world.gate.Refresh(Soon()));
    CHECK(outcome("helpdesk-07", 1) == kRevoked);
    REQUIRE(Restore(stored));
    CHECK(outcome("helpdesk-07", 1) == kRevoked);
    CHECK(outcome("helpdesk-07", stored.version).empty());
    CHECK(outcome("helpdesk-07", 1) == kRevoked);
}

TEST_CASE("a revocation counts from the next reading and costs no further question", "[ACC-04]") {
    World world;
    REQUIRE(Revoke(world.Stored(), {}));
    CHECK(world.Outcome(1).empty());
    REQUIRE(world.gate.Refresh(Soon()));
    for (int i = 0; i < 100; ++i) CHECK(world.Outcome(1) == kRevoked);
    CHECK(world.store.readings == 1);
}

TEST_CASE("a token that is newer than what is known makes the gate look at once", "[ACC-04]") {
    World world;
    Revoke(world.Stored(), {});
    REQUIRE(world.gate.Refresh(Soon()));
    Restore(world.Stored());
    const auto version = world.Stored().version;
    world.store.readings = 0;
    CHECK(world.Outcome(1) == kRevoked);
    CHECK(world.store.readings == 0);
    CHECK(world.Outcome(version).empty());
    CHECK(world.Outcome(version).empty());
    CHECK(world.store.readings == 1);

    // Somebody new, whom another gateway knows already.
    REQUIRE(world.store.Insert({.id = "new", .title = "New", .scopes = {"a"}}, Soon()));
    auto fresh = Machine({"a"});
    fresh.client_id = "new";
    CHECK(world.gate.Admit(fresh, 1));
    fresh.client_id = "nobody";
    CHECK(world.gate.Admit(fresh, 1).error().message == "of a client that is not there");
}

TEST_CASE("while the database is away what is known goes on and nothing is asked again and again", "[ACC-04]") {
    World world;
    world.store.away = true;
    CHECK_FALSE(world.gate.Refresh(Soon()));
    world.store.readings = 0;
    CHECK(world.Outcome(1).empty());
    for (int i = 0; i < 100; ++i) CHECK(world.Outcome(2) == "14 the clients cannot be read");
    CHECK(world.store.readings == 0);
    world.store.away = false;
    REQUIRE(world.gate.Refresh(Soon()));
    CHECK(world.Outcome(2) == "16 of a client that is not there");
}

TEST_CASE("many who ask at once share a reading that began after they asked", "[ACC-04]") {
    World world;
    std::atomic<int> wrong{0};
    for (int round = 0; round < 20; ++round) {
        Revoke(world.Stored(), {});
        Restore(world.Stored());
        const auto version = world.Stored().version;
        std::vector<std::thread> threads;
        for (int i = 0; i < 8; ++i) threads.emplace_back([&] { wrong += world.Outcome(version).empty() ? 0 : 1; });
        for (auto& thread : threads) thread.join();
    }
    CHECK(wrong == 0);
    CHECK(world.store.readings <= 20 * 8);
}

}  // namespace suite::gateway
