#include "services/gateway/domain/client.hpp"

#include <array>
#include <catch2/catch.hpp>

#include "core/reasons.hpp"
#include "services/gateway/domain/standing.hpp"

namespace suite::gateway {
namespace {

const Instant kNow = *ParseInstant("2026-11-27T08:30:00Z");
constexpr std::array<std::string_view, 3> kKnown{"orders:write", "results:pull", "roster:push"};

Client Basispoort() {
    return {.id = "basispoort", .title = "Basispoort", .scopes = {"roster:push"}, .created_at = kNow};
}

std::string Outcome(const Status& status) { return status ? "" : status.error().message; }

}  // namespace

TEST_CASE("a new client has a harmless id and a name and scopes that some route asks for", "[ACC-04]") {
    const auto with = [](auto&& change) {
        auto client = Basispoort();
        change(client);
        return client;
    };
    struct Row {
        Client client;
        std::string part;  // of what the operator reads; "" when it may be
    };
    const Row rows[] = {
        {Basispoort(), ""},
        {with([](Client& c) { c.id = "Las.Demo_1-x"; }), ""},
        {with([](Client& c) { c.title = "Café De Klok & co"; }), ""},
        {with([](Client& c) { c.id = ""; }), "an id is"},
        {with([](Client& c) { c.id = "las demo"; }), "an id is"},
        {with([](Client& c) { c.id = "las:demo"; }), "an id is"},
        {with([](Client& c) { c.id = "las\n"; }), "an id is"},
        {with([](Client& c) { c.id = "é"; }), "an id is"},
        {with([](Client& c) { c.id = std::string(65, 'a'); }), "an id is"},
        {with([](Client& c) { c.title = ""; }), "a name is"},
        {with([](Client& c) { c.title = "a\nb"; }), "a name is"},
        {with([](Client& c) { c.title = "\xff"; }), "a name is"},
        {with([](Client& c) { c.title = std::string(101, 'a'); }), "a name is"},
        {with([](Client& c) { c.scopes = {}; }), "one scope at least"},
        {with([](Client& c) { c.scopes = {"roster:pushed"}; }),
         "no route asks for scope 'roster:pushed'; there are "
         "orders:write, results:pull, roster:push, and for the helpdesk's members helpdesk"},
        {with([](Client& c) { c.scopes = {"roster:push", "roster:push"}; }), "is named twice"},
        {with([](Client& c) { c.scopes = {"results:pull"}; }), "is a LAS: say which"},
        {with([](Client& c) { c.las = "momento"; }), "a LAS has scope results:pull"},
        {with([](Client& c) {
             c.scopes = {"results:pull"};
             c.las = "momento";
         }),
         ""},
        {with([](Client& c) {
             c.scopes = {"results:pull"};
             c.las = "Momento";
         }),
         "no such LAS"},
        {with([](Client& c) { c.scopes = {"helpdesk"}; }), ""},
        {with([](Client& c) { c.scopes = {"helpdesk", "helpdesk"}; }), "is named twice"},
        {with([](Client& c) { c.scopes = {"helpdesk", "roster:push"}; }), "helpdesk is the only scope"},
        {with([](Client& c) {
             c.scopes = {"results:pull", "helpdesk"};
             c.las = "momento";
         }),
         "helpdesk is the only scope"},
        {with([](Client& c) {
             c.scopes = {"helpdesk"};
             c.las = "momento";
         }),
         "a LAS has scope results:pull"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.client.id, row.client.title, row.client.scopes, row.client.las);
        const auto outcome = Outcome(CheckNewClient(row.client, kKnown));
        CHECK(outcome.empty() == row.part.empty());
        CHECK_THAT(outcome, Catch::Contains(row.part));
    }
}

TEST_CASE("two secrets count at once and no third until one has ended", "[ACC-04]") {
    auto client = Basispoort();
    CHECK(AddSecret(client, "h1", kNow) == 1);
    CHECK(AddSecret(client, "h2", kNow) == 2);
    const auto third = AddSecret(client, "h3", kNow);
    REQUIRE_FALSE(third);
    CHECK(third.error().code == Code::kFailedPrecondition);
    CHECK(third.error().message == "basispoort has two secrets that count, 1 and 2; end one first");
    CHECK(client.secrets.size() == 2);

    const auto later = kNow + std::chrono::hours(1);
    REQUIRE(EndSecret(client, 1, later));
    CHECK(client.secrets[0].ended_at == later);
    REQUIRE(EndSecret(client, 1, later + std::chrono::hours(1)));
    CHECK(client.secrets[0].ended_at == later);
    REQUIRE(ValidSecrets(client).size() == 1);
    CHECK(ValidSecrets(client)[0]->hash == "h2");
    // A number is never given again: what a log or a letter said of it stays true.
    CHECK(AddSecret(client, "h3", kNow) == 3);
    const auto none = EndSecret(client, 4, kNow);
    REQUIRE_FALSE(none);
    CHECK(none.error().code == Code::kNotFound);
    CHECK(client.version == 1);
}

TEST_CASE("a revocation ends every token of before and a restore brings none back", "[ACC-04]") {
    auto client = Basispoort();
    const auto standing = [&] {
        return Standing{.version = client.version,
                        .tokens_from = client.tokens_from,
                        .revoked = client.revoked_at.has_value(),
                        .scopes = client.scopes};
    };
    const auto judge = [&](std::int64_t version) {
        const auto now = standing();
        return JudgeToken(&now, version);
    };
    const auto first = client.version;
    CHECK(judge(first) == Verdict::kGood);
    CHECK(judge(0) == Verdict::kUnversioned);  // nobody's leave: each that a gateway gives says its version
    CHECK(judge(-1) == Verdict::kUnversioned);
    CHECK_FALSE(Restore(client));
    REQUIRE(Revoke(client, kNow));
    CHECK_FALSE(Revoke(client, kNow + std::chrono::hours(1)));
    CHECK(client.revoked_at == kNow);
    CHECK(judge(0) == Verdict::kUnversioned);
    CHECK(judge(first) == Verdict::kRefused);
    CHECK(judge(client.version) == Verdict::kRefused);
    const auto while_revoked = standing();
    REQUIRE(Restore(client));
    CHECK(judge(0) == Verdict::kUnversioned);
    CHECK(judge(first) == Verdict::kRefused);
    CHECK(judge(while_revoked.version) == Verdict::kRefused);
    CHECK(judge(client.version) == Verdict::kGood);
    // A gateway that has not heard of the restore knows by the token that it must look.
    CHECK(JudgeToken(&while_revoked, client.version) == Verdict::kNewer);
    CHECK(JudgeToken(nullptr, 1) == Verdict::kNewer);
    CHECK(JudgeToken(nullptr, 0) == Verdict::kUnversioned);
}

TEST_CASE("scopes are given and taken, and a token keeps those that its client still has", "[ACC-04]") {
    auto client = Basispoort();
    REQUIRE(ChangeScopes(client, {.add = {"roster:push"}}, kKnown));
    CHECK(client.version == 1);  // nothing changed
    REQUIRE(ChangeScopes(client, {.add = {"orders:write"}}, kKnown));
    CHECK(client.scopes == std::vector<std::string>{"roster:push", "orders:write"});
    CHECK(client.version == 2);
    REQUIRE(ChangeScopes(client, {.add = {}, .remove = {"roster:push", "gone:long-ago"}}, kKnown));
    CHECK(client.scopes == std::vector<std::string>{"orders:write"});
    CHECK(client.version == 3);

    CHECK_THAT(Outcome(ChangeScopes(client, {.add = {"x"}}, kKnown)), Catch::Contains("no route asks for"));
    CHECK_THAT(Outcome(ChangeScopes(client, {.add = {"results:pull"}}, kKnown)), Catch::Contains("say which"));
    CHECK_THAT(Outcome(ChangeScopes(client, {.add = {}, .remove = {"orders:write"}}, kKnown)),
               Catch::Contains("one scope at least"));
    CHECK(client.scopes == std::vector<std::string>{"orders:write"});
    CHECK(client.version == 3);

    const Standing standing{.scopes = {"a", "b"}};
    CHECK(StillAllowed(standing, {"b", "c"}) == std::vector<std::string>{"b"});
    CHECK(StillAllowed(standing, {"c"}).empty());
    CHECK(StillAllowed(standing, {}).empty());
}

TEST_CASE("a machine becomes no member of the helpdesk and a member no machine", "[ACC-04][ACC-06]") {
    auto member = Basispoort();
    member.scopes = {"helpdesk"};
    auto machine = Basispoort();
    struct Row {
        Client* client;
        ScopeChange change;
        std::string part;
    };
    const std::string other_way = "nor the other way around";
    const Row rows[] = {{&machine, {.add = {"helpdesk"}}, other_way},
                        {&machine, {.add = {"helpdesk"}, .remove = {"roster:push"}}, other_way},
                        {&member, {.add = {"roster:push"}, .remove = {"helpdesk"}}, other_way},
                        {&member, {.add = {"roster:push"}}, "helpdesk is the only scope"},
                        {&member, {.add = {}, .remove = {"helpdesk"}}, other_way},
                        {&member, {.add = {"helpdesk"}, .remove = {"roster:push"}}, ""},
                        {&machine, {.add = {}, .remove = {"helpdesk"}}, ""}};
    for (const auto& row : rows) {
        CAPTURE(row.client->scopes, row.change.add, row.change.remove);
        const auto outcome = Outcome(ChangeScopes(*row.client, row.change, kKnown));
        CHECK(outcome.empty() == row.part.empty());
        CHECK_THAT(outcome, Catch::Contains(row.part));
    }
    CHECK(member.scopes == std::vector<std::string>{"helpdesk"});
    CHECK(machine.scopes == std::vector<std::string>{"roster:push"});
    CHECK(member.version == kFirstVersion);
    CHECK(machine.version == kFirstVersion);
}

TEST_CASE("a token speaks for a member of the helpdesk or for a machine and never for both", "[ACC-04]") {
    Client client{.id = "c", .title = "C", .las = "momento"};
    const auto member = ActorOf(client, {"helpdesk"});
    CHECK(member.role == Role::kHelpdesk);
    CHECK(member.client_id == "c");
    CHECK(member.scopes.empty());
    CHECK(member.las.empty());
    CHECK(ActorOf(client, {"helpdesk", "helpdesk"}).role == Role::kHelpdesk);
    for (const auto& scopes :
         {std::vector<std::string>{}, {"results:pull"}, {"results:pull", "helpdesk"}, {"helpdesk", "results:pull"}}) {
        const auto machine = ActorOf(client, scopes);
        CHECK(machine.role == Role::kMachine);
        CHECK(machine.client_id == "c");
        CHECK(machine.las == "momento");
        CHECK(machine.scopes == scopes);
    }
    CHECK(IsHelpdesk({.scopes = {"helpdesk"}}));
    CHECK_FALSE(IsHelpdesk({.scopes = {"helpdesk", "results:pull"}}));
    CHECK_FALSE(IsHelpdesk({.scopes = {}}));
}

TEST_CASE("a use is written down once a minute at most", "[ACC-04]") {
    CHECK(IsUseNew(std::nullopt, kNow));
    CHECK_FALSE(IsUseNew(kNow, kNow + std::chrono::seconds(59)));
    CHECK(IsUseNew(kNow, kNow + std::chrono::seconds(60)));
    CHECK_FALSE(IsUseNew(kNow, kNow - std::chrono::hours(1)));  // another gateway's clock is ahead
}

}  // namespace suite::gateway
