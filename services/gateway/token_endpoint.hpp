// POST /oauth/token: what a client shows becomes a short-lived bearer token (RFC 6749 §4.4, RFC 7523 §2.2; ACC-04).
#pragma once

#include <chrono>
#include <string>

#include "core/time.hpp"
#include "crypto/jwt.hpp"
#include "http/http.hpp"
#include "services/gateway/app/authenticate_client.hpp"

namespace suite::gateway {

inline constexpr std::chrono::seconds kTokenLifetime{600};
inline constexpr std::string_view kTokenPath = "/oauth/token";  // also below /api/v1

/// A secret by HTTP Basic or in the form, or a signed assertion; `scope` may narrow what the client has. Errors have
/// RFC 6749 §5.2's shape; why a client was refused is in the log only. 503 while the database does not answer.
class TokenEndpoint {
  public:
    /// `public_url`: as assertions may call us; "" for a gateway on loopback, which is what Host says.
    TokenEndpoint(const AuthenticateClient& authenticate, const crypto::TokenSigner& signer, const Clock& clock,
                  std::string public_url)
        : authenticate_(authenticate), signer_(signer), clock_(clock), public_url_(std::move(public_url)) {}
    [[nodiscard]] http::Response operator()(const http::Request& request, const std::string& trace_id) const;

  private:
    [[nodiscard]] std::vector<std::string> AudiencesOf(const http::Request& request) const;

    const AuthenticateClient& authenticate_;
    const crypto::TokenSigner& signer_;
    const Clock& clock_;
    std::string public_url_;
};

}  // namespace suite::gateway
