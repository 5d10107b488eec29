// Whether the token of a machine or of a member of the helpdesk still counts, asked at every request (ACC-04).
#pragma once

#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>

#include "core/actor.hpp"
#include "services/gateway/app/client_ports.hpp"

namespace suite::gateway {

/// Holds every client's standing in memory (some dozens: kilobytes), read anew every so often by whoever calls Refresh,
/// so that a revocation counts at every gateway within that time and no request waits for the database. Only a token of
/// a client or version that is not known here yet makes a request look: it was given after the last reading, by us.
/// While the database is away the last reading goes on. Thread-safe.
class ClientGate {
  public:
    /// `interval`: of Refresh; after a failed look nobody tries again before half of it has passed.
    ClientGate(ClientStore& store, std::chrono::milliseconds interval) : store_(store), interval_(interval) {}

    /// Reads all standings. Of those who ask at once one reads, the others get what a reading says that began after
    /// they asked.
    [[nodiscard]] Status Refresh(Deadline deadline);
    /// The machine with the scopes that it still has; the member of the helpdesk who still is one; a school's staff as
    /// they are, who are no clients. UNAUTHENTICATED with the reason for the log; UNAVAILABLE when that cannot be
    /// known. `version`: of the client, as the token says; 0 when it says none.
    [[nodiscard]] Result<Actor> Admit(Actor actor, std::int64_t version);

  private:
    [[nodiscard]] std::shared_ptr<const Standings> Known() const;
    [[nodiscard]] Status LookAgain();

    ClientStore& store_;
    const std::chrono::milliseconds interval_;

    mutable std::mutex mutex_;
    std::condition_variable read_;
    // All guarded by mutex_. Readings are numbered from 1.
    std::shared_ptr<const Standings> known_ = std::make_shared<const Standings>();
    bool reading_ = false;
    std::uint64_t begun_ = 0;
    std::uint64_t good_ = 0;    // the newest that succeeded
    std::uint64_t failed_ = 0;  // the newest that failed
    std::optional<Error> failure_{};
    std::optional<Deadline> pause_{};  // after a failure
};

}  // namespace suite::gateway
