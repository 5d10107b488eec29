// Serves the change feed (ROS-13) to the other services.
#pragma once

#include <suite/roster/v1/roster_feed.grpc.pb.h>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <string>
#include <vector>

#include "core/time.hpp"
#include "sql/sql.hpp"

namespace suite::roster_sync {

/// Tells waiting followers that there is something new. Thread-safe.
class FeedSignal {
  public:
    void Notify();
    /// Wakes everybody for good.
    void Stop();
    /// Waits at most a second, so that what another process wrote is found too. False once stopped.
    [[nodiscard]] bool Wait(std::uint64_t& seen);

  private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::uint64_t count_ = 0;  // guarded by mutex_
    bool stopped_ = false;     // guarded by mutex_
};

/// A follower takes one thread of the server. Reads pages from the database at the follower's own pace: a slow one
/// costs the writers nothing.
class FeedService final : public roster::v1::RosterFeedService::Service {
  public:
    /// `followers`: the services that must have an entry before it counts as visible (ROS-08).
    FeedService(sql::Database& database, FeedSignal& signal, const Clock& clock, std::vector<std::string> followers)
        : database_(database), signal_(signal), clock_(clock), followers_(std::move(followers)) {}
    grpc::Status Follow(grpc::ServerContext* context, const roster::v1::FollowRequest* request,
                        grpc::ServerWriter<roster::v1::FeedEntry>* writer) override;
    grpc::Status Snapshot(grpc::ServerContext* context, const roster::v1::SnapshotRequest* request,
                          grpc::ServerWriter<roster::v1::FeedEntry>* writer) override;
    grpc::Status Acknowledge(grpc::ServerContext* context, const roster::v1::AcknowledgeRequest* request,
                             roster::v1::AcknowledgeResponse* response) override;

  private:
    sql::Database& database_;
    FeedSignal& signal_;
    const Clock& clock_;
    std::vector<std::string> followers_;
};

}  // namespace suite::roster_sync
