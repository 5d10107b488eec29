#include "services/roster_sync/adapters/feed_service.hpp"

#include <algorithm>
#include <limits>
#include <map>

#include "core/reasons.hpp"
#include "core/text.hpp"
#include "lifecycle/background.hpp"
#include "log/log.hpp"
#include "roster_copy/feed_map.hpp"
#include "rpc/callers.hpp"
#include "rpc/wire.hpp"
#include "services/roster_sync/adapters/queries.hpp"
#include "services/roster_sync/adapters/sql_roster.hpp"

namespace suite::roster_sync {
namespace {

using roster::v1::FeedEntry;
using sql::Value;

constexpr std::chrono::seconds kReadTime{5};
constexpr SchoolScope kSchools = SchoolScope::All();  // followers have every school
constexpr std::int64_t kPage = 100;

Result<std::vector<FeedEntry>> ReadPage(sql::Session& session, std::int64_t after) {
    SUITE_ASSIGN(const auto rows, session.Query(query::kFeedAfter, {Value{after}, Value{kPage}}));
    if (rows.empty() || rows.front().Int(0) != after + 1) {
        // Nothing new, or what follows `after` is gone, or this database never got as far as the follower says.
        SUITE_ASSIGN(const auto last, session.QueryOne(query::kLastSequence));
        if (last.Int(0) != after) return Fail(Code::kOutOfRange, reason::kFeedTooFarBehind, "take a snapshot first");
    }
    std::vector<FeedEntry> entries;
    for (const auto& row : rows) {
        FeedEntry entry;
        // An entry whose school was erased has no content left; its number keeps the sequence gapless (ROS-12).
        const auto bytes = Base64UrlDecode(row.Text(1));
        if (!bytes || !entry.mutable_changes()->ParseFromString(*bytes)) {
            return Fail(Code::kDataLoss, reason::kInternal, "a feed entry cannot be read");
        }
        entry.set_sequence(row.Int(0));
        entries.push_back(std::move(entry));
    }
    if (!entries.empty()) entries.back().set_newest(true);
    return entries;
}

/// Notes how far a follower is; when the slowest of all has moved on, the feed is visible up to there.
Status NoteProgress(sql::Session& session, const std::vector<std::string>& followers, const std::string& name,
                    std::int64_t sequence, Instant now) {
    static const sql::Table kFollower{"follower", {{"name", false}, {"sequence"}, {"at"}}, 1};
    static const sql::Table kVisible{"feed_visible", {{"sequence"}, {"at"}}, 1};
    const std::int64_t at = now.time_since_epoch().count();
    SUITE_RETURN_IF_ERROR(session.Upsert(kFollower, {{name, sequence, at}}));
    SUITE_ASSIGN(const auto rows, session.Query(query::kFollowerSequences));
    std::map<std::string, std::int64_t> known;
    for (const auto& row : rows) known[row.Text(0)] = row.Int(1);
    std::int64_t slowest = std::numeric_limits<std::int64_t>::max();
    for (const auto& follower : followers) slowest = std::min(slowest, known[follower]);
    SUITE_ASSIGN(const auto newest, session.QueryOne(query::kNewestVisible));
    if (followers.empty() || slowest <= newest.OptInt(0).value_or(0)) return {};
    return session.Upsert(kVisible, {{slowest, at}});
}

grpc::Status Failed(const Error& error) {
    log::Warning("feed", {{"reason", error.reason}, {"detail", error.message}});
    return rpc::ToGrpc(error);
}

/// Each follower in its own name only: else one could have another one's changes count as visible.
grpc::Status RefuseOther(const grpc::ServerContext& context, const std::string& follower) {
    if (rpc::MayBe(*context.auth_context(), follower)) return grpc::Status::OK;
    return Failed({.code = Code::kPermissionDenied,
                   .reason = std::string(reason::kForbidden),
                   .message = "the certificate is not that of this follower"});
}

}  // namespace

void FeedSignal::Notify() {
    {
        const std::lock_guard lock(mutex_);
        ++count_;
    }
    changed_.notify_all();
}

void FeedSignal::Stop() {
    {
        const std::lock_guard lock(mutex_);
        stopped_ = true;
    }
    changed_.notify_all();
}

bool FeedSignal::Wait(std::uint64_t& seen) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, std::chrono::seconds(1), [&] { return stopped_ || count_ != seen; });
    seen = count_;
    return !stopped_;
}

