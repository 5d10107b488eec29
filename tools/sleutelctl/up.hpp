// `sleutelctl up`: the suite in the foreground.
#pragma once

#include <filesystem>
#include <string>

namespace suite::sleutelctl {

struct UpOptions {
    int port = 8080;  // 0: a free one
    std::filesystem::path data = "var";
    bool empty = false;  // no demonstration
    std::string postgres_url{};
    std::string log_level = "info";
    bool mutual_tls = false;  // between the processes, as on several machines
    /// What the stand-in for Basispoort serves. Empty: the demonstration's roster, of which a copy is made in
    /// DATA/basispoort-roster.ndjson when there is none yet; with `empty` no stand-in then.
    std::filesystem::path basispoort_roster{};
};

/// Starts the suite, loads the demonstration, prints `ready: URL` on standard output (all else goes to standard error)
/// and stays until SIGINT or SIGTERM. Exit code: 0 after a signal; 1 when the suite cannot start, the demonstration
/// cannot be loaded or a process dies, whose name and last log lines are printed then. Signals must be blocked
/// (lifecycle::BlockSignals).
[[nodiscard]] int Up(const UpOptions& options);

}  // namespace suite::sleutelctl
