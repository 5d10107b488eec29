// Several dispatchers on one database, threads, and processes that end at the wrong moment.
#include <condition_variable>
#include <set>
#include <thread>

#include "support.hpp"

namespace suite::outbox {
namespace {

using std::chrono::seconds;
using Payloads = std::vector<std::string>;

/// What only a process that ended can leave: a claim, and an attempt that has begun.
void LeaveClaim(Fixture& outbox, std::chrono::milliseconds time) {
    const std::int64_t until = (outbox.clock.Now() + time).time_since_epoch().count();
    REQUIRE(outbox.database->Write(Soon(), [&](sql::Session& session) -> Status {
        SUITE_RETURN_IF_ERROR(session.Execute("UPDATE outbox_claim SET claimed_until = :1", {sql::Value{until}}));
        SUITE_RETURN_IF_ERROR(session.Execute("UPDATE outbox SET attempts = attempts + 1 WHERE id = 1"));
        return {};
    }));
}

TEST_CASE("while one dispatcher sends, another neither sends the same nor a later message of the school") {
    Fixture outbox(SUITE_BOTH_DIALECTS);
    const auto second_database = outbox.fresh.Open("outbox_test", kMigrations);
    ScriptedPeer seen_by_second;
    const auto second = outbox.MakeDispatcher(*second_database, {{"peer", seen_by_second.AsSender()}});
    Payloads meanwhile;
    const auto first =
        outbox.MakeDispatcher(*outbox.database, {{"peer", [&](const Message& message, Deadline) -> Status {
                                                      if (message.payload == "a") {
                                                          REQUIRE(second->RunOnce());
                                                          meanwhile = seen_by_second.TakeReceived();
                                                      }
                                                      return {};
                                                  }}});
    outbox.Put("a");
    outbox.Put("b");
    outbox.Put("x", kOther);
    REQUIRE(first->RunOnce());
    CHECK(meanwhile == Payloads{"x"});
    CHECK(outbox.Queue().waiting == 0);
}

TEST_CASE("a resend during a later message's delivery does not run beside it") {
    Fixture outbox(SUITE_BOTH_DIALECTS);
    outbox.peer.Answer("a", {Code::kInternal});
    outbox.Put("a");
    REQUIRE(outbox.Run() == Payloads{"a"});
    outbox.Put("b");
    Payloads meanwhile{"not run"};
    const auto first =
        outbox.MakeDispatcher(*outbox.database, {{"peer", [&](const Message& message, Deadline) -> Status {
                                                      if (message.payload == "b") {
                                                          REQUIRE(outbox.ResendParked() == 1);
                                                          meanwhile = outbox.Run();
                                                      }
                                                      return {};
                                                  }}});
    REQUIRE(first->RunOnce() == 2);  // b, and then the resent a
    CHECK(meanwhile.empty());
}

TEST_CASE("a message whose process ended is sent again when its claim has run out") {
    Fixture outbox(SUITE_BOTH_DIALECTS);
    outbox.Put("a");
    LeaveClaim(outbox, seconds(45));
    CHECK(outbox.Run().empty());
    outbox.clock.Pass(seconds(45));
    CHECK(outbox.Run() == Payloads{"a"});
}

TEST_CASE("a message that ends the process with each attempt is parked without another") {
    Fixture outbox(SUITE_BOTH_DIALECTS, {.retry = {.max_attempts = 2}});
    outbox.Put("a");
    outbox.Put("b");
    LeaveClaim(outbox, seconds(0));
    LeaveClaim(outbox, seconds(0));
    CHECK(outbox.Run() == Payloads{"b"});
    CHECK(outbox.Queue().parked == 1);
}

TEST_CASE("a dispatcher that comes back after its claim ran out changes nothing") {
    Fixture outbox(SUITE_BOTH_DIALECTS);
    const auto late =
        outbox.MakeDispatcher(*outbox.database, {{"peer", [&](const Message&, Deadline) -> Status {
                                                      outbox.clock.Pass(std::chrono::minutes(10));
                                                      outbox.peer.Answer("a", {Code::kUnavailable});
                                                      REQUIRE(outbox.Run() == Payloads{"a"});
                                                      return Fail(Code::kInternal, reason::kInternal, "too late");
                                                  }}});
    outbox.Put("a");
    REQUIRE(late->RunOnce() == 1);
    CHECK(outbox.Queue().parked == 0);
    CHECK(outbox.Queue().waiting == 1);
    CHECK(outbox.Queue().last_reason == "unavailable");
}

/// Counts down as messages arrive, notes who is inside at once.
class Collector {
  public:
    Status Receive(const Message& message) {
        std::unique_lock lock(mutex_);
        overlap_ = overlap_ || !inside_.insert(message.school).second;
        received_[message.school].push_back(message.payload);
        ++count_;
        arrived_.notify_all();
        lock.unlock();
        std::this_thread::yield();
        lock.lock();
        inside_.erase(message.school);
        return {};
    }
    bool WaitFor(int count) {
        std::unique_lock lock(mutex_);
        return arrived_.wait_for(lock, seconds(60), [&] { return count_ >= count; });
    }
    bool Overlap() {
        const std::lock_guard lock(mutex_);
        return overlap_;
    }
    std::map<SchoolId, Payloads> Received() {
        const std::lock_guard lock(mutex_);
        return received_;
    }
    Sender AsSender() {
        return [this](const Message& message, Deadline) { return Receive(message); };
    }

