// Who may ask for tokens, a machine or a member of the helpdesk: what it may do, how it shows who it is, and what
// changes that (ACC-04).
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/actor.hpp"
#include "core/error.hpp"
#include "core/time.hpp"

namespace suite::gateway {

inline constexpr std::size_t kMaxValidSecrets = 2;  // the one in use, and the one that takes over
inline constexpr std::size_t kMaxClientId = 64;     // characters
inline constexpr std::size_t kMaxClientTitle = 100;
inline constexpr std::int64_t kFirstVersion = 1;
/// No machine's: whoever has it is a member of the helpdesk, with that role's rights and no other scope. The table of
/// routes asks for the role, so it stands in none of its scopes.
inline constexpr std::string_view kHelpdeskScope = "helpdesk";
/// How exactly is known when a secret or key was used last: less often written, because writing it is no work that the
/// machine waits for.
inline constexpr std::chrono::minutes kUseNoted{1};

struct ClientSecret {
    std::int64_t number = 1;  // 1, 2, ... of this client; what an operator calls it
    std::string hash;         // the secret itself is with the machine only
    Instant created_at{};
    std::optional<Instant> used_at{};
    std::optional<Instant> ended_at{};
};

struct Client {
    std::string id;     // of a member of the helpdesk: the code that audit logs show, which is no name
    std::string title;  // what people call it
    std::vector<std::string> scopes{};
    std::string las{};      // for a LAS: parnassys, momento, easyrapport
    std::string key_set{};  // JWK set of public keys for private_key_jwt; "" for none
    Instant created_at{};
    std::optional<Instant> revoked_at{};
    std::optional<Instant> keys_used_at{};
    /// Goes up with each change of what its tokens may do. A token carries the one that it was given under, so that a
    /// gateway that has not heard of a change yet sees that by the token (domain/standing.hpp). No clock is asked: the
    /// operator's may be wrong.
    std::int64_t version = kFirstVersion;
    std::int64_t tokens_from = 0;  // tokens of an earlier version were revoked
    std::vector<ClientSecret> secrets{};
};

/// Letters, digits, '-', '.', '_': harmless in a log, in HTTP Basic and in a shell.
[[nodiscard]] bool IsClientId(std::string_view id);

/// What a new client may be. INVALID_ARGUMENT (invalid-request), in words for the operator: id or title malformed, no
/// scope, one that no route asks for, a LAS without results:pull or the other way around, the helpdesk's scope beside
/// another. `known`: the scopes that the route table asks for.
[[nodiscard]] Status CheckNewClient(const Client& client, std::span<const std::string_view> known);

[[nodiscard]] std::vector<const ClientSecret*> ValidSecrets(const Client& client);

/// Its number. FAILED_PRECONDITION (conflict) when two are valid already: a third would hide which of them is used.
[[nodiscard]] Result<std::int64_t> AddSecret(Client& client, const std::string& hash, Instant now);
/// NOT_FOUND when there is none of that number; nothing happens when it has ended already. Tokens that it brought stay
/// valid until they expire: to end those too the client is revoked.
[[nodiscard]] Status EndSecret(Client& client, std::int64_t number, Instant now);

struct ScopeChange {
    std::vector<std::string> add{};
    std::vector<std::string> remove{};
};
/// INVALID_ARGUMENT as CheckNewClient, and when it would make a machine a member of the helpdesk or the other way
/// around: an id in an audit log stays one of either. A scope that it does not have is removed without a word, also one
/// that no route knows any more.
[[nodiscard]] Status ChangeScopes(Client& client, const ScopeChange& change, std::span<const std::string_view> known);

/// Ends it and every token that it has. False when it was revoked already.
bool Revoke(Client& client, Instant now);
/// Its secrets and keys count again, its old tokens do not. False when it was not revoked.
bool Restore(Client& client);

/// Whom a token with these of its scopes speaks for: a member of the helpdesk when they are the helpdesk's alone, else
/// a machine that may do what they say.
[[nodiscard]] Actor ActorOf(const Client& client, std::vector<std::string> scopes);

/// Whether a use at `now` is worth writing down.
[[nodiscard]] bool IsUseNew(std::optional<Instant> used_at, Instant now);

}  // namespace suite::gateway
