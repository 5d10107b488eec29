#include "roster_copy/follower.hpp"

#include <grpcpp/grpcpp.h>
#include <suite/roster/v1/roster_feed.grpc.pb.h>

#include <condition_variable>
#include <mutex>
#include <set>
#include <span>
#include <thread>

#include "lifecycle/background.hpp"
#include "log/log.hpp"
#include "roster_copy/feed_map.hpp"

namespace suite::roster_copy {
namespace {

using Entry = roster::v1::FeedEntry;
using Stub = roster::v1::RosterFeedService::Stub;

constexpr std::chrono::minutes kStreamTime{10};  // a stream ends and is opened anew: every call has a deadline
constexpr std::chrono::milliseconds kFirstPause{100};
constexpr std::chrono::milliseconds kLongestPause{2000};
constexpr std::chrono::seconds kWriteTime{30};
constexpr std::chrono::seconds kAcknowledgeTime{2};
constexpr SchoolScope kSchools = SchoolScope::All();  // a page of the feed holds many, and the cursor is of none
constexpr std::size_t kGatheredBytes = 512U << 10U;   // of entries in one transaction
constexpr std::size_t kSmallEntryBytes = 8U << 10U;   // what a night changes of a school takes 1 KiB, a school 100

/// The first changes, up to the second one of any school.
std::span<const roster::SchoolChanges> DifferentSchools(std::span<const roster::SchoolChanges> all) {
    std::set<SchoolId> seen;
    std::size_t count = 0;
    while (count < all.size() && seen.insert(all[count].school_id).second) ++count;
    return all.first(count);
}

}  // namespace

struct Follower::Impl {
    FollowerOptions options;
    std::unique_ptr<Stub> stub;
    sql::Database& database;
    metrics::Registry& metrics;
    OnChanges on_changes;

    std::mutex mutex{};
    std::condition_variable wake{};
    bool stopping = false;                  // guarded by mutex
    grpc::ClientContext* active = nullptr;  // guarded by mutex; the stream being read
    std::thread thread{};
    std::vector<Entry> gathered{};  // read and not applied yet; of the thread
    std::size_t gathered_bytes = 0;

    bool Stopping() {
        const std::lock_guard lock(mutex);
        return stopping;
    }

    /// The entries that were gathered, their effects and the cursor: all or nothing. One commit for many small entries,
    /// because on the night of a delta the disk is asked once per commit. `cursor` 0 leaves it where it is.
    Status ApplyGathered(std::int64_t cursor) {
        if (gathered.empty()) return {};
        const bool whole_schools = gathered_bytes / gathered.size() > kSmallEntryBytes;
        const auto load = whole_schools ? lifecycle::Load::kLarge : lifecycle::Load::kSmall;
        return lifecycle::InBackground(load, [&] { return ApplyNow(cursor, load); });
    }

    Status ApplyTogether(sql::Session& session, std::span<const roster::SchoolChanges> some) const {
        SUITE_ASSIGN(const auto applied, ApplyManyChanges(session, some, options.names, options.before));
        if (on_changes) {
            for (const auto* changes : applied) SUITE_RETURN_IF_ERROR(on_changes(session, *changes));
        }
        return options.after_all && !applied.empty() ? options.after_all(session, applied) : Status{};
    }

    Status ApplyNow(std::int64_t cursor, lifecycle::Load load) {
        std::vector<roster::SchoolChanges> all;
        for (const auto& entry : gathered) {
            // Without a school: it was erased, and only the number counts.
            if (entry.changes().school_id() != 0) all.push_back(FromProto(entry.changes()));
        }
        auto written = database.Write(kSchools, Deadline::In(kWriteTime), [&](sql::Session& session) -> Status {
            if (load == lifecycle::Load::kLarge) SUITE_RETURN_IF_ERROR(session.TakeTurn());
            for (std::size_t from = 0; from < all.size();) {
                const auto some = DifferentSchools(std::span(all).subspan(from));
                from += some.size();
                SUITE_RETURN_IF_ERROR(ApplyTogether(session, some));
            }
            return cursor > 0 ? WriteCursor(session, cursor) : Status{};
        });
        if (written) {
            metrics.Count("feed_entries_total", "Change feed entries applied", {},
                          static_cast<double>(gathered.size()));
            if (cursor > 0) NoteSequence(cursor);
        }
        gathered.clear();
        gathered_bytes = 0;
        return written;
    }

    void NoteSequence(std::int64_t sequence) {
        metrics.Set("feed_sequence", "Newest change feed entry applied", {}, static_cast<double>(sequence));
    }

    /// True when it is time to apply what was gathered.
    bool Gather(Entry entry) {
        const bool newest = entry.newest();
        gathered_bytes += entry.ByteSizeLong();
        gathered.push_back(std::move(entry));
        return newest || gathered_bytes >= kGatheredBytes;
    }

