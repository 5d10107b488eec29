// What every process of the suite shares: its settings, its admin port, its life from start to drained end.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "config/config.hpp"
#include "core/error.hpp"
#include "metrics/metrics.hpp"

namespace suite::service {

/// Settings of every process; a service's own config derives from it.
struct CommonConfig {
    std::string listen;    // gRPC: "unix:/path.sock" or "host:port"; gateway: "host:port"
    std::string database;  // "sqlite:/path" or "postgresql://..."
    std::string log_level = "info";
    std::int64_t admin_port = 0;  // 0: a free one
    std::string ready_file;       // written when ready: {"address": ..., "adminPort": ...}
    std::string tls_ca_file, tls_certificate_file, tls_key_file;  // between services; PEM, all three or none
    std::int64_t drain_seconds = 10;                              // for requests inside when told to stop

    void AddTo(config::Settings& settings);
};

/// A composed, running service. Destroying it after Stop releases everything in reverse order of composition.
class App {
  public:
    virtual ~App() = default;
    /// Where it serves, for the ready file.
    [[nodiscard]] virtual std::string Address() const = 0;
    /// For /readyz: can it do its work now?
    [[nodiscard]] virtual bool Ready() = 0;
    virtual void Stop(std::chrono::milliseconds budget) = 0;
};

/// The story of main(): signals blocked, settings read, log started, app composed, admin port opened (/healthz,
/// /readyz, /version, /metrics), ready file written, signal awaited, app drained. Exit code 0; 2 for wrong settings; 1
/// when composing fails.
struct Program {
    std::string name;  // "licence": also the environment's prefix SLEUTELBOS_LICENCE_
    std::string description;
};
int Run(int argc, const char* const* argv, const Program& program, CommonConfig& config,
        const std::function<void(config::Settings&)>& add_settings,
        const std::function<Result<std::unique_ptr<App>>(metrics::Registry&)>& compose);

}  // namespace suite::service
