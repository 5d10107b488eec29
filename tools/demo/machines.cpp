#include "tools/demo/machines.hpp"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <system_error>

#include "core/reasons.hpp"
#include "core/time.hpp"
#include "services/gateway/adapters/random_secrets.hpp"
#include "services/gateway/adapters/sql_clients.hpp"
#include "services/gateway/app/manage_clients.hpp"
#include "services/gateway/migrations.hpp"
#include "services/gateway/route.hpp"
#include "suite/data_dir.hpp"

namespace suite::demo {
namespace {

using gateway::Client;
using gateway::ManageClients;
using Json = nlohmann::ordered_json;
using OpenSecrets = std::map<std::string, std::string>;  // by client id

constexpr const char* kSecretsFile = "dev-clients.json";

OpenSecrets ReadSecrets(const std::filesystem::path& file) {
    OpenSecrets secrets;
    const auto json = Json::parse(devsuite::ReadFile(file).value_or(""), nullptr, /*allow_exceptions=*/false);
    if (!json.is_object() || !json.contains("clients") || !json["clients"].is_array()) return secrets;
    for (const auto& client : json["clients"]) {
        if (client.is_object()) secrets.emplace(client.value("id", ""), client.value("secret", ""));
    }
    return secrets;
}

Status WriteSecrets(const std::filesystem::path& file, const std::vector<Machine>& machines,
                    const OpenSecrets& secrets) {
    Json list = Json::array();
    for (const auto& machine : machines) {
        Json entry{{"id", machine.id}, {"secret", secrets.at(machine.id)}, {"scopes", machine.scopes}};
        if (!machine.las.empty()) entry["las"] = machine.las;
        list.push_back(std::move(entry));
    }
    const auto text = Json{{"clients", list}}.dump(2) + "\n";
    if (devsuite::ReadFile(file) == text) return {};
    return devsuite::WritePrivateFile(file, text);
}

/// Whether the client knows the secret and it has not ended.
bool Counts(const Client& client, const std::string& secret) {
    if (secret.empty()) return false;
    const auto hash = gateway::RandomSecrets().HashOf(secret);
    const auto valid = gateway::ValidSecrets(client);
    return std::ranges::any_of(valid, [&](const auto* one) { return one->hash == hash; });
}

Result<std::string> NewSecret(const ManageClients& manage, const Client& client) {
    const auto valid = gateway::ValidSecrets(client);
    if (valid.size() >= gateway::kMaxValidSecrets)
        SUITE_RETURN_IF_ERROR(manage.EndSecret(client.id, valid.front()->number));
    SUITE_ASSIGN(auto rotated, manage.Rotate(client.id));
    return std::move(rotated.secret);
}

/// The secret of the machine that counts, `known` if that does.
Result<std::string> AddOrComplete(const ManageClients& manage, gateway::ClientStore& store, const Machine& machine,
                                  const std::string& known) {
    auto found = manage.Show(machine.id);
    if (!found && found.error().code != Code::kNotFound) return std::unexpected(found.error());
    if (!found && known.empty()) {
        SUITE_ASSIGN(
            auto added,
            manage.Add({.id = machine.id, .title = machine.title, .scopes = machine.scopes, .las = machine.las}));
        return std::move(added.secret);
    }
    if (!found) {
        // Of a run before clients were in the database: its partners go on with the secret that they have.
        SUITE_ASSIGN(const auto added, manage.Add({.id = machine.id,
                                                   .title = machine.title,
                                                   .scopes = machine.scopes,
                                                   .las = machine.las,
                                                   .with_secret = false}));
        const auto now = SystemClock().Now();
        const auto hash = gateway::RandomSecrets().HashOf(known);
        const auto add = [&](Client& client) -> Status {
            SUITE_RETURN_IF_ERROR(gateway::AddSecret(client, hash, now));
            return {};
        };
        SUITE_RETURN_IF_ERROR(store.Change(added.client.id, add, Deadline::In(std::chrono::seconds(5))));
        return known;
    }
    SUITE_ASSIGN(const auto client, manage.ChangeScopes(machine.id, {.add = machine.scopes}));
    if (Counts(client, known)) return known;
    return NewSecret(manage, client);
}

}  // namespace

std::vector<Machine> Machines() {
    return {
        {.id = "basispoort", .title = "Basispoort", .scopes = {"roster:push"}},
        {.id = "las-parnassys", .title = "ParnasSys", .scopes = {"results:pull"}, .las = "parnassys"},
        {.id = "las-momento", .title = "Momento", .scopes = {"results:pull"}, .las = "momento"},
        {.id = "method-software", .title = "Method software", .scopes = {"entitlements:read", "results:write"}},
        {.id = "order-system", .title = "Order system", .scopes = {"orders:write", "catalogue:write"}},
        {.id = kHelpdeskMember, .title = "Helpdesk (development)", .scopes = {std::string(gateway::kHelpdeskScope)}}};
}

Status AddMachines(const MachinePlaces& places, const std::vector<Machine>& machines) {
    SUITE_ASSIGN(const auto database,
                 sql::Database::Open({.url = places.database, .schema = "gateway", .sessions = 2}));
    SUITE_RETURN_IF_ERROR(database->Migrate(gateway::Migrations()));
    gateway::SqlClients store(*database);
    const gateway::RandomSecrets random;
    const SystemClock clock;
    const ManageClients manage(store, random, clock, gateway::KnownScopes());

    const auto file = places.data / kSecretsFile;
    auto secrets = ReadSecrets(file);
    for (const auto& machine : machines) {
        const auto known = secrets.find(machine.id);
        SUITE_ASSIGN(auto secret, AddOrComplete(manage, store, machine, known == secrets.end() ? "" : known->second));
        secrets.insert_or_assign(machine.id, std::move(secret));
    }
    SUITE_RETURN_IF_ERROR(WriteSecrets(file, machines, secrets));

    const auto old = places.data / "secrets" / "clients.json";
    std::error_code failed;
    if (std::filesystem::remove(old, failed) && places.progress) {
        places.progress("machines are in the gateway's database now (sleutelctl clients list); " + old.string() +
                        " was taken over and removed");
    }
    return {};
}

Result<std::string> SecretOf(const std::filesystem::path& dev_clients_file, const std::string& id) {
    const auto secrets = ReadSecrets(dev_clients_file);
    const auto found = secrets.find(id);
    if (found != secrets.end() && !found->second.empty()) return found->second;
    return Fail(Code::kFailedPrecondition, reason::kUnavailable,
                "no secret of " + id + " in " + dev_clients_file.string());
}

Status AddDevMachines(const std::string& database, const std::filesystem::path& data) {
    return AddMachines({.database = database, .data = data}, Machines());
}

}  // namespace suite::demo
