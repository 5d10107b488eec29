#include "core/retry.hpp"

#include <catch2/catch.hpp>

namespace suite {
namespace {

using std::chrono::milliseconds;

TEST_CASE("the pause doubles from the first to the longest and the jitter takes at most half of it") {
    const Backoff backoff{.first = milliseconds(1000), .longest = milliseconds(60000)};
    struct Row {
        int attempt;
        std::uint32_t jitter;
        int pause;
    };
    const auto row = GENERATE(values<Row>({{1, kJitterRange, 1000},
                                           {1, 0, 500},
                                           {1, kJitterRange / 2, 750},
                                           {2, kJitterRange, 2000},
                                           {2, 0, 1000},
                                           {6, kJitterRange, 32000},
                                           {7, kJitterRange, 60000},
                                           {7, 0, 30000},
                                           {8, kJitterRange, 60000},
                                           {2000000000, kJitterRange, 60000},
                                           {0, kJitterRange, 1000},
                                           {1, 4000000000U, 1000}}));
    CAPTURE(row.attempt, row.jitter);
    CHECK(PauseAfter(backoff, row.attempt, row.jitter) == milliseconds(row.pause));
}

TEST_CASE("pauses double up to the longest, and half of each is jitter") {
    const Backoff backoff{.first = milliseconds(100), .longest = milliseconds(1000)};
    CHECK(PauseAfter(backoff, 1, kJitterRange) == milliseconds(100));
    CHECK(PauseAfter(backoff, 2, kJitterRange) == milliseconds(200));
    CHECK(PauseAfter(backoff, 4, kJitterRange) == milliseconds(800));
    CHECK(PauseAfter(backoff, 5, kJitterRange) == milliseconds(1000));
    CHECK(PauseAfter(backoff, 1000, kJitterRange) == milliseconds(1000));
    CHECK(PauseAfter(backoff, 2, 0) == milliseconds(100));
    CHECK(PauseAfter(backoff, 2, kJitterRange / 2) == milliseconds(150));
    CHECK(PauseAfter(backoff, 2, 4 * kJitterRange) == milliseconds(200));
}

TEST_CASE("a first pause above the longest is the longest, and odd pauses lose nothing") {
    CHECK(PauseAfter({.first = milliseconds(500), .longest = milliseconds(100)}, 1, kJitterRange) == milliseconds(100));
    CHECK(PauseAfter({.first = milliseconds(3), .longest = milliseconds(100)}, 1, kJitterRange) == milliseconds(3));
    CHECK(PauseAfter({.first = milliseconds(3), .longest = milliseconds(100)}, 1, 0) == milliseconds(2));
}

TEST_CASE("only what may pass by itself is tried again") {
    int transient = 0;
    for (int code = 1; code <= 16; ++code) transient += IsTransient(static_cast<Code>(code)) ? 1 : 0;
    CHECK(transient == 4);
    CHECK(IsTransient(Code::kUnavailable));
    CHECK(IsTransient(Code::kDeadlineExceeded));
    CHECK(IsTransient(Code::kAborted));
    CHECK(IsTransient(Code::kResourceExhausted));
}

}  // namespace
}  // namespace suite
