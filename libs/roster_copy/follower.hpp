// Follows roster-sync's change feed into this service's database (ROS-13): at least once, in order, with exactly-once
// effect, because the cursor is written in the transaction of the change.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "core/error.hpp"
#include "metrics/metrics.hpp"
#include "roster/roster.hpp"
#include "roster_copy/copy_store.hpp"
#include "rpc/channel.hpp"
#include "sql/sql.hpp"

namespace suite::roster_copy {

struct FollowerOptions {
    std::string name;  // of the service
    Names names = Names::kDrop;
    OnChanges before{};         // see ApplyChanges; may run again when the transaction is repeated
    OnManyChanges after_all{};  // as on_changes, once for all schools that were written together
};

/// `on_changes`: what the service derives from a change, after the copy was written: new pupils' pincodes, a version to
/// bump; may be empty. May run again for the same change when the transaction is repeated. One thread; connects again
/// with back-off whenever roster-sync goes, takes a snapshot when it is too far behind. The channel, database and
/// registry outlive it. The destructor stops it.
class Follower {
  public:
    Follower(FollowerOptions options, const rpc::Channel& roster, sql::Database& database, metrics::Registry& metrics,
             OnChanges on_changes);
    ~Follower();
    Follower(const Follower&) = delete;
    Follower& operator=(const Follower&) = delete;

    void Start();
    void Stop();

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace suite::roster_copy