    /// Reads a stream to its end, handing each entry to `work`; stops early when `work` fails.
    template <class Open, class Work>
    grpc::Status ReadStream(Open open, Work work) {
        grpc::ClientContext context;
        context.set_deadline(std::chrono::system_clock::now() + kStreamTime);
        {
            const std::lock_guard lock(mutex);
            if (stopping) return {grpc::StatusCode::CANCELLED, "stopping"};
            active = &context;
        }
        gathered.clear();  // of a stream that broke off: it comes again
        gathered_bytes = 0;
        auto reader = open(context);
        std::int64_t sequence = 0;
        Status worked;
        while (worked) {
            Entry entry;
            if (!reader->Read(&entry)) break;
            sequence = entry.sequence();
            worked = work(std::move(entry));
        }
        if (!worked) {
            log::Warning(
                "feed entry not applied",
                {{"sequence", sequence}, {"reason", worked.error().reason}, {"detail", worked.error().message}});
            context.TryCancel();
        }
        auto status = reader->Finish();
        const std::lock_guard lock(mutex);
        active = nullptr;
        if (worked) return status;
        const bool gap = worked.error().code == Code::kOutOfRange;
        return {gap ? grpc::StatusCode::OUT_OF_RANGE : grpc::StatusCode::ABORTED, "entry not applied"};
    }

    /// A courtesy to those who watch a delivery become visible: when it fails the next one makes up for it.
    void Acknowledge(std::int64_t sequence) {
        grpc::ClientContext context;
        context.set_deadline(std::chrono::system_clock::now() + kAcknowledgeTime);
        roster::v1::AcknowledgeRequest request;
        request.set_follower(options.name);
        request.set_sequence(sequence);
        roster::v1::AcknowledgeResponse response;
        const auto status = stub->Acknowledge(&context, request, &response);
        if (!status.ok()) log::Debug("feed not acknowledged", {{"code", static_cast<int>(status.error_code())}});
    }

    grpc::Status Follow(bool& progress) {
        const auto cursor =
            database.Read(kSchools, Deadline::In(kWriteTime), [](sql::Session& s) { return ReadCursor(s); });
        if (!cursor) return {grpc::StatusCode::UNAVAILABLE, "own database"};
        NoteSequence(*cursor);  // also when nothing new comes
        roster::v1::FollowRequest request;
        request.set_follower(options.name);
        request.set_after_sequence(*cursor);
        return ReadStream([&](grpc::ClientContext& context) { return stub->Follow(&context, request); },
                          [&](Entry&& entry) -> Status {
                              const auto sequence = entry.sequence();
                              const bool newest = entry.newest();
                              if (!Gather(std::move(entry))) return {};
                              SUITE_RETURN_IF_ERROR(ApplyGathered(sequence));
                              progress = true;
                              if (newest) Acknowledge(sequence);
                              return {};
                          });
    }

    grpc::Status TakeSnapshot() {
        log::Info("taking a snapshot of the roster");
        roster::v1::SnapshotRequest request;
        request.set_follower(options.name);
        std::set<SchoolId> seen;
        std::int64_t sequence = 0;
        auto status = ReadStream([&](grpc::ClientContext& context) { return stub->Snapshot(&context, request); },
                                 [&](Entry&& entry) {
                                     // The first says from where the feed goes on; it carries no school when there is
                                     // none.
                                     if (sequence == 0) sequence = entry.sequence();
                                     if (entry.changes().school_id() == 0) return Status{};
                                     seen.insert(SchoolId{entry.changes().school_id()});
                                     return Gather(std::move(entry)) ? ApplyGathered(0) : Status{};
                                 });
        if (!status.ok()) return status;
        if (!ApplyGathered(0)) return {grpc::StatusCode::ABORTED, "own database"};
        const auto finished = database.Write(kSchools, Deadline::In(kWriteTime), [&](sql::Session& session) -> Status {
            SUITE_ASSIGN(const auto others, SchoolsBut(session, seen));
            for (const auto school : others) SUITE_RETURN_IF_ERROR(RemoveSchool(session, school));
            return WriteCursor(session, sequence);
        });
        if (finished) {
            NoteSequence(sequence);
            Acknowledge(sequence);
        }
        return finished ? grpc::Status::OK : grpc::Status(grpc::StatusCode::ABORTED, "own database");
    }

    void Run() {
        auto pause = kFirstPause;
        while (!Stopping()) {
            bool progress = false;
            auto status = Follow(progress);
            if (status.error_code() == grpc::StatusCode::OUT_OF_RANGE) {
                status = TakeSnapshot();
                progress = status.ok();
            }
            if (progress || status.ok() || status.error_code() == grpc::StatusCode::DEADLINE_EXCEEDED)
                pause = kFirstPause;
            std::unique_lock lock(mutex);
            wake.wait_for(lock, pause, [&] { return stopping; });
            pause = std::min(pause * 2, kLongestPause);
        }
    }
};

Follower::Follower(FollowerOptions options, const rpc::Channel& roster, sql::Database& database,
                   metrics::Registry& metrics, OnChanges on_changes)
    : impl_(new Impl{.options = std::move(options),
                     .stub = roster::v1::RosterFeedService::NewStub(roster.Raw()),
                     .database = database,
                     .metrics = metrics,
                     .on_changes = std::move(on_changes)}) {}

Follower::~Follower() { Stop(); }

void Follower::Start() {
    impl_->thread = std::thread([this] { impl_->Run(); });
}

void Follower::Stop() {
    {
        const std::lock_guard lock(impl_->mutex);
        impl_->stopping = true;
        if (impl_->active != nullptr) impl_->active->TryCancel();
    }
    impl_->wake.notify_all();
    if (impl_->thread.joinable()) impl_->thread.join();
}

}  // namespace suite::roster_copy
