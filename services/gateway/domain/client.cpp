#include "services/gateway/domain/client.hpp"

#include <algorithm>
#include <array>

#include "core/reasons.hpp"
#include "core/text.hpp"

namespace suite::gateway {
namespace {

/// As result-exchange knows them.
constexpr std::array<std::string_view, 3> kLas{"parnassys", "momento", "easyrapport"};
constexpr std::string_view kPull = "results:pull";

std::unexpected<Error> Wrong(std::string what) {
    return Fail(Code::kInvalidArgument, reason::kInvalidRequest, std::move(what));
}

std::string Joined(std::span<const std::string_view> words) {
    std::string text;
    for (const auto word : words) text.append(text.empty() ? "" : ", ").append(word);
    return text;
}

bool Has(const std::vector<std::string>& scopes, std::string_view scope) {
    return std::ranges::find(scopes, scope) != scopes.end();
}

Status CheckKnown(const std::vector<std::string>& scopes, std::span<const std::string_view> known) {
    for (const auto& scope : scopes) {
        if (scope != kHelpdeskScope && std::ranges::find(known, scope) == known.end())
            return Wrong("no route asks for scope '" + scope + "'; there are " + Joined(known) +
                         ", and for the helpdesk's members " + std::string(kHelpdeskScope));
    }
    return {};
}

/// What must hold of scopes and LAS together.
Status CheckScopes(const Client& client) {
    for (auto scope = client.scopes.begin(); scope != client.scopes.end(); ++scope) {
        if (std::find(client.scopes.begin(), scope, *scope) != scope)
            return Wrong("scope '" + *scope + "' is named twice");
    }
    if (client.scopes.empty()) return Wrong("a client has one scope at least; to end it, revoke it");
    if (Has(client.scopes, kHelpdeskScope) && client.scopes.size() > 1)
        return Wrong("a member of the helpdesk is no machine: helpdesk is the only scope");
    if (Has(client.scopes, kPull) && client.las.empty())
        return Wrong("who pulls results is a LAS: say which, " + Joined(kLas));
    if (!Has(client.scopes, kPull) && !client.las.empty()) return Wrong("a LAS has scope results:pull");
    return {};
}

}  // namespace

bool IsClientId(std::string_view id) {
    return !id.empty() && id.size() <= kMaxClientId && std::ranges::all_of(id, [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '.' ||
               c == '_';
    });
}

Status CheckNewClient(const Client& client, std::span<const std::string_view> known) {
    if (!IsClientId(client.id)) return Wrong("an id is 1 to 64 letters, digits, '-', '.' or '_'");
    const bool control = std::ranges::any_of(client.title, [](char c) { return c >= 0 && c < ' '; });
    if (client.title.empty() || control || !IsCleanUtf8(client.title) || CodePoints(client.title) > kMaxClientTitle)
        return Wrong("a name is one line of 1 to 100 characters");
    if (!client.las.empty() && std::ranges::find(kLas, client.las) == kLas.end())
        return Wrong("no such LAS; there are " + Joined(kLas));
    SUITE_RETURN_IF_ERROR(CheckKnown(client.scopes, known));
    return CheckScopes(client);
}

std::vector<const ClientSecret*> ValidSecrets(const Client& client) {
    std::vector<const ClientSecret*> valid;
    for (const auto& secret : client.secrets) {
        if (!secret.ended_at) valid.push_back(&secret);
    }
    return valid;
}

Result<std::int64_t> AddSecret(Client& client, const std::string& hash, Instant now) {
    const auto valid = ValidSecrets(client);
    if (valid.size() >= kMaxValidSecrets) {
        return Fail(Code::kFailedPrecondition, reason::kConflict,
                    client.id + " has two secrets that count, " + std::to_string(valid[0]->number) + " and " +
                        std::to_string(valid[1]->number) + "; end one first");
    }
    std::int64_t number = 1;
    for (const auto& secret : client.secrets) number = std::max(number, secret.number + 1);
    client.secrets.push_back({.number = number, .hash = hash, .created_at = now});
    return number;
}

Status EndSecret(Client& client, std::int64_t number, Instant now) {
    const auto secret = std::ranges::find(client.secrets, number, &ClientSecret::number);
    if (secret == client.secrets.end())
        return Fail(Code::kNotFound, reason::kNotFound, client.id + " has no secret " + std::to_string(number));
    if (!secret->ended_at) secret->ended_at = now;
    return {};
}

Status ChangeScopes(Client& client, const ScopeChange& change, std::span<const std::string_view> known) {
    SUITE_RETURN_IF_ERROR(CheckKnown(change.add, known));
    auto changed = client;
    for (const auto& scope : change.add) {
        if (!Has(changed.scopes, scope)) changed.scopes.push_back(scope);
    }
    std::erase_if(changed.scopes, [&](const std::string& scope) { return Has(change.remove, scope); });
    if (Has(changed.scopes, kHelpdeskScope) != Has(client.scopes, kHelpdeskScope))
        return Wrong(
            "a machine does not become a member of the helpdesk, nor the other way around: add another client");
    SUITE_RETURN_IF_ERROR(CheckScopes(changed));
    if (changed.scopes == client.scopes) return {};
    client.scopes = std::move(changed.scopes);
    ++client.version;
    return {};
}

bool Revoke(Client& client, Instant now) {
    if (client.revoked_at) return false;
    client.revoked_at = now;
    client.tokens_from = ++client.version;
    return true;
}

bool Restore(Client& client) {
    if (!client.revoked_at) return false;
    client.revoked_at.reset();
    client.tokens_from = ++client.version;
    return true;
}

Actor ActorOf(const Client& client, std::vector<std::string> scopes) {
    const bool helpdesk = !scopes.empty() && std::ranges::all_of(scopes, [](const std::string& scope) {
        return scope == kHelpdeskScope;  // named twice is named
    });
    if (helpdesk) return {.role = Role::kHelpdesk, .school = {}, .person = {}, .client_id = client.id, .las = {}};
    return {.role = Role::kMachine,
            .school = {},
            .person = {},
            .client_id = client.id,
            .las = client.las,
            .scopes = std::move(scopes)};
}

bool IsUseNew(std::optional<Instant> used_at, Instant now) { return !used_at || now - *used_at >= kUseNoted; }

}  // namespace suite::gateway
