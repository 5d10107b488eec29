// What the tests of libs/outbox share.
#pragma once

#include <array>
#include <atomic>
#include <catch2/catch.hpp>
#include <deque>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "core/reasons.hpp"
#include "outbox/dispatcher.hpp"
#include "outbox/outbox.hpp"
#include "testing/test_database.hpp"

namespace suite::outbox {

#define SUITE_BOTH_DIALECTS GENERATE(::suite::sql::Dialect::kSqlite, ::suite::sql::Dialect::kPostgres)

inline const std::array kMigrations = {sql::Migration{.number = 1, .name = "outbox", .sql = kSchema}};

inline constexpr SchoolId kSchool{1};
inline constexpr SchoolId kOther{2};

inline Deadline Soon() { return Deadline::In(std::chrono::seconds(20)); }

/// Stands still until told otherwise. Thread-safe.
class FakeClock final : public Clock {
  public:
    [[nodiscard]] Instant Now() const override { return Instant(std::chrono::milliseconds(now_)); }
    void Pass(std::chrono::milliseconds time) { now_ += time.count(); }

  private:
    std::atomic<std::int64_t> now_ = 1'790'000'000'000;
};

/// Notes what it is given and answers by script: per payload a row of codes, then success. Thread-safe.
class ScriptedPeer {
  public:
    void Answer(const std::string& payload, std::deque<Code> codes) {
        const std::lock_guard lock(mutex_);
        script_[payload] = std::move(codes);
    }
    Status Receive(const Message& message) {
        const std::lock_guard lock(mutex_);
        received_.push_back(message.payload);
        const auto it = script_.find(message.payload);
        if (it == script_.end() || it->second.empty()) return {};
        const Code code = it->second.front();
        it->second.pop_front();
        return Fail(code, reason::kUnavailable, "as the test wants");
    }
    /// What came since the last time, in order.
    [[nodiscard]] std::vector<std::string> TakeReceived() {
        const std::lock_guard lock(mutex_);
        return std::exchange(received_, {});
    }
    [[nodiscard]] Sender AsSender() {
        return [this](const Message& message, Deadline) { return Receive(message); };
    }

  private:
    std::mutex mutex_;
    std::map<std::string, std::deque<Code>> script_;  // guarded by mutex_
    std::vector<std::string> received_;               // guarded by mutex_
};

/// A database, a clock, a peer for topic "peer", and a dispatcher without jitter that is run by hand.
struct Fixture {
    explicit Fixture(sql::Dialect dialect, DispatcherOptions extra = {}) : fresh(dialect) {
        database = fresh.Open("outbox_test", kMigrations);
        dispatcher = MakeDispatcher(*database, {{"peer", peer.AsSender()}}, std::move(extra));
    }

    std::unique_ptr<Dispatcher> MakeDispatcher(sql::Database& on, std::map<std::string, Sender> senders,
                                               DispatcherOptions extra = {}) {
        extra.random_below = [](std::uint32_t bound) { return bound - 1; };
        return std::make_unique<Dispatcher>(on, clock, metrics, std::move(extra), std::move(senders));
    }

    void Put(const std::string& payload, SchoolId school = kSchool, const std::string& topic = "peer") {
        REQUIRE(database->Write(
            Soon(), [&](sql::Session& session) { return Enqueue(session, topic, school, payload, clock.Now()); }));
    }
    std::vector<std::string> Run() {
        REQUIRE(dispatcher->RunOnce());
        return peer.TakeReceived();
    }
    QueueState Queue(SchoolId school = kSchool) {
        return database->Read(Soon(), [&](sql::Session& session) { return ReadQueue(session, "peer", school); })
            .value();
    }
    std::int64_t ResendParked(SchoolId school = kSchool) {
        return database->Write(Soon(), [&](sql::Session& session) { return Resend(session, "peer", school); }).value();
    }

    testing::TestDatabase fresh;
    std::unique_ptr<sql::Database> database;
    FakeClock clock;
    metrics::Registry metrics;
    ScriptedPeer peer;
    std::unique_ptr<Dispatcher> dispatcher;
};

}  // namespace suite::outbox
