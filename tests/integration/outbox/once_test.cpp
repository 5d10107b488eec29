// Word that something changed, said once.
#include <algorithm>
#include <atomic>
#include <thread>

#include "support.hpp"

namespace suite::outbox {
namespace {

using Payloads = std::vector<std::string>;

bool PutOnce(Fixture& outbox, const std::string& payload = "look", SchoolId school = kSchool) {
    const auto appended = outbox.database->Write(Soon(), [&](sql::Session& session) {
        return EnqueueOnce(session, "peer", school, payload, outbox.clock.Now());
    });
    REQUIRE(appended);
    return *appended;
}

TEST_CASE("what waits untried already is not said again, and what has been tried is") {
    Fixture outbox(SUITE_BOTH_DIALECTS);
    CHECK(PutOnce(outbox));
    CHECK_FALSE(PutOnce(outbox));
    CHECK(PutOnce(outbox, "look", kOther));
    CHECK(PutOnce(outbox, "another word"));
    CHECK(outbox.Queue().waiting == 2);
    auto received = outbox.Run();
    std::ranges::sort(received);  // schools are in no order
    CHECK(received == Payloads{"another word", "look", "look"});
    CHECK(PutOnce(outbox));

    // After a failure it may have been read too early: a later change needs its own.
    outbox.peer.Answer("look", {Code::kUnavailable});
    REQUIRE(outbox.Run() == Payloads{"look"});
    CHECK(PutOnce(outbox));
    CHECK_FALSE(PutOnce(outbox));
    CHECK(outbox.Queue().waiting == 2);
}

TEST_CASE("a change made while the word of an earlier one is being delivered gets its own") {
    Fixture outbox(SUITE_BOTH_DIALECTS);
    std::vector<bool> appended;
    outbox.dispatcher = outbox.MakeDispatcher(*outbox.database, {{"peer", [&](const Message&, Deadline) -> Status {
                                                                      if (appended.empty())
                                                                          appended.push_back(PutOnce(outbox));
                                                                      return {};
                                                                  }}});
    PutOnce(outbox);
    CHECK(outbox.dispatcher->RunOnce() == 2);
    CHECK(appended == std::vector{true});
}

TEST_CASE("whoever is told last has seen the last change, whatever the order of things") {
    Fixture outbox(SUITE_BOTH_DIALECTS);
    constexpr int kChanges = 60;
    constexpr int kWriters = 2;
    REQUIRE(outbox.database->Write(Soon(), [](sql::Session& session) -> Status {
        SUITE_RETURN_IF_ERROR(session.Execute("CREATE TABLE changed (one BIGINT PRIMARY KEY, number BIGINT NOT NULL)"));
        SUITE_RETURN_IF_ERROR(session.Execute("INSERT INTO changed (one, number) VALUES (1, 0)"));
        return {};
    }));
    std::atomic<std::int64_t> seen = 0;
    const Sender look = [&](const Message&, Deadline) -> Status {
        SUITE_ASSIGN(const auto row, outbox.database->Read(Soon(), [](sql::Session& session) {
            return session.QueryOne("SELECT number FROM changed");
        }));
        seen = row.Int(0);
        return {};
    };
    outbox.dispatcher = outbox.MakeDispatcher(*outbox.database, {{"peer", look}});
    std::atomic<int> writing = kWriters;
    std::atomic<int> failed = 0;
    std::vector<std::jthread> threads;
    for (int writer = 0; writer < kWriters; ++writer) {
        threads.emplace_back([&] {
            for (int i = 0; i < kChanges; ++i) {
                const auto written = outbox.database->Write(Soon(), [&](sql::Session& session) -> Status {
                    SUITE_ASSIGN(const bool ignored, EnqueueOnce(session, "peer", kSchool, "look", outbox.clock.Now()));
                    static_cast<void>(ignored);
                    SUITE_RETURN_IF_ERROR(session.Execute("UPDATE changed SET number = number + 1"));
                    return {};
                });
                if (!written) ++failed;
            }
            --writing;
        });
    }
    while (writing > 0) REQUIRE(outbox.dispatcher->RunOnce());
    threads.clear();
    REQUIRE(outbox.dispatcher->RunOnce());
    CHECK(failed == 0);
    CHECK(outbox.Queue().waiting == 0);
    CHECK(seen == kWriters * kChanges);
}

}  // namespace
}  // namespace suite::outbox
