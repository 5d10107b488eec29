#include "service/service.hpp"

#include <malloc.h>

#include <atomic>
#include <cstdio>
#include <fstream>
#include <nlohmann/json.hpp>

#include "core/reasons.hpp"
#include "http/http.hpp"
#include "lifecycle/signals.hpp"
#include "log/log.hpp"

namespace suite::service {
namespace {

constexpr int kMappedBytes = 1 << 20;
constexpr int kArenas = 4;
constexpr int kExitSettings = 2;
constexpr int kExitCompose = 1;

http::Response Plain(int status, std::string body) {
    return {.status = status, .content_type = "text/plain; charset=utf-8", .body = std::move(body)};
}

http::Response Admin(const http::Request& request, const metrics::Registry& metrics, const std::atomic<bool>& stopping,
                     App& app) {
    if (request.method != "GET") return Plain(405, "GET only\n");
    if (request.path == "/healthz") return Plain(200, "alive\n");
    if (request.path == "/readyz") {
        const bool ready = !stopping && app.Ready();
        return Plain(ready ? 200 : 503, ready ? "ready\n" : "not ready\n");
    }
    if (request.path == "/version") return Plain(200, "sleutelbos " SUITE_VERSION "\n");
    if (request.path == "/metrics") {
        return {.status = 200, .content_type = "text/plain; version=0.0.4; charset=utf-8", .body = metrics.Text()};
    }
    return Plain(404, "/healthz, /readyz, /version and /metrics are here\n");
}

/// Whole or not at all: a supervisor polls for it.
Status WriteReadyFile(const std::string& path, const std::string& address, int admin_port) {
    if (path.empty()) return {};
    const std::string draft = path + ".new";
    std::ofstream(draft) << nlohmann::json{{"address", address}, {"adminPort", admin_port}}.dump() << '\n';
    if (std::rename(draft.c_str(), path.c_str()) != 0) {
        return Fail(Code::kUnavailable, reason::kUnavailable, "cannot write the ready file");
    }
    return {};
}

}  // namespace

void CommonConfig::AddTo(config::Settings& settings) {
    settings.Add("listen", listen, "where to serve: unix:/path.sock or host:port (port 0: a free one)");
    settings.Require("listen");
    settings.Add("log-level", log_level, "debug, info, warning or error");
    settings.Add("tls-ca-file", tls_ca_file,
                 "PEM of the CA whose certificates services have; needed when they do not share a machine");
    settings.Add("tls-certificate-file", tls_certificate_file,
                 "PEM of this service's certificate, for both directions");
    settings.Add("tls-key-file", tls_key_file, "PEM of its key, readable by its owner only");
    settings.Add("admin-port", admin_port, 0, 65535,
                 "loopback port for /metrics, /healthz, /readyz, /version; 0: a free one");
    settings.Add("ready-file", ready_file, "written once ready: {\"address\", \"adminPort\"}");
    settings.Add("drain-seconds", drain_seconds, 0, 300, "how long to wait for requests inside when told to stop");
}

int Run(int argc, const char* const* argv, const Program& program, CommonConfig& config,
        const std::function<void(config::Settings&)>& add_settings,
        const std::function<Result<std::unique_ptr<App>>(metrics::Registry&)>& compose) {
    lifecycle::BlockSignals();
    // A part of a roster is some ten megabytes. glibc would learn from the first that such blocks are common and keep
    // them on its heaps, one per thread; with the threshold set it never does, and they go back when they are freed.
    ::mallopt(M_MMAP_THRESHOLD, kMappedBytes);
    ::mallopt(M_ARENA_MAX, kArenas);

    std::string prefix = program.name;
    for (char& c : prefix) c = c == '-' ? '_' : static_cast<char>(std::toupper(c));
    config::Settings settings(program.name, program.description, prefix);
    config.AddTo(settings);
    add_settings(settings);
    const auto parsed = settings.Parse(argc, argv);
    if (settings.HelpAsked()) {
        std::fputs(settings.Help().c_str(), stdout);
        return 0;
    }
    const auto level = log::ParseLevel(config.log_level);
    if (!parsed || !level) {
        std::fprintf(stderr, "%s: %s\n", program.name.c_str(),
                     (!parsed ? parsed.error() : level.error()).message.c_str());
        return kExitSettings;
    }
    log::Start(program.name, *level);

    metrics::Registry metrics;
    auto app = compose(metrics);
    if (!app) {
        log::Failure("could not start", {{"reason", app.error().reason}, {"detail", app.error().message}});
        return kExitCompose;
    }
    std::atomic<bool> stopping = false;
    auto admin =
        http::Server::Start({.port = static_cast<std::uint16_t>(config.admin_port), .threads = 2},
                            [&](const http::Request& request) { return Admin(request, metrics, stopping, **app); });
    if (!admin) {
        log::Failure("could not open the admin port", {{"detail", admin.error().message}});
        return kExitCompose;
    }
    if (const auto written = WriteReadyFile(config.ready_file, (*app)->Address(), (*admin)->Port()); !written) {
        log::Failure("could not start", {{"detail", written.error().message}});
        return kExitCompose;
    }
    log::Info("ready", {{"address", (*app)->Address()}, {"adminPort", (*admin)->Port()}});

    lifecycle::WaitForStopSignal();
    log::Info("stopping");
    stopping = true;
    (*app)->Stop(std::chrono::seconds(config.drain_seconds));
    (*admin)->Stop(std::chrono::milliseconds(200));
    app->reset();
    log::Info("stopped");
    return 0;
}

}  // namespace suite::service
