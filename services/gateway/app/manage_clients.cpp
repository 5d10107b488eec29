#include "services/gateway/app/manage_clients.hpp"

#include "core/reasons.hpp"

namespace suite::gateway {
namespace {

constexpr std::chrono::seconds kStepTime{5};

Deadline Soon() { return Deadline::In(kStepTime); }

}  // namespace

Result<ChangedClient> ManageClients::Add(const NewClient& wanted) const {
    ChangedClient added{.client = {.id = wanted.id,
                                   .title = wanted.title,
                                   .scopes = wanted.scopes,
                                   .las = wanted.las,
                                   .key_set = wanted.key_set,
                                   .created_at = clock_.Now()}};
    SUITE_RETURN_IF_ERROR(CheckNewClient(added.client, known_scopes_));
    if (wanted.with_secret) {
        added.secret = secrets_.New();
        SUITE_ASSIGN(added.secret_number, AddSecret(added.client, secrets_.HashOf(added.secret), clock_.Now()));
    }
    SUITE_RETURN_IF_ERROR(store_.Insert(added.client, Soon()));
    return added;
}

Result<std::vector<Client>> ManageClients::List() const { return store_.List(Soon()); }

Result<Client> ManageClients::Show(const std::string& id) const {
    SUITE_ASSIGN(auto found, store_.Find(id, Soon()));
    if (!found) return Fail(Code::kNotFound, reason::kNotFound, "there is no client " + id);
    return *std::move(found);
}

Result<ChangedClient> ManageClients::Rotate(const std::string& id) const {
    ChangedClient rotated{.client = {}, .secret = secrets_.New()};
    const auto hash = secrets_.HashOf(rotated.secret);
    SUITE_ASSIGN(rotated.client, store_.Change(
                                     id,
                                     [&](Client& client) -> Status {
                                         SUITE_ASSIGN(rotated.secret_number, AddSecret(client, hash, clock_.Now()));
                                         return {};
                                     },
                                     Soon()));
    return rotated;
}

Result<Client> ManageClients::EndSecret(const std::string& id, std::int64_t number) const {
    return store_.Change(id, [&](Client& client) { return gateway::EndSecret(client, number, clock_.Now()); }, Soon());
}

Result<Client> ManageClients::SetKeys(const std::string& id, const std::string& key_set) const {
    return store_.Change(
        id,
        [&](Client& client) -> Status {
            client.key_set = key_set;
            return {};
        },
        Soon());
}

Result<Client> ManageClients::ChangeScopes(const std::string& id, const ScopeChange& change) const {
    return store_.Change(
        id, [&](Client& client) { return gateway::ChangeScopes(client, change, known_scopes_); }, Soon());
}

Result<Client> ManageClients::Revoke(const std::string& id) const {
    return store_.Change(
        id,
        [&](Client& client) -> Status {
            gateway::Revoke(client, clock_.Now());
            return {};
        },
        Soon());
}

Result<Client> ManageClients::Restore(const std::string& id) const {
    return store_.Change(
        id,
        [&](Client& client) -> Status {
            gateway::Restore(client);
            return {};
        },
        Soon());
}

}  // namespace suite::gateway
