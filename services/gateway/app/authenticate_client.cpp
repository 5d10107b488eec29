#include "services/gateway/app/authenticate_client.hpp"

#include "core/reasons.hpp"

namespace suite::gateway {
namespace {

std::unexpected<Error> Refused(std::string why) {
    return Fail(Code::kUnauthenticated, reason::kInvalidClient, std::move(why));
}

/// A refusal to a client that there is.
std::unexpected<Error> Refused(const Client& client, Error error) {
    error.metadata.emplace(kKnownClient, client.id);
    return std::unexpected(std::move(error));
}

}  // namespace

void AuthenticateClient::Note(const Client& client, std::int64_t secret_number, std::optional<Instant> used_at) const {
    const auto now = clock_.Now();
    if (IsUseNew(used_at, now)) notes_.Note({.client_id = client.id, .secret_number = secret_number, .at = now});
}

Result<Client> AuthenticateClient::operator()(const SecretShown& shown, Deadline deadline) const {
    // What is no id is nobody's, and is not worth a question.
    std::optional<Client> client;
    if (IsClientId(shown.client_id)) {
        SUITE_ASSIGN(client, store_.Find(shown.client_id, deadline));
    }
    const auto hash = secrets_.HashOf(shown.secret);
    const ClientSecret* right = nullptr;
    const std::string no_hash(hash.size(), '0');
    if (!client) static_cast<void>(secrets_.SameHash(hash, no_hash));
    if (client) {
        for (const auto* secret : ValidSecrets(*client)) {
            if (secrets_.SameHash(hash, secret->hash)) right = secret;
        }
    }
    if (!client) return Refused("no such client");
    if (right == nullptr) return Refused(*client, Refused("none of its secrets").error());
    if (client->revoked_at) return Refused(*client, Refused("revoked").error());
    Note(*client, right->number, right->used_at);
    return *std::move(client);
}

Result<Client> AuthenticateClient::operator()(const AssertionShown& shown, Deadline deadline) const {
    SUITE_ASSIGN(const auto claimed, reader_.ClaimedClient(shown.token));
    if (!shown.client_id.empty() && shown.client_id != claimed) return Refused("client_id is not the assertion's");
    if (!IsClientId(claimed)) return Refused("sub is no client id");
    SUITE_ASSIGN(auto client, store_.Find(claimed, deadline));
    if (!client) return Refused("no such client");
    if (auto accepted = Accept(shown, *client, deadline); !accepted)
        return Refused(*client, std::move(accepted.error()));
    return *std::move(client);
}

Status AuthenticateClient::Accept(const AssertionShown& shown, const Client& client, Deadline deadline) const {
    if (client.key_set.empty()) return Refused("it has no keys registered");
    SUITE_ASSIGN(const auto assertion, reader_.Verify(shown.token, client.key_set));
    const auto now = clock_.Now();
    SUITE_RETURN_IF_ERROR(CheckAssertion(assertion, client.id, shown.audiences, now));
    if (client.revoked_at) return Refused("revoked");
    const auto remembered = store_.RememberAssertion(client.id, assertion.id, RememberUntil(assertion), now, deadline);
    if (!remembered && remembered.error().code == Code::kAlreadyExists) return Refused("jti was used before");
    if (!remembered) return std::unexpected(remembered.error());
    Note(client, 0, client.keys_used_at);
    return {};
}

}  // namespace suite::gateway