grpc::Status FeedService::Follow(grpc::ServerContext* context, const roster::v1::FollowRequest* request,
                                 grpc::ServerWriter<FeedEntry>* writer) {
    if (auto refused = RefuseOther(*context, request->follower()); !refused.ok()) return refused;
    std::int64_t after = request->after_sequence();
    std::uint64_t seen = 0;
    log::Info("follower connected", {{"follower", request->follower()}, {"after", after}});
    while (!context->IsCancelled()) {
        const auto page = lifecycle::InBackground(lifecycle::Load::kLarge, [&] {
            return database_.Read(kSchools, Deadline::In(kReadTime),
                                  [&](sql::Session& session) { return ReadPage(session, after); });
        });
        if (!page) return Failed(page.error());
        for (const auto& entry : *page) {
            if (!writer->Write(entry)) return grpc::Status::OK;
            after = entry.sequence();
        }
        if (page->empty() && !signal_.Wait(seen)) return {grpc::StatusCode::UNAVAILABLE, "stopping"};
    }
    return grpc::Status::OK;
}

grpc::Status FeedService::Snapshot(grpc::ServerContext* context, const roster::v1::SnapshotRequest* request,
                                   grpc::ServerWriter<FeedEntry>* writer) {
    if (auto refused = RefuseOther(*context, request->follower()); !refused.ok()) return refused;
    log::Info("snapshot for a follower", {{"follower", request->follower()}});
    const auto last = database_.Read(kSchools, Deadline::In(kReadTime),
                                     [](sql::Session& s) { return s.QueryOne(query::kLastSequence); });
    if (!last) return Failed(last.error());
    FeedEntry entry;
    entry.set_sequence(last->Int(0));
    bool going = writer->Write(entry);
    std::int64_t after = 0;
    while (going && !context->IsCancelled()) {
        const auto ids = database_.Read(kSchools, Deadline::In(kReadTime),
                                        [&](sql::Session& s) { return s.Query(query::kSchoolIds, {Value{after}}); });
        if (!ids) return Failed(ids.error());
        if (ids->empty()) break;
        for (const auto& row : *ids) {
            after = row.Int(0);
            const auto school = database_.Read(kSchools, Deadline::In(kReadTime),
                                               [&](sql::Session& s) { return sql_roster::Load(s, SchoolId{after}); });
            if (!school) return Failed(school.error());
            if (!*school) continue;
            const auto& state = (*school)->state;
            const roster::SchoolChanges changes{.school_id = state.school.id,
                                                .version = (*school)->version,
                                                .complete = true,
                                                .school = state.school,
                                                .groups = state.groups,
                                                .pupils = state.pupils,
                                                .staff = state.staff,
                                                .removed_groups = {},
                                                .removed_pupils = {},
                                                .removed_staff = {}};
            *entry.mutable_changes() = roster_copy::ToProto(changes);
            if (!(going = writer->Write(entry))) break;
        }
    }
    return grpc::Status::OK;
}

grpc::Status FeedService::Acknowledge(grpc::ServerContext* context, const roster::v1::AcknowledgeRequest* request,
                                      roster::v1::AcknowledgeResponse* /*response*/) {
    if (auto refused = RefuseOther(*context, request->follower()); !refused.ok()) return refused;
    if (std::ranges::find(followers_, request->follower()) == followers_.end()) return grpc::Status::OK;
    const auto noted = database_.Write(kSchools, Deadline::In(kReadTime), [&](sql::Session& session) {
        return NoteProgress(session, followers_, request->follower(), request->sequence(), clock_.Now());
    });
    return noted ? grpc::Status::OK : Failed(noted.error());
}

}  // namespace suite::roster_sync
