#include "services/roster_sync/adapters/roster_gauges.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "services/roster_sync/adapters/queries.hpp"
#include "sql/moment.hpp"

namespace suite::roster_sync {
namespace {

constexpr std::chrono::seconds kReadTime{5};
constexpr SchoolScope kSchools = SchoolScope::All();  // numbers of all, and nothing about one
constexpr double kMillis = 1000;

constexpr std::string_view kLastApplied = "SELECT max(applied_at) FROM batch";
constexpr std::string_view kWaitingRemovals = "SELECT count(*) FROM held_removal WHERE status = 0";
constexpr std::string_view kFailedSchools =
    "SELECT CAST(COALESCE(sum(failed), 0) AS BIGINT) FROM reconcile WHERE created_at > :1";

/// As the database says.
struct Watched {
    std::optional<std::int64_t> applied_at;  // of the last batch, Unix milliseconds; nullopt: none was
    std::int64_t held = 0;
    std::int64_t failed_schools = 0;
    std::int64_t newest = 0;
    std::vector<std::pair<std::string, std::int64_t>> followers;
};

Result<Watched> ReadWatched(sql::Session& session, Instant a_day_ago) {
    Watched watched;
    SUITE_ASSIGN(const auto applied, session.QueryOne(kLastApplied));
    watched.applied_at = applied.OptInt(0);
    SUITE_ASSIGN(const auto held, session.QueryOne(kWaitingRemovals));
    watched.held = held.Int(0);
    SUITE_ASSIGN(const auto failed, session.QueryOne(kFailedSchools, {sql::Value{sql::Millis(a_day_ago)}}));
    watched.failed_schools = failed.Int(0);
    SUITE_ASSIGN(const auto newest, session.QueryOne(query::kLastSequence));
    watched.newest = newest.Int(0);
    SUITE_ASSIGN(const auto followers, session.Query(query::kFollowerSequences));
    for (const auto& row : followers) watched.followers.emplace_back(row.Text(0), row.Int(1));
    return watched;
}

}  // namespace

Status RosterGauges::operator()() {
    const auto since = clock_.Now() - std::chrono::days(1);
    SUITE_ASSIGN(const auto watched, database_.Read(kSchools, Deadline::In(kReadTime), [&](sql::Session& session) {
        return ReadWatched(session, since);
    }));
    if (watched.applied_at) {
        metrics_.Set("roster_last_batch_applied_timestamp_seconds", "When the last batch was applied, Unix time", {},
                     static_cast<double>(*watched.applied_at) / kMillis);
    }
    metrics_.Set("roster_held_removals", "Removals that wait for somebody to decide", {},
                 static_cast<double>(watched.held));
    metrics_.Set("roster_reconcile_schools_failed", "Schools that failed in the reconciles of the last day", {},
                 static_cast<double>(watched.failed_schools));
    metrics_.Set("roster_feed_sequence", "Newest change feed entry", {}, static_cast<double>(watched.newest));
    for (const auto& [name, sequence] : watched.followers) {
        metrics_.Set("roster_follower_sequence", "Change feed entry up to which a follower says it is",
                     {{"follower", name}}, static_cast<double>(sequence));
    }
    return {};
}

}  // namespace suite::roster_sync
