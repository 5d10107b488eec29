// Who asks: by bearer token or by session cookie (ACC-01, ACC-04).
#pragma once

#include <string>

#include "core/actor.hpp"
#include "core/error.hpp"
#include "core/time.hpp"
#include "crypto/token_cache.hpp"
#include "http/http.hpp"
#include "services/gateway/adapters/sign_in_routes.hpp"
#include "services/gateway/app/client_gate.hpp"

namespace suite::gateway {

/// Thread-safe. What it is made of outlives it.
class WhoAsks {
  public:
    WhoAsks(const crypto::TokenSigner& signer, ClientGate& client_gate, const SignInRoutes& sign_in, const Clock& clock)
        : tokens_(signer), client_gate_(client_gate), sign_in_(sign_in), clock_(clock) {}

    /// By token or by cookie; never by both (INVALID_ARGUMENT, two-credentials), because then it would be a guess whose
    /// request it is. UNAUTHENTICATED with what is wrong, for the log; else as ClientGate::Admit and
    /// SignInRoutes::WhoAsks.
    [[nodiscard]] Result<Actor> operator()(const http::Request& request) const;

    /// The error that the caller gets for one of operator(), what was wrong with a token being for us to know: it is
    /// logged here. Called once the request has been counted, so that a flood of bad tokens is no flood of lines.
    [[nodiscard]] static std::unexpected<Error> Refusal(const http::Request& request, const Error& error,
                                                        const std::string& trace_id);

    /// Whether somebody known asks, so that it is worth taking a large body from them. True also when that cannot be
    /// said just now, of a cookie or token that we made; what else may be wrong is said when the request itself comes.
    [[nodiscard]] bool IsKnown(const http::Request& request) const;

  private:
    mutable crypto::TokenCache tokens_;
    ClientGate& client_gate_;
    const SignInRoutes& sign_in_;
    const Clock& clock_;
};

}  // namespace suite::gateway
