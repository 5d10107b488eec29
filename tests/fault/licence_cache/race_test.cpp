// Several instances of the licence service on one database, while links change and Redis is emptied, frozen, killed and
// started again: every answer is the database's, at the version that it was answered from (LIC-13).
//
// SUITE_FAULT_SECONDS: per database (3). SUITE_FAULT_SEED: of the moments and choices; else a random one, which the
// output names. Threads decide the rest, so a seed repeats the choices, not the run.
#include <atomic>
#include <catch2/catch.hpp>
#include <iostream>
#include <map>
#include <mutex>
#include <random>
#include <thread>

#include "core/text.hpp"
#include "outbox/dispatcher.hpp"
#include "roster_copy/copy_store.hpp"
#include "services/licence/adapters/memory_mapping.hpp"
#include "services/licence/adapters/redis_mapping.hpp"
#include "services/licence/adapters/sql_entitlements.hpp"
#include "services/licence/adapters/sql_parts.hpp"
#include "services/licence/adapters/sql_store.hpp"
#include "services/licence/app/known_persons.hpp"
#include "services/licence/app/refresh_mapping.hpp"
#include "services/licence/migrations.hpp"
#include "testing/temp_redis.hpp"
#include "testing/test_database.hpp"
#include "tests/fault/support/settings.hpp"

namespace {

using namespace suite;           // NOLINT: test
using namespace suite::licence;  // NOLINT: test
using sql::Dialect;
using sql::Value;
using std::chrono::milliseconds;
using Steady = std::chrono::steady_clock;

constexpr int kInstances = 3;
constexpr int kReaders = 2;  // per instance
constexpr int kWriters = 2;
constexpr std::int64_t kSchools = 4;
constexpr std::int64_t kLicences = 6;       // per school, of two products
constexpr std::int64_t kGroups = 3;         // the pupil is in the first
constexpr std::size_t kMemory = 16 * 3000;  // bytes: now and then something has to go

Deadline Soon() { return Deadline::In(std::chrono::seconds(20)); }
const Date kToday = *Date::Parse("2026-11-26");

PersonId PupilOf(SchoolId school) { return PersonId{100 + school.value}; }

/// Thread-safe dice.
class Dice {
  public:
    explicit Dice(std::uint32_t seed) : random_(seed) {}
    std::int64_t Below(std::int64_t bound) {
        const std::lock_guard lock(mutex_);
        return static_cast<std::int64_t>(random_() % static_cast<std::uint64_t>(bound));
    }

  private:
    std::mutex mutex_;
    std::mt19937_64 random_;
};

/// A layer that takes its time now and then: what was read is old by the time it is put.
class SlowCache final : public MappingCache {
  public:
    SlowCache(MappingCache& behind, Dice& dice) : behind_(behind), dice_(dice) {}
    std::vector<MappingPtr> Get(std::span<const WantedMapping> wanted) override {
        auto found = behind_.Get(wanted);
        Dawdle();
        return found;
    }
    Status Put(std::span<const MappingOfSchool> mappings) override {
        Dawdle();
        return behind_.Put(mappings);
    }

  private:
    void Dawdle() {
        if (dice_.Below(8) == 0) std::this_thread::sleep_for(std::chrono::microseconds(dice_.Below(4000)));
    }
    MappingCache& behind_;
    Dice& dice_;
};

/// What compose.cpp wires, with slow layers between.
struct Instance {
    Instance(testing::TestDatabase& of, const std::string& redis_address, Dice& dice)
        : database(of.Open("licence", Migrations())),
          redis({.address = redis_address, .timeout = milliseconds(20), .pause = milliseconds(20)}),
          store(*database, [this] { outbox.Notify(); }),
          redis_layer(redis, metrics),
          slow_redis(redis_layer, dice),
          memory(slow_redis, kMemory, metrics),
          slow(memory, dice),
          refresh(store, memory),
          persons(store, slow),
          outbox(
              *database, clock, metrics,
              {.retry = {.backoff = {.first = milliseconds(5), .longest = milliseconds(50)}, .max_attempts = 1000000},
               .poll = milliseconds(50),
               .random_below = [&dice](std::uint32_t bound) { return static_cast<std::uint32_t>(dice.Below(bound)); }},
              {{std::string(kMappingTopic), [this](const outbox::Message& message, Deadline deadline) {
                    return refresh(message.school, deadline);
                }}}) {}

