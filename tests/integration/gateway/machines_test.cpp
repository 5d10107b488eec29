// The machines of a development run, and what `sleutelctl clients` does to clients.
#include "tools/demo/machines.hpp"

#include <catch2/catch.hpp>
#include <fstream>
#include <nlohmann/json.hpp>

#include "crypto/crypto.hpp"
#include "services/gateway/adapters/sql_clients.hpp"
#include "services/gateway/migrations.hpp"
#include "testing/temp_dir.hpp"
#include "testing/test_database.hpp"
#include "tools/sleutelctl/clients.hpp"

namespace {

using namespace suite;           // NOLINT: test
using namespace suite::gateway;  // NOLINT: test
using nlohmann::json;
using sleutelctl::ClientsAction;
using sleutelctl::ClientsOptions;
using sql::Dialect;

namespace fs = std::filesystem;

Deadline Soon() { return Deadline::In(std::chrono::seconds(5)); }

std::string Read(const fs::path& path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
}

struct World {
    explicit World(Dialect dialect) : database(dialect) { std::filesystem::create_directory(data.Path() / "secrets"); }

    testing::TestDatabase database;
    testing::TempDir data;
    std::string told;

    Status Add() {
        return demo::AddMachines({.database = database.Url(),
                                  .data = data.Path(),
                                  .progress = [this](std::string_view text) { told = text; }},
                                 demo::Machines());
    }
    std::string SecretOf(const std::string& id) const {
        const auto file = json::parse(Read(data.Path() / "dev-clients.json"));
        for (const auto& client : file.at("clients")) {
            if (client.at("id") == id) return client.at("secret");
        }
        return "";
    }
    Client Stored(const std::string& id) {
        const auto opened = database.Open("gateway", Migrations());
        const auto found = SqlClients(*opened).Find(id, Soon());
        REQUIRE(found);
        REQUIRE(*found);
        return **found;
    }
    /// Whether the secret of dev-clients.json brings tokens.
    bool Counts(const std::string& id) {
        const auto client = Stored(id);
        for (const auto* secret : ValidSecrets(client)) {
            if (secret->hash == crypto::Sha256Hex(SecretOf(id))) return true;
        }
        return false;
    }
    Result<std::string> Ctl(ClientsAction action, ClientsOptions options) const {
        options.database = database.Url();
        return RunClients(action, options);
    }
    json CtlJson(ClientsAction action, ClientsOptions options) const {
        options.json = true;
        const auto printed = Ctl(action, std::move(options));
        if (!printed) FAIL(printed.error().message);
        return json::parse(*printed);
    }
};

std::string Refusal(const Result<std::string>& result) { return result ? "" : result.error().message; }

constexpr auto kOwnerOnly = fs::perms::owner_read | fs::perms::owner_write;

}  // namespace

