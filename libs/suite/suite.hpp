// The whole suite as processes on this machine: for `sleutelctl up` and for functional tests. Not for production, where
// each service is a systemd unit or container of its own.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.hpp"

namespace suite::devsuite {

/// An OpenID provider that runs already.
struct SignInProvider {
    std::string issuer;
    std::string client_id = "sleutelbos";
    std::filesystem::path client_secret_file;
};

struct Options {
    std::filesystem::path bin_dir;   // where the five programs are
    std::filesystem::path data_dir;  // made when missing; a second start goes on with what is in it
    int port = 0;                    // of the gateway on 127.0.0.1; 0: a free one
    std::string postgres_url{};      // all services and the gateway there, a schema each; empty: SQLite in data_dir
    std::string log_level = "info";
    /// Between the services and the gateway mutual TLS, with certificates made for it in data_dir/certs, instead of
    /// unix sockets: as on several machines.
    bool mutual_tls = false;
    /// NDJSON that a stand-in for Basispoort (tools/basispoort) serves over mutual TLS; empty: no stand-in, roster-sync
    /// has no Basispoort to ask and licence none to tell.
    std::filesystem::path basispoort_roster{};
    /// With a stand-in for Basispoort's sign-in (tools/signin), whose npm packages must be installed. Without it and
    /// without `provider` nobody can sign in in a browser; tokens work all the same.
    bool sign_in = false;
    std::optional<SignInProvider> provider{};
    /// "https://localhost:40123": what is in front of the gateway, whose cookies are Secure then, as in production.
    /// Empty: nothing, and cookies for http on loopback.
    std::string public_url{};
    /// "NAME=value" besides our own environment, by the process' name. For tests.
    std::map<std::string, std::vector<std::string>, std::less<>> environment{};
    /// Called before anything starts, to put the machines that may ask for a token into the gateway's database;
    /// `database`: its URL. What fails ends the start. Empty: none are put there.
    std::function<Status(const std::string& database, const std::filesystem::path& data_dir)> add_machines{};
    /// Told what is being done, for a person who waits.
    std::function<void(std::string_view)> progress{};
    /// Asked now and then while starting: true breaks the start off (CANCELLED).
    std::function<bool()> stop_asked{};
};

/// Where the stand-in for Basispoort is; the same as long as the suite runs.
struct BasispoortStandIn {
    std::string url;          // "https://127.0.0.1:40123", for who has a certificate of data_dir/certs
    std::string control_url;  // "http://127.0.0.1:40124", tools/basispoort/README.md
};

/// A process that ended without being asked to.
struct Death {
    std::string name;
    int exit_code = 0;  // 128 + signal when it was ended by one
};

/// A private Redis, roster-sync, licence, pincode, result-exchange and the gateway. Inner processes talk over unix
/// sockets in a private folder for temporary files, or over ports of their own, so that suites stand side by side. The
/// processes end with this one (and with the thread that started them, so start from one that stays). Not thread-safe.
/// Stand-ins are processes besides, "basispoort" and "signin", which the functions below take by that name too.
class Suite {
  public:
    /// Returns when all are ready, at the latest 30 s after each was started. FAILED_PRECONDITION when another run
    /// has data_dir; UNAVAILABLE, with the last lines of its log, when a process does not get ready; CANCELLED.
    [[nodiscard]] static Result<Suite> Start(const Options& options);
    Suite(Suite&&) noexcept;
    Suite& operator=(Suite&&) = delete;
    ~Suite();

    /// "http://127.0.0.1:8080"; stays the same when the gateway is started again.
    [[nodiscard]] std::string Url() const;
    /// Of the admin port of one process, "http://127.0.0.1:40123". Empty for Redis and for one that is not running.
    [[nodiscard]] std::string AdminUrl(std::string_view name) const;
    /// Where one of the four services takes gRPC, "unix:/tmp/…" or, with mutual TLS, "127.0.0.1:40123": for tests that
    /// go past the gateway.
    [[nodiscard]] std::string GrpcAddress(std::string_view name) const;
    /// nullopt without stand-in.
    [[nodiscard]] std::optional<BasispoortStandIn> Basispoort() const;
    /// The issuer that the stand-in for Basispoort's sign-in is; empty without.
    [[nodiscard]] std::string SignInUrl() const;
    [[nodiscard]] std::filesystem::path DataFile(std::string_view name) const;
    /// Program and arguments of one process, for another one beside it, with a --listen and --ready-file of its own.
    [[nodiscard]] std::vector<std::string> CommandOf(const std::string& name) const;
    /// "redis", "roster-sync", "licence", "pincode", "result-exchange", "gateway": in start order.
    [[nodiscard]] static const std::vector<std::string>& Names();

    /// Asks it to end and waits (SIGTERM, after 15 s SIGKILL). It then counts as stopped on purpose. The exit code.
    int StopService(std::string_view name);
    /// SIGKILL, on purpose.
    void KillService(std::string_view name);
    /// Starts one that was stopped, and waits until it is ready. Fails like Start.
    [[nodiscard]] Status StartService(std::string_view name);
    [[nodiscard]] std::optional<pid_t> Pid(std::string_view name) const;

    /// Which process died since it was started, if any; those stopped on purpose do not count.
    [[nodiscard]] std::optional<Death> CheckAlive();
    [[nodiscard]] std::string LogTail(std::string_view name, std::size_t lines = 20) const;

    /// The gateway first, so that nobody is cut off inside; then the services, Redis last. Idempotent; the destructor
    /// does it too.
    void Stop();

  private:
    struct Impl;
    explicit Suite(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace suite::devsuite
