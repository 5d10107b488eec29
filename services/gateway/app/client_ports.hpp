// What machines' clients need of the world.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/deadline.hpp"
#include "core/error.hpp"
#include "services/gateway/domain/assertion.hpp"
#include "services/gateway/domain/client.hpp"
#include "services/gateway/domain/standing.hpp"

namespace suite::gateway {

/// A secret, or the client's keys (number 0), that brought a token.
struct CredentialUse {
    std::string client_id;
    std::int64_t secret_number = 0;
    Instant at{};
};

/// All gateways share it. Thread-safe, like all ports here; errors besides those named: UNAVAILABLE and the like.
class ClientStore {
  public:
    virtual ~ClientStore() = default;
    /// ALREADY_EXISTS (conflict).
    [[nodiscard]] virtual Status Insert(const Client& client, Deadline deadline) = 0;
    [[nodiscard]] virtual Result<std::optional<Client>> Find(const std::string& id, Deadline deadline) = 0;
    /// By id.
    [[nodiscard]] virtual Result<std::vector<Client>> List(Deadline deadline) = 0;
    /// Reads, lets `change` change, and writes, as one step that nobody gets between. `change` may run again. All but
    /// when something was used is written. The client as it is then. NOT_FOUND; what `change` refuses.
    using Changer = std::function<Status(Client&)>;
    [[nodiscard]] virtual Result<Client> Change(const std::string& id, const Changer& change, Deadline deadline) = 0;
    [[nodiscard]] virtual Result<Standings> ReadStandings(Deadline deadline) = 0;
    /// Remembers an assertion's jti until then and forgets those whose time has passed. ALREADY_EXISTS when it is
    /// remembered: of two gateways that take it at once one gets that.
    [[nodiscard]] virtual Status RememberAssertion(const std::string& client_id, const std::string& jti, Instant until,
                                                   Instant now, Deadline deadline) = 0;
    /// Writes those that are new (IsUseNew) by what is stored.
    [[nodiscard]] virtual Status NoteUses(const std::vector<CredentialUse>& uses, Deadline deadline) = 0;
};

/// Secrets of at least 128 random bits, and hashes of them.
class ClientSecrets {
  public:
    virtual ~ClientSecrets() = default;
    [[nodiscard]] virtual std::string New() const = 0;
    [[nodiscard]] virtual std::string HashOf(std::string_view secret) const = 0;
    /// In time that does not depend on where they differ.
    [[nodiscard]] virtual bool SameHash(std::string_view a, std::string_view b) const = 0;
};

/// Signed assertions as bytes. UNAUTHENTICATED with what is wrong, for the log.
class AssertionReader {
  public:
    virtual ~AssertionReader() = default;
    /// Whose it says it is: nothing is verified yet.
    [[nodiscard]] virtual Result<std::string> ClaimedClient(std::string_view token) const = 0;
    /// What one of the keys signed.
    [[nodiscard]] virtual Result<Assertion> Verify(std::string_view token, const std::string& key_set) const = 0;
};

/// Takes note of a use at once and writes it later, so that no machine waits for it.
class UseNotes {
  public:
    virtual ~UseNotes() = default;
    virtual void Note(CredentialUse use) = 0;
};

}  // namespace suite::gateway
