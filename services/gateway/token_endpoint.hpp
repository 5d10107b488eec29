// POST /oauth/token: client credentials (RFC 6749 §4.4) become a short-lived bearer token (ACC-04).
#pragma once

#include <chrono>

#include "core/time.hpp"
#include "crypto/jwt.hpp"
#include "http/http.hpp"
#include "services/gateway/clients.hpp"

namespace suite::gateway {

inline constexpr std::chrono::seconds kTokenLifetime{600};

/// Credentials by HTTP Basic or in the form; `scope` may narrow what the client has. Errors have RFC 6749 §5.2's shape.
class TokenEndpoint {
  public:
    TokenEndpoint(const Clients& clients, const crypto::TokenSigner& signer, const Clock& clock)
        : clients_(clients), signer_(signer), clock_(clock) {}
    [[nodiscard]] http::Response operator()(const http::Request& request) const;

  private:
    const Clients& clients_;
    const crypto::TokenSigner& signer_;
    const Clock& clock_;
};

}  // namespace suite::gateway