TEST_CASE("a development run has its machines and keeps their secrets from start to start", "[ACC-04]") {
    World world(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    REQUIRE(world.Add());
    const auto first = Read(world.data.Path() / "dev-clients.json");
    CHECK(fs::status(world.data.Path() / "dev-clients.json").permissions() == kOwnerOnly);
    for (const auto& machine : demo::Machines()) {
        CAPTURE(machine.id);
        CHECK(world.Counts(machine.id));
        CHECK(world.Stored(machine.id).scopes == machine.scopes);
        CHECK(world.Stored(machine.id).las == machine.las);
    }
    REQUIRE(world.Add());
    CHECK(Read(world.data.Path() / "dev-clients.json") == first);
    CHECK(world.Stored("basispoort").secrets.size() == 1);

    // Who lost the file gets new secrets, again and again; two count at most.
    for (int i = 0; i < 3; ++i) {
        fs::remove(world.data.Path() / "dev-clients.json");
        REQUIRE(world.Add());
        CHECK(world.Counts("order-system"));
        CHECK(ValidSecrets(world.Stored("order-system")).size() == 2);
    }
    // Whoever plays them finds the secrets there.
    const auto file = world.data.Path() / "dev-clients.json";
    CHECK(*demo::SecretOf(file, demo::kHelpdeskMember) == world.SecretOf(demo::kHelpdeskMember));
    CHECK(demo::SecretOf(file, "nobody").error().code == Code::kFailedPrecondition);
    CHECK(demo::SecretOf(world.data.Path() / "no-file", "basispoort").error().code == Code::kFailedPrecondition);
    // A machine that was revoked stays revoked.
    REQUIRE(world.Ctl(ClientsAction::kRevoke, {.id = "las-momento"}));
    REQUIRE(world.Add());
    CHECK(world.Stored("las-momento").revoked_at);
}

TEST_CASE("a run from before clients were in the database goes on with its secrets and new scopes", "[ACC-04]") {
    World world(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    const auto old = world.data.Path() / "secrets" / "clients.json";
    std::ofstream(old) << R"({"clients":[]})";
    std::ofstream(world.data.Path() / "dev-clients.json")
        << R"({"clients":[{"id":"order-system","secret":"an-old-secret","scopes":["orders:write"]}]})";
    REQUIRE(world.Add());
    CHECK(world.SecretOf("order-system") == "an-old-secret");
    CHECK(world.Counts("order-system"));
    CHECK(world.Counts("basispoort"));
    CHECK(world.Stored("order-system").scopes == std::vector<std::string>{"orders:write", "catalogue:write"});
    CHECK_FALSE(fs::exists(old));
    CHECK_THAT(world.told, Catch::Contains("sleutelctl clients list"));

    // A scope that a newer version needs comes at the next start; one that somebody gave stays.
    REQUIRE(world.Ctl(ClientsAction::kScopes,
                      {.id = "order-system", .change = {.add = {"roster:push"}, .remove = {"catalogue:write"}}}));
    REQUIRE(world.Add());
    CHECK(world.Stored("order-system").scopes ==
          std::vector<std::string>{"orders:write", "roster:push", "catalogue:write"});
}

TEST_CASE("an operator makes rotates and revokes a client and sees a secret once", "[ACC-04]") {
    World world(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    static_cast<void>(world.database.Open("gateway", Migrations()));
    const auto added = world.CtlJson(ClientsAction::kAdd,
                                     {.id = "las-1", .name = "LAS één", .scopes = {"results:pull"}, .las = "momento"});
    const auto secret = added.at("secret").get<std::string>();
    CHECK(secret.size() == 32);
    CHECK(added.at("secretNumber") == 1);
    CHECK(world.Stored("las-1").secrets.at(0).hash == crypto::Sha256Hex(secret));

    const auto file = world.data.Path() / "second";
    const auto rotated = world.CtlJson(ClientsAction::kRotate, {.id = "las-1", .secret_file = file});
    CHECK_FALSE(rotated.contains("secret"));
    CHECK(rotated.at("secretNumber") == 2);
    CHECK(fs::status(file).permissions() == kOwnerOnly);
    const auto second = Read(file);
    CHECK(world.Stored("las-1").secrets.at(1).hash == crypto::Sha256Hex(second.substr(0, second.size() - 1)));

    // A third is refused, and no file is left behind for it; a file that is there is never replaced.
    const auto third = world.data.Path() / "third";
    CHECK_THAT(Refusal(world.Ctl(ClientsAction::kRotate, {.id = "las-1", .secret_file = third})),
               Catch::Contains("has two secrets that count, 1 and 2"));
    CHECK_FALSE(fs::exists(third));
    CHECK_THAT(Refusal(world.Ctl(ClientsAction::kRotate, {.id = "las-1", .secret_file = file})),
               Catch::Contains("is there already"));
    CHECK(Read(file) == second);

    const auto shown = *world.Ctl(ClientsAction::kEndSecret, {.id = "las-1", .secret_number = 1});
    CHECK_THAT(shown, Catch::Contains("secret 1  ended") && Catch::Contains("secret 2  counts"));
    CHECK_THAT(*world.Ctl(ClientsAction::kRevoke, {.id = "las-1"}), Catch::Contains("state     revoked"));
    const auto list = *world.Ctl(ClientsAction::kList, {});
    CHECK_THAT(list,
               Catch::StartsWith("ID     NAME     STATE    SCOPES        LAS      SIGNS IN WITH  LAST USED (UTC)\n"
                                 "las-1  LAS één  revoked  results:pull  momento  1 secret       never\n"));
    CHECK_THAT(*world.Ctl(ClientsAction::kRestore, {.id = "las-1"}), Catch::Contains("state     active"));
    const auto desk =
        world.CtlJson(ClientsAction::kAdd, {.id = "helpdesk-07", .name = "Helpdesk 7", .scopes = {"helpdesk"}});
    CHECK(desk.at("scopes") == json::array({"helpdesk"}));
    CHECK_THAT(*world.Ctl(ClientsAction::kList, {}),
               Catch::Contains("helpdesk-07  Helpdesk 7  active  helpdesk      -        1 secret       never\n"));

    // What is shown later gives no secret away.
    const auto all = list + shown + world.CtlJson(ClientsAction::kList, {}).dump() +
                     world.CtlJson(ClientsAction::kShow, {.id = "las-1"}).dump();
    for (const auto& one : {secret, second.substr(0, 32), crypto::Sha256Hex(secret)})
        CHECK(all.find(one) == std::string::npos);
}

TEST_CASE("what an operator asks for wrongly is refused in words and changes nothing", "[ACC-04]") {
    World world(Dialect::kSqlite);
    const auto refused = [&](ClientsAction action, const ClientsOptions& options) {
        return Refusal(world.Ctl(action, options));
    };
    // No gateway has been there yet.
    CHECK_THAT(refused(ClientsAction::kList, {}), Catch::Contains("the gateway makes it when it first starts"));
    static_cast<void>(world.database.Open("gateway", Migrations()));
    REQUIRE(world.Ctl(ClientsAction::kAdd, {.id = "a", .name = "A", .scopes = {"roster:push"}}));

    CHECK_THAT(refused(ClientsAction::kAdd, {.id = "a", .name = "A", .scopes = {"roster:push"}}),
               Catch::Contains("there is a client a already"));
    CHECK_THAT(refused(ClientsAction::kAdd, {.id = "b", .name = "B", .scopes = {"all"}}),
               Catch::Contains("no route asks for scope 'all'; there are catalogue:write, "));
    CHECK_THAT(refused(ClientsAction::kShow, {.id = "b"}), Catch::Contains("there is no client b"));
    CHECK_THAT(refused(ClientsAction::kEndSecret, {.id = "a", .secret_number = 9}), Catch::Contains("no secret 9"));
    CHECK_THAT(refused(ClientsAction::kScopes, {.id = "a"}), Catch::Contains("--add or --remove"));
    CHECK_THAT(refused(ClientsAction::kKeys, {.id = "a"}), Catch::Contains("--none"));
    CHECK_THAT(refused(ClientsAction::kKeys, {.id = "a", .keys_file = "/no/such/file"}),
               Catch::Contains("cannot read /no/such/file"));
    const auto file = world.data.Path() / "keys.json";
    std::ofstream(file) << R"({"keys":[{"kty":"EC","d":"AAAA"}]})";
    CHECK_THAT(refused(ClientsAction::kKeys, {.id = "a", .keys_file = file}), Catch::Contains("private or secret"));
    CHECK_THAT(refused(ClientsAction::kAdd, {.id = "b", .name = "B", .scopes = {"roster:push"}, .keys_file = file}),
               Catch::Contains("private or secret"));

    // A member of the helpdesk is nothing else, and does not become it.
    CHECK_THAT(refused(ClientsAction::kAdd,
                       {.id = "b", .name = "B", .scopes = {"helpdesk", "results:pull"}, .las = "momento"}),
               Catch::Contains("helpdesk is the only scope"));
    CHECK_THAT(refused(ClientsAction::kAdd, {.id = "b", .name = "B", .scopes = {"helpdesk"}, .las = "momento"}),
               Catch::Contains("a LAS has scope results:pull"));
    CHECK_THAT(refused(ClientsAction::kScopes, {.id = "a", .change = {.add = {"helpdesk"}, .remove = {"roster:push"}}}),
               Catch::Contains("does not become a member of the helpdesk"));

    const auto secret = world.data.Path() / "secret";
    CHECK_FALSE(
        refused(ClientsAction::kAdd, {.id = "a", .name = "A", .scopes = {"all"}, .secret_file = secret}).empty());
    CHECK_FALSE(fs::exists(secret));
    CHECK(world.CtlJson(ClientsAction::kList, {}).at("clients").size() == 1);
    CHECK(world.Stored("a").version == 1);
}

TEST_CASE("a client with keys of its own needs no secret", "[ACC-04]") {
    World world(Dialect::kSqlite);
    static_cast<void>(world.database.Open("gateway", Migrations()));
    const auto file = world.data.Path() / "keys.json";
    std::ofstream(file) << R"({"keys":[{"kty":"EC","use":"sig","kid":"ec-1","crv":"P-256",)"
                           R"("x":"fXFXH3XdKjyjARiORMwqQW7ayyC2EfMiDTEu31t718c",)"
                           R"("y":"XxDeLtu-iH2eups6lAi1DK-Z22O2-GRW8aCufTsN5dA"}]})";
    const auto added =
        world.CtlJson(ClientsAction::kAdd, {.id = "k", .name = "K", .scopes = {"roster:push"}, .keys_file = file});
    CHECK_FALSE(added.contains("secret"));
    CHECK(added.at("secrets").empty());
    CHECK(added.at("keys").at(0).at("kid") == "ec-1");
    CHECK_THAT(*world.Ctl(ClientsAction::kShow, {.id = "k"}), Catch::Contains("keys      ec-1 (EC), last used never"));
    CHECK_THAT(*world.Ctl(ClientsAction::kKeys, {.id = "k", .no_keys = true}),
               Catch::Contains("it cannot get a token"));
    CHECK(world.Ctl(ClientsAction::kKeys, {.id = "k", .keys_file = file}));
    CHECK(world.CtlJson(ClientsAction::kShow, {.id = "k"}).at("keys").size() == 1);
}
