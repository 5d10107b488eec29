// A client, machine or member of the helpdesk, shows who it is, by a secret or by an assertion that it signed (ACC-04).
#pragma once

#include <string>
#include <vector>

#include "services/gateway/app/client_ports.hpp"

namespace suite::gateway {

struct SecretShown {
    std::string client_id;
    std::string secret;
};

struct AssertionShown {
    std::string token;
    std::string client_id{};  // that the request names beside it; "" for none
    std::vector<std::string> audiences{};
};

/// In the metadata of a refusal: which client, when there is one of that id. Others' ids are anything that a stranger
/// sends, so they stand in no log.
inline constexpr const char* kKnownClient = "client";

/// UNAUTHENTICATED (invalid-client) with the reason, for the log only: whoever asks learns nothing but no. UNAVAILABLE
/// and the like when the database does not answer. Thread-safe.
class AuthenticateClient {
  public:
    AuthenticateClient(ClientStore& store, const ClientSecrets& secrets, const AssertionReader& reader, UseNotes& notes,
                       const Clock& clock)
        : store_(store), secrets_(secrets), reader_(reader), notes_(notes), clock_(clock) {}

    /// Does the same work for an unknown client, a wrong secret and a revoked client.
    [[nodiscard]] Result<Client> operator()(const SecretShown& shown, Deadline deadline) const;
    /// The assertion counts once, at whichever gateway.
    [[nodiscard]] Result<Client> operator()(const AssertionShown& shown, Deadline deadline) const;

  private:
    [[nodiscard]] Status Accept(const AssertionShown& shown, const Client& client, Deadline deadline) const;
    void Note(const Client& client, std::int64_t secret_number, std::optional<Instant> used_at) const;

    ClientStore& store_;
    const ClientSecrets& secrets_;
    const AssertionReader& reader_;
    UseNotes& notes_;
    const Clock& clock_;
};

}  // namespace suite::gateway
