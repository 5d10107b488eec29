#include "support.hpp"

namespace suite::outbox {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using Payloads = std::vector<std::string>;

const DispatcherOptions kQuick{.retry = {.backoff = {.first = seconds(2), .longest = seconds(8)}, .max_attempts = 3}};

TEST_CASE("messages of a school go in order, once, and leave nothing behind") {
    Fixture outbox(SUITE_BOTH_DIALECTS);
    for (const auto* payload : {"a", "b", "c"}) outbox.Put(payload);
    CHECK(outbox.Queue().waiting == 3);

    CHECK(outbox.Run() == Payloads{"a", "b", "c"});
    CHECK(outbox.Run().empty());
    CHECK(outbox.Queue().waiting == 0);
    CHECK(outbox.metrics.Text().find("outbox_sent_total{topic=\"peer\"} 3") != std::string::npos);
}

TEST_CASE("a message of a transaction that is rolled back is not sent") {
    Fixture outbox(SUITE_BOTH_DIALECTS);
    const auto rolled_back = outbox.database->Write(Soon(), [&](sql::Session& session) -> Status {
        SUITE_RETURN_IF_ERROR(Enqueue(session, "peer", kSchool, "a", outbox.clock.Now()));
        return Fail(Code::kAborted, reason::kConflict, "as the test wants");
    });
    REQUIRE_FALSE(rolled_back);
    CHECK(outbox.Run().empty());
}

TEST_CASE("a failing message holds up its own school only, and goes first when its pause is over") {
    Fixture outbox(SUITE_BOTH_DIALECTS, kQuick);
    outbox.peer.Answer("a", {Code::kUnavailable, Code::kDeadlineExceeded});
    outbox.Put("a");
    outbox.Put("b");
    outbox.Put("x", kOther);

    CHECK(outbox.Run() == Payloads{"a", "x"});
    CHECK(outbox.Queue().last_reason == "unavailable");
    outbox.clock.Pass(milliseconds(1999));
    CHECK(outbox.Run().empty());
    outbox.clock.Pass(milliseconds(1));
    CHECK(outbox.Run() == Payloads{"a"});
    outbox.clock.Pass(milliseconds(3999));
    CHECK(outbox.Run().empty());
    outbox.clock.Pass(milliseconds(1));
    CHECK(outbox.Run() == Payloads{"a", "b"});
    CHECK(outbox.metrics.Text().find("outbox_failed_total{topic=\"peer\"} 2") != std::string::npos);
}

TEST_CASE("a topic's failure holds up no other topic of the school") {
    Fixture outbox(SUITE_BOTH_DIALECTS, kQuick);
    ScriptedPeer second;
    const auto both = outbox.MakeDispatcher(*outbox.database,
                                            {{"peer", outbox.peer.AsSender()}, {"second", second.AsSender()}}, kQuick);
    outbox.peer.Answer("a", {Code::kUnavailable});
    outbox.Put("a");
    outbox.Put("s", kSchool, "second");
    REQUIRE(both->RunOnce() == 2);
    CHECK(second.TakeReceived() == Payloads{"s"});
    CHECK(outbox.Queue().waiting == 1);
}

TEST_CASE("after the last attempt a message is parked and the next ones go on") {
    Fixture outbox(SUITE_BOTH_DIALECTS, kQuick);
    outbox.peer.Answer("a", {Code::kUnavailable, Code::kAborted, Code::kResourceExhausted});
    outbox.Put("a");
    outbox.Put("b");
    CHECK(outbox.Run() == Payloads{"a"});
    outbox.clock.Pass(seconds(2));
    CHECK(outbox.Run() == Payloads{"a"});
    outbox.clock.Pass(seconds(4));
    CHECK(outbox.Run() == Payloads{"a", "b"});

    CHECK(outbox.Queue().parked == 1);
    CHECK(outbox.Queue().waiting == 0);
    CHECK(outbox.metrics.Text().find("outbox_messages{state=\"parked\",topic=\"peer\"} 1") != std::string::npos);
    outbox.clock.Pass(std::chrono::hours(1000));
    CHECK(outbox.Run().empty());
}

TEST_CASE("an error that no repetition mends parks at once") {
    Fixture outbox(SUITE_BOTH_DIALECTS);
    outbox.peer.Answer("a", {Code::kInvalidArgument});
    outbox.Put("a");
    CHECK(outbox.Run() == Payloads{"a"});
    CHECK(outbox.Queue().parked == 1);
}

TEST_CASE("parked messages go again when asked, with all attempts ahead and before the ones that wait") {
    Fixture outbox(SUITE_BOTH_DIALECTS, kQuick);
    outbox.peer.Answer("a", {Code::kInternal, Code::kUnavailable});
    outbox.Put("a");
    CHECK(outbox.Run() == Payloads{"a"});
    CHECK(outbox.ResendParked(kOther) == 0);
    REQUIRE(outbox.ResendParked() == 1);
    outbox.Put("b");

    CHECK(outbox.Run() == Payloads{"a"});  // fails again, transiently this time
    CHECK(outbox.Queue().waiting == 2);
    outbox.clock.Pass(seconds(2));
    CHECK(outbox.Run() == Payloads{"a", "b"});
    CHECK(outbox.Queue().parked == 0);
}

TEST_CASE("where parked messages block, later ones wait for the resend") {
    auto options = kQuick;
    options.parked_blocks = true;
    Fixture outbox(SUITE_BOTH_DIALECTS, options);
    outbox.peer.Answer("a", {Code::kNotFound});
    outbox.Put("a");
    outbox.Put("b");
    outbox.Put("x", kOther);
    CHECK(outbox.Run() == Payloads{"a", "x"});
    CHECK(outbox.Run().empty());
    REQUIRE(outbox.ResendParked() == 1);
    CHECK(outbox.Run() == Payloads{"a", "b"});
}

TEST_CASE("a sender that throws parks its message and harms nothing else") {
    Fixture outbox(SUITE_BOTH_DIALECTS);
    const auto throwing =
        outbox.MakeDispatcher(*outbox.database, {{"peer", [](const Message& message, Deadline) -> Status {
                                                      if (message.payload == "a") throw std::runtime_error("geheim");
                                                      return {};
                                                  }}});
    outbox.Put("a");
    outbox.Put("b");
    CHECK(throwing->RunOnce() == 2);
    CHECK(outbox.Queue().parked == 1);
    CHECK(outbox.Queue().waiting == 0);
}

TEST_CASE("messages of an unknown topic wait for a program that knows it") {
    Fixture outbox(SUITE_BOTH_DIALECTS);
    outbox.Put("a", kSchool, "later");
    CHECK(outbox.Run().empty());
    ScriptedPeer later;
    const auto newer = outbox.MakeDispatcher(*outbox.database, {{"later", later.AsSender()}});
    CHECK(newer->RunOnce() == 1);
    CHECK(later.TakeReceived() == Payloads{"a"});
}

TEST_CASE("a number is not given twice, also after the queue was empty") {
    Fixture outbox(SUITE_BOTH_DIALECTS);
    std::vector<std::int64_t> ids;
    const auto noting =
        outbox.MakeDispatcher(*outbox.database, {{"peer", [&](const Message& message, Deadline) -> Status {
                                                      ids.push_back(message.id);
                                                      return {};
                                                  }}});
    for (int i = 0; i < 3; ++i) {
        outbox.Put("a");
        REQUIRE(noting->RunOnce() == 1);
    }
    CHECK(ids == std::vector<std::int64_t>{1, 2, 3});
}

}  // namespace
}  // namespace suite::outbox
