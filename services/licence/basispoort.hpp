// What of the licence service talks to Basispoort (LIC-09), wired together.
#pragma once

#include <memory>

#include "core/time.hpp"
#include "metrics/metrics.hpp"
#include "outbox/dispatcher.hpp"
#include "services/licence/app/push_catalogue.hpp"
#include "services/licence/app/push_users.hpp"
#include "services/licence/app/read_back.hpp"
#include "services/licence/app/sweep_users.hpp"
#include "services/licence/config.hpp"
#include "sql/sql.hpp"
#include "worker/worker.hpp"

namespace suite::licence {

/// The client for Basispoort's API; null when it is not set up. INVALID_ARGUMENT when the settings are not right.
[[nodiscard]] Result<std::unique_ptr<HostedLika>> MakeHostedLika(const Config& config);

/// An outbox of its own, whose messages are tried for as long as it takes, and two threads: one looks whether what was
/// said is so, one watches the calendar. All arguments outlive it. Thread-safe.
///
/// Metrics: basispoort_users_total{outcome="visible"|"dropped"|"lost"|"stranger"}; basispoort_strangers_held, users in
/// Basispoort's lists that are not ours, too many to take out without a person looking at it.
class Basispoort {
  public:
    Basispoort(const Config& config, std::unique_ptr<HostedLika> lika, sql::Database& database, LicenceStore& store,
               const Clock& clock, metrics::Registry& metrics);

    void Start();
    void Stop();
    /// There may be something to say: after the commit that put it into the outbox.
    void Notify() { outbox_.Notify(); }

  private:
    [[nodiscard]] Result<bool> LookBack();

    metrics::Registry& metrics_;
    std::unique_ptr<HostedLika> lika_;
    PushUsers push_users_;
    PushCatalogue push_catalogue_;
    ReadBack read_back_;
    SweepUsers sweep_;
    outbox::Dispatcher outbox_;
    Worker reader_;
    Worker sweeper_;
};

}  // namespace suite::licence
