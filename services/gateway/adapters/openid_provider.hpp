// The provider that staff sign in with (OpenID Connect Core 1.0, authorization code flow; PKCE: RFC 7636).
#pragma once

#include "core/secret.hpp"
#include "services/gateway/adapters/id_token.hpp"
#include "services/gateway/adapters/provider_cache.hpp"
#include "services/gateway/app/ports.hpp"

namespace suite::gateway {

struct ProviderSettings {
    std::string issuer;
    std::string client_id;
    Secret client_secret{};  // empty: a client without one, held by PKCE alone
    std::string scope = "openid";
    ClaimNames claims{};
};

/// Thread-safe. Asks the provider on the calling thread, within ProviderCache's bounds.
class OpenIdProvider final : public IdentityProvider {
  public:
    OpenIdProvider(ProviderSettings settings, SendHttp send, const Clock& clock)
        : settings_(std::move(settings)), cache_(settings_.issuer, std::move(send), clock) {}

    [[nodiscard]] Result<std::string> LoginUrl(const LoginAttempt& attempt, const std::string& redirect_uri) override;
    [[nodiscard]] Result<IdClaims> Redeem(const std::string& code, const LoginAttempt& attempt,
                                          const std::string& redirect_uri) override;
    [[nodiscard]] Result<bool> IsOwnIssuer(const std::optional<std::string>& issuer) override;
    [[nodiscard]] ExpectedClaims Expected(const LoginAttempt& attempt) const override;
    [[nodiscard]] std::string SignOutUrl() override;

  private:
    ProviderSettings settings_;
    ProviderCache cache_;
};

}  // namespace suite::gateway
