// From an HTTP request to an RPC and back: match, authenticate, authorise, fill, call, answer.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/error.hpp"
#include "core/time.hpp"
#include "crypto/token_cache.hpp"
#include "http/http.hpp"
#include "metrics/metrics.hpp"
#include "rpc/channel.hpp"
#include "services/gateway/adapters/sign_in_routes.hpp"
#include "services/gateway/app/machine_gate.hpp"
#include "services/gateway/problem.hpp"
#include "services/gateway/route.hpp"
#include "services/gateway/token_endpoint.hpp"

namespace suite::gateway {

/// The services behind, by the proto package they serve: "suite.licence.v1".
using Backends = std::map<std::string, const rpc::Channel*, std::less<>>;

/// Answers on the calling thread; thread-safe.
class Gateway {
  public:
    /// INTERNAL when a route names a method, field or package that does not exist: a mistake in the table is found at
    /// start.
    [[nodiscard]] static Result<std::unique_ptr<Gateway>> Make(Backends backends, const crypto::TokenSigner& signer,
                                                               const TokenEndpoint& token_endpoint,
                                                               MachineGate& machines, const SignInRoutes& sign_in,
                                                               const Clock& clock, metrics::Registry& metrics);
    ~Gateway();

    [[nodiscard]] http::Response Answer(const http::Request& request) const;
    /// For what the HTTP server refuses itself.
    [[nodiscard]] static http::Response AnswerRefused(const Error& error);

  private:
    struct Endpoint;
    struct Exchange;
    using PathParameters = std::map<std::string, std::string>;
    Gateway(const crypto::TokenSigner& signer, const TokenEndpoint& token_endpoint, MachineGate& machines,
            const SignInRoutes& sign_in, const Clock& clock, metrics::Registry& metrics);

    void Add(Endpoint endpoint);
    [[nodiscard]] Result<http::Response> Serve(const http::Request& request, Exchange& exchange) const;
    [[nodiscard]] Result<http::Response> Call(const http::Request& request, const Endpoint& endpoint,
                                              const PathParameters& parameters, Exchange& exchange) const;
    /// By bearer token or by session cookie; never by both, because then it would be a guess whose request it is.
    [[nodiscard]] Result<Actor> Authenticate(const http::Request& request) const;

    mutable crypto::TokenCache tokens_;
    const TokenEndpoint& token_endpoint_;
    MachineGate& machines_;
    const SignInRoutes& sign_in_;
    const Clock& clock_;
    metrics::Registry& metrics_;
    std::vector<std::unique_ptr<const Endpoint>> endpoints_;
    std::vector<std::vector<const Endpoint*>> by_length_;  // of their paths in segments, in the table's order
};

}  // namespace suite::gateway