    SystemClock clock;
    metrics::Registry metrics;
    std::unique_ptr<sql::Database> database;
    redis::Client redis;
    SqlStore store;
    RedisMapping redis_layer;
    SlowCache slow_redis;
    MemoryMapping memory;
    SlowCache slow;
    RefreshMapping refresh;
    KnownPersons persons;
    outbox::Dispatcher outbox;
};

/// What the database held at a version: the mapping and the pupil's own links.
struct Held {
    std::string mapping;
    std::vector<LicenceId> links;
    bool operator==(const Held&) const = default;
};
using Versions = std::map<std::pair<SchoolId, std::int64_t>, Held>;

struct Truth {
    std::mutex mutex;
    Versions versions;  // guarded by mutex; complete when the writers have ended
    std::array<std::atomic<std::int64_t>, kSchools + 1> committed{};  // newest version of each school
};

struct Seen {
    Versions versions;
    std::int64_t answers = 0;
    std::int64_t contradictions = 0;  // two answers from one version that differ
    std::int64_t stale = 0;           // from a version older than one that was committed before the question
    std::int64_t failed = 0;
    std::int64_t wrong_answers = 0;  // not what Decide makes of what is known
};

Result<std::vector<LicenceId>> LinksOf(sql::Session& session, SchoolId school) {
    SUITE_ASSIGN(const auto rows, session.Query("SELECT licence_id FROM pupil_link WHERE school_id = :1"
                                                " AND person_id = :2 ORDER BY licence_id",
                                                {Value{school.value}, Value{PupilOf(school).value}}));
    std::vector<LicenceId> links;
    for (const auto& row : rows) links.push_back(LicenceId{row.Int(0)});
    return links;
}

/// Links or unlinks a group or the pupil, as the use cases do.
Status ChangeOne(sql::Session& session, SchoolId school, Dice& dice) {
    const std::int64_t licence = school.value * 1000 + dice.Below(kLicences);
    const bool pupil = dice.Below(3) == 0;
    const std::int64_t what = pupil ? PupilOf(school).value : 10 + dice.Below(kGroups);
    const std::vector<Value> key{Value{school.value}, Value{licence}, Value{what}};
    const auto* remove = pupil ? "DELETE FROM pupil_link WHERE school_id = :1 AND licence_id = :2 AND person_id = :3"
                               : "DELETE FROM group_link WHERE school_id = :1 AND licence_id = :2 AND group_id = :3";
    const auto* add = pupil ? "INSERT INTO pupil_link (school_id, licence_id, person_id, linked_at, how)"
                              " VALUES (:1, :2, :3, 0, 'hand')"
                            : "INSERT INTO group_link (school_id, licence_id, group_id, linked_at)"
                              " VALUES (:1, :2, :3, 0)";
    SUITE_ASSIGN(const auto removed, session.Execute(remove, key));
    if (removed == 0) SUITE_RETURN_IF_ERROR(session.Execute(add, key));
    return {};
}

Status WriteOnce(Instance& instance, SchoolId school, Dice& dice, Truth& truth, std::int64_t& writes) {
    std::pair<std::int64_t, Held> written;
    SUITE_RETURN_IF_ERROR(
        instance.database->Write(suite::SchoolScope::All(), Soon(), [&](sql::Session& session) -> Status {
            SUITE_RETURN_IF_ERROR(session.LockSchool(school.value));
            for (auto changes = 1 + dice.Below(3); changes > 0; --changes)
                SUITE_RETURN_IF_ERROR(ChangeOne(session, school, dice));
            SUITE_RETURN_IF_ERROR(ChangeMapping(session, school, SystemClock().Now()));
            SqlEntitlements now(session);
            SUITE_ASSIGN(const auto mapping, now.Mapping(school));
            SUITE_ASSIGN(auto links, LinksOf(session, school));
            written = {mapping->version, {EncodeMapping(*mapping), std::move(links)}};
            return {};
        }));
    ++writes;
    {
        const std::lock_guard lock(truth.mutex);
        truth.versions.emplace(std::pair(school, written.first), written.second);
    }
    // Another writer may have committed a later one meanwhile.
    auto& newest = truth.committed[static_cast<std::size_t>(school.value)];
    for (auto held = newest.load(); held < written.first && !newest.compare_exchange_weak(held, written.first);) {
    }
    instance.outbox.Notify();
    return {};
}

void ReadOnce(const Instance& instance, SchoolId school, Dice& dice, const Truth& truth, Seen& seen) {
    const auto committed = truth.committed[static_cast<std::size_t>(school.value)].load();
    std::vector<Known> known;
    if (dice.Below(4) == 0) {
        std::vector<AskedPerson> asked;
        for (std::int64_t i = 1; i <= kSchools; ++i) asked.push_back({SchoolId{i}, PupilOf(SchoolId{i})});
        auto many = instance.persons.Many(asked, kToday, Soon());
        if (many) known.push_back(std::move((*many)[static_cast<std::size_t>(school.value - 1)]));
    } else if (auto one = instance.persons.One({school, PupilOf(school)}, kToday, Soon())) {
        known.push_back(std::move(*one));
    }
    if (known.empty() || !known[0].facts.person) {
        ++seen.failed;
        return;
    }
    const auto& [facts, mapping] = known[0];
    ++seen.answers;
    if (facts.licence_version < committed) ++seen.stale;
    auto links = facts.person->links;
    std::ranges::sort(links);
    const Held held{EncodeMapping(*mapping), links};
    const auto [at, fresh] = seen.versions.emplace(std::pair(school, facts.licence_version), held);
    if (!fresh && !(at->second == held)) ++seen.contradictions;
    // The answer, by a rule so plain that it cannot share a mistake with Decide.
    for (const auto* product : {"even", "odd"}) {
        bool entitled = false;
        for (const auto& licence : DecodeMapping(held.mapping).value_or(SchoolMapping{}).licences) {
            if (licence.product_id != product) continue;
            entitled |= std::ranges::find(licence.groups, GroupId{10}, &MappedGroup::id) != licence.groups.end();
            entitled |= std::ranges::find(links, licence.id) != links.end();
        }
        if (Decide(facts, *mapping, product, kToday).Entitled() != entitled) ++seen.wrong_answers;
    }
}

Status Prepare(sql::Session& session, Truth& truth) {
    for (std::int64_t number = 1; number <= kSchools; ++number) {
        const SchoolId school{number};
        roster::SchoolChanges changes{.school_id = school, .version = 1, .complete = true};
        changes.school = roster::School{.id = school, .name = "School", .brin = "99XX", .location = "00"};
        for (std::int64_t group = 10; group < 10 + kGroups; ++group)
            changes.groups.push_back({.id = GroupId{group}, .school_year = {2026}, .name = "g", .year_group = "5"});
        roster::Pupil pupil;
        pupil.id = PupilOf(school);
        pupil.base_group = GroupId{10};
        changes.pupils = {pupil};
        SUITE_RETURN_IF_ERROR(roster_copy::ApplyChanges(session, changes, roster_copy::Names::kKeep));
        SqlLicences licences(session);
        for (std::int64_t i = 0; i < kLicences; ++i) {
            const LicenceId id{number * 1000 + i};
            SUITE_RETURN_IF_ERROR(licences.Save(school, {.id = id,
                                                         .order_line_id = id.ToString(),
                                                         .contract_number = "12345678901234567890",
                                                         .title = "Titel",
                                                         .product_id = i % 2 == 0 ? "even" : "odd",
                                                         .start = *Date::Parse("2026-08-01"),
                                                         .end = *Date::Parse("2027-07-31")}));
        }
        SUITE_RETURN_IF_ERROR(ChangeMapping(session, school, SystemClock().Now()));
        SUITE_ASSIGN(const auto mapping, SqlEntitlements(session).Mapping(school));
        truth.versions[{school, mapping->version}] = {EncodeMapping(*mapping), {}};
    }
    return {};
}

struct Disasters {
    int emptied = 0;
    int frozen = 0;
    int killed = 0;
};

/// One thing that Redis may do to us.
void Strike(testing::TempRedis& redis, redis::Client& admin, Dice& dice, Disasters& done) {
    switch (dice.Below(4)) {
        case 0:
            ++done.killed;
            redis.Kill();
            std::this_thread::sleep_for(milliseconds(dice.Below(60)));
            redis.Start();
            return;
        case 1:
            ++done.frozen;
            redis.Freeze();
            std::this_thread::sleep_for(milliseconds(dice.Below(60)));
            redis.Thaw();
            return;
        default:
            if (admin.Eval("redis.call('FLUSHALL') return 1", {}, {})) ++done.emptied;
    }
}

double MetricOf(const metrics::Registry& metrics, const std::string& labels) {
    const auto text = metrics.Text();
    const auto name = "licence_mapping_total{" + labels + "} ";
    const auto at = text.find(name);
    return at == std::string::npos ? 0 : std::strtod(text.c_str() + at + name.size(), nullptr);
}

}  // namespace