  private:
    std::mutex mutex_;
    std::condition_variable arrived_;
    std::set<SchoolId> inside_;              // guarded by mutex_
    std::map<SchoolId, Payloads> received_;  // guarded by mutex_
    bool overlap_ = false;                   // guarded by mutex_
    int count_ = 0;                          // guarded by mutex_
};

TEST_CASE("two running dispatchers and two writers: each message once, each school in the order of its commits") {
    constexpr int kSchools = 4;
    constexpr int kEach = 15;
    Fixture outbox(SUITE_BOTH_DIALECTS);
    const auto second_database = outbox.fresh.Open("outbox_test", kMigrations);
    Collector collector;
    const DispatcherOptions options{.workers = 3, .poll = std::chrono::milliseconds(20)};
    const auto first = outbox.MakeDispatcher(*outbox.database, {{"peer", collector.AsSender()}}, options);
    const auto second = outbox.MakeDispatcher(*second_database, {{"peer", collector.AsSender()}}, options);
    first->Start();
    second->Start();

    std::mutex order_mutex;
    std::map<SchoolId, std::map<std::int64_t, std::string>> written;
    std::atomic<int> failures = 0;
    const auto write = [&](const std::string& writer) {
        for (int i = 0; i < kEach * kSchools; ++i) {
            const SchoolId school{i % kSchools + 1};
            const std::string payload = writer + std::to_string(i);
            const auto id = outbox.database->Write(Soon(), [&](sql::Session& session) -> Result<std::int64_t> {
                SUITE_RETURN_IF_ERROR(Enqueue(session, "peer", school, payload, outbox.clock.Now()));
                SUITE_ASSIGN(const auto row, session.QueryOne("SELECT last_id FROM outbox_queue WHERE school_id = :1",
                                                              {sql::Value{school.value}}));
                return row.Int(0);
            });
            first->Notify();
            if (!id) {
                ++failures;
                continue;
            }
            const std::lock_guard lock(order_mutex);
            written[school].emplace(*id, payload);
        }
    };
    std::thread one(write, "one ");
    std::thread two(write, "two ");
    one.join();
    two.join();
    REQUIRE(failures == 0);
    REQUIRE(collector.WaitFor(2 * kEach * kSchools));
    first->Stop();
    second->Stop();

    CHECK_FALSE(collector.Overlap());
    const auto received = collector.Received();
    for (const auto& [school, messages] : written) {
        Payloads expected;
        for (const auto& [id, payload] : messages) expected.push_back(payload);
        CHECK(received.at(school) == expected);
    }
}

TEST_CASE("a notified dispatcher sends without waiting for its next poll") {
    Fixture outbox(SUITE_BOTH_DIALECTS);
    Collector collector;
    const auto running =
        outbox.MakeDispatcher(*outbox.database, {{"peer", collector.AsSender()}}, {.poll = std::chrono::hours(1)});
    outbox.Put("a");
    running->Start();
    REQUIRE(collector.WaitFor(1));
    outbox.Put("b");
    running->Notify();
    CHECK(collector.WaitFor(2));
    running->Stop();
    running->Stop();
}

TEST_CASE("one hanging topic does not delay another") {
    Fixture outbox(SUITE_BOTH_DIALECTS);
    Collector collector;
    std::mutex mutex;
    std::condition_variable changed;
    bool released = false;
    const Sender hanging = [&](const Message&, Deadline) -> Status {
        std::unique_lock lock(mutex);
        changed.wait(lock, [&] { return released; });
        return {};
    };
    outbox.Put("h", kSchool, "hanging");
    outbox.Put("h", kOther, "hanging");
    outbox.Put("a");
    const auto running =
        outbox.MakeDispatcher(*outbox.database, {{"hanging", hanging}, {"peer", collector.AsSender()}}, {.workers = 1});
    running->Start();
    CHECK(collector.WaitFor(1));
    {
        const std::lock_guard lock(mutex);
        released = true;
    }
    changed.notify_all();
}

}  // namespace
}  // namespace suite::outbox
