// From an HTTP request to an RPC and back: match, authenticate, authorise, fill, call, answer.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/error.hpp"
#include "core/time.hpp"
#include "http/http.hpp"
#include "metrics/metrics.hpp"
#include "rpc/channel.hpp"
#include "services/gateway/adapters/sign_in_routes.hpp"
#include "services/gateway/adapters/start_routes.hpp"
#include "services/gateway/admission.hpp"
#include "services/gateway/answer.hpp"
#include "services/gateway/app/client_gate.hpp"
#include "services/gateway/app/repeats.hpp"
#include "services/gateway/problem.hpp"
#include "services/gateway/route.hpp"
#include "services/gateway/token_endpoint.hpp"
#include "services/gateway/view_log.hpp"
#include "services/gateway/who_asks.hpp"

namespace suite::gateway {

/// Answers the RPCs of a package; `method` is "/package.Service/Method". Thread-safe.
using Backend = std::function<Status(const std::string& method, const google::protobuf::Message& request,
                                     google::protobuf::Message& response, const rpc::CallOptions& options)>;
/// A service behind. The channel outlives it.
[[nodiscard]] Backend ServiceBehind(const rpc::Channel& channel);
/// By the proto package they serve: "suite.licence.v1".
using Backends = std::map<std::string, Backend, std::less<>>;

/// What a gateway works with; all of it outlives the gateway.
struct GatewayParts {
    const crypto::TokenSigner& signer;
    const TokenEndpoint& token_endpoint;
    ClientGate& client_gate;
    const SignInRoutes& sign_in;
    const StartRoutes& start;
    const Admission& admission;
    const Repeats& repeats;
    ViewLog& views;
    const Clock& clock;
    metrics::Registry& metrics;
};

/// Answers on the calling thread; thread-safe.
class Gateway {
  public:
    /// INTERNAL when a route names a method, field or package that does not exist: a mistake in the table is found at
    /// start.
    [[nodiscard]] static Result<std::unique_ptr<Gateway>> Make(Backends backends, const GatewayParts& parts);
    ~Gateway();

    [[nodiscard]] http::Response Answer(const http::Request& request) const;
    /// For what the HTTP server refuses itself; `known`: what it understood of the request (http::ServerOptions). In
    /// English when the headers that ask for Dutch were not among it.
    [[nodiscard]] http::Response AnswerRefused(const Error& error, const http::Request& known) const;

  private:
    struct Endpoint;
    struct Exchange;
    Gateway(Backends backends, const GatewayParts& parts);

    void Add(Endpoint endpoint);
    [[nodiscard]] Result<http::Response> Serve(const http::Request& request, Exchange& exchange) const;
    [[nodiscard]] Result<http::Response> GiveToken(const http::Request& request, Exchange& exchange) const;
    [[nodiscard]] Result<http::Response> SignIn(const http::Request& request, Exchange& exchange) const;
    [[nodiscard]] Result<http::Response> Begin(const http::Request& request, Exchange& exchange) const;
    /// Somebody tried what only guessing would try.
    void CountFailure(const Payer& payer) const;
    /// 204, or UNAUTHENTICATED (WhoAsks::IsKnown).
    [[nodiscard]] Result<http::Response> SayWhetherKnown(const http::Request& request, Exchange& exchange) const;
    [[nodiscard]] Result<http::Response> Call(const http::Request& request, const Endpoint& endpoint,
                                              const PathParameters& parameters, Exchange& exchange) const;
    /// For a caller who may: fills the request, calls, answers.
    [[nodiscard]] Result<http::Response> Perform(const http::Request& request, const Endpoint& endpoint,
                                                 const PathParameters& parameters, const Actor& actor,
                                                 const Exchange& exchange) const;

    GatewayParts parts_;
    WhoAsks who_asks_;
    Backends backends_;
    std::vector<std::unique_ptr<const Endpoint>> endpoints_;
    std::vector<std::vector<const Endpoint*>> by_length_;  // of their paths in segments, in the table's order
};

}  // namespace suite::gateway