TEST_CASE("no answer is wrong while links change and Redis comes and goes", "[LIC-08][LIC-13]") {
    const auto dialect = GENERATE(Dialect::kSqlite, Dialect::kPostgres);
    const auto seconds = suite::testing::FromEnvironment("SUITE_FAULT_SECONDS", 3);
    const auto seed = suite::testing::FromEnvironment("SUITE_FAULT_SEED", std::random_device()());
    CAPTURE(dialect, seed);
    Dice dice(static_cast<std::uint32_t>(seed));
    testing::TestDatabase database(dialect);
    testing::TempRedis redis;
    redis::Client admin({.address = redis.Address()});
    Truth truth;
    std::vector<std::unique_ptr<Instance>> instances;
    for (int i = 0; i < kInstances; ++i)
        instances.push_back(std::make_unique<Instance>(database, redis.Address(), dice));
    REQUIRE(instances[0]->database->Write(suite::SchoolScope::All(), Soon(),
                                          [&](sql::Session& session) { return Prepare(session, truth); }));
    for (auto& instance : instances) instance->outbox.Start();

    std::atomic<bool> done = false;
    std::atomic<int> failed_writes = 0;
    std::vector<std::int64_t> writes(kWriters);
    std::vector<Seen> seen(kInstances * kReaders);
    std::vector<std::thread> threads;
    const auto any_school = [&] { return SchoolId{1 + dice.Below(kSchools)}; };
    for (int i = 0; i < kWriters; ++i) {
        threads.emplace_back([&, i] {
            while (!done) {
                auto& instance = *instances[static_cast<std::size_t>(dice.Below(kInstances))];
                if (!WriteOnce(instance, any_school(), dice, truth, writes[static_cast<std::size_t>(i)]))
                    ++failed_writes;
                std::this_thread::sleep_for(milliseconds(dice.Below(8)));
            }
        });
    }
    for (std::size_t i = 0; i < seen.size(); ++i) {
        threads.emplace_back([&, i] {
            while (!done) ReadOnce(*instances[i / kReaders], any_school(), dice, truth, seen[i]);
        });
    }
    Disasters disasters;
    for (const auto until = Steady::now() + std::chrono::seconds(seconds); Steady::now() < until;) {
        Strike(redis, admin, dice, disasters);
        std::this_thread::sleep_for(milliseconds(dice.Below(100)));
    }
    done = true;
    for (auto& thread : threads) thread.join();
    for (auto& instance : instances) instance->outbox.Stop();

    Seen all;
    std::int64_t wrong = 0;
    for (const auto& of_one : seen) {
        all.answers += of_one.answers;
        all.contradictions += of_one.contradictions;
        all.stale += of_one.stale;
        all.failed += of_one.failed;
        all.wrong_answers += of_one.wrong_answers;
        for (const auto& [version, held] : of_one.versions) {
            const auto at = truth.versions.find(version);
            if (at == truth.versions.end() || !(at->second == held)) ++wrong;
        }
    }
    double memory_hits = 0;
    double redis_hits = 0;
    double redis_misses = 0;
    double unavailable = 0;
    for (const auto& instance : instances) {
        memory_hits += MetricOf(instance->metrics, R"(layer="memory",outcome="hit")");
        redis_hits += MetricOf(instance->metrics, R"(layer="redis",outcome="hit")");
        redis_misses += MetricOf(instance->metrics, R"(layer="redis",outcome="miss")");
        unavailable += MetricOf(instance->metrics, R"(layer="redis",outcome="unavailable")");
    }
    std::int64_t written = 0;
    for (const auto count : writes) written += count;
    std::cout << dialect << ", seed " << seed << ": " << all.answers << " answers, " << written
              << " changes; mappings from"
              << " memory " << memory_hits << ", Redis " << redis_hits << ", database " << redis_misses + unavailable
              << " (" << unavailable << " without Redis); Redis emptied " << disasters.emptied << ", frozen "
              << disasters.frozen << ", killed " << disasters.killed << " times; wrong " << wrong + all.wrong_answers
              << ", stale " << all.stale << '\n';
    CHECK(wrong == 0);
    CHECK(all.wrong_answers == 0);
    CHECK(all.contradictions == 0);
    CHECK(all.stale == 0);
    CHECK(all.failed == 0);
    CHECK(failed_writes == 0);
    // That something happened at all.
    CHECK(written > 0);
    CHECK(memory_hits > 0);
    CHECK(redis_hits > 0);
    CHECK(redis_misses > 0);
    CHECK(disasters.killed + disasters.frozen + disasters.emptied > 0);
}
