// The serving side of gRPC. Included by services' adapters/grpc_*.cpp only: it brings gRPC's headers along.
#pragma once

#include <grpcpp/grpcpp.h>

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/actor.hpp"
#include "core/deadline.hpp"
#include "core/error.hpp"
#include "metrics/metrics.hpp"
#include "rpc/callers.hpp"
#include "rpc/credentials.hpp"

namespace suite::rpc {

/// What a handler knows about its call.
struct Call {
    Actor actor;
    Deadline deadline;  // the caller's, at most kMaxUnaryTime
    std::string request_id;
    grpc::ServerContext& context;
};

inline constexpr std::chrono::milliseconds kMaxUnaryTime{30000};

/// What every handler of a service shares: catches exceptions (gRPC would answer UNKNOWN or worse), refuses calls
/// without a deadline, maps errors, counts and times, logs failures that are ours. Thread-safe.
class Guard {
  public:
    explicit Guard(metrics::Registry& metrics) : metrics_(metrics) {}
    [[nodiscard]] grpc::Status Run(grpc::ServerContext* context, std::string_view method,
                                   const std::function<Status(const Call&)>& work) const;

  private:
    metrics::Registry& metrics_;
};

struct ServerOptions {
    std::string address;        // "unix:/path.sock" or "127.0.0.1:0"
    Credentials credentials{};  // with TLS only callers with a certificate of our CA come in
    Callers callers{};          // and may call what is for them
    int max_threads = 64;       // beyond it calls fail at once with RESOURCE_EXHAUSTED instead of queueing
};

/// A running server with health service. Largest message taken in: 96 MiB (an import of the largest file).
class Server {
  public:
    [[nodiscard]] static Result<std::unique_ptr<Server>> Start(const ServerOptions& options,
                                                               const std::vector<grpc::Service*>& services);
    /// For a "host:0" address, where it listens: "host:port".
    [[nodiscard]] const std::string& Address() const { return address_; }
    /// Not serving any more for health checks, then waits at most `budget` for calls inside. Idempotent.
    void Stop(std::chrono::milliseconds budget);
    ~Server() { Stop(std::chrono::seconds(5)); }

  private:
    Server() = default;
    std::unique_ptr<grpc::Server> server_;
    std::string address_;
};

inline constexpr int kMaxMessageBytes = 96 << 20;

}  // namespace suite::rpc
