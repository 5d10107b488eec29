#include "sql/error_map.hpp"

#include <catch2/catch.hpp>

#include "core/reasons.hpp"

namespace suite::sql {
namespace {

// sqlite.org/rescode.html
constexpr int kIoErrorRead = 266, kIoErrorWrite = 778, kIoErrorFsync = 1034, kFull = 13, kCantOpen = 14, kBusy = 5;

TEST_CASE("a full disk and a failing one are told apart, on both databases") {
    const auto is = [](const Failure& failure, std::string_view reason) {
        return failure.error.code == Code::kUnavailable && failure.error.reason == reason && !failure.lost;
    };
    CHECK(is(FromSqlite(kFull, {}), reason::kStorageFull));
    for (const int code : {kIoErrorRead, kIoErrorWrite, kIoErrorFsync, kCantOpen}) {
        CAPTURE(code);
        CHECK(is(FromSqlite(code, {}), reason::kStorageFailed));
    }
    CHECK(is(FromSqlState("53100", {}), reason::kStorageFull));
    CHECK(is(FromSqlState("58030", {}), reason::kStorageFailed));
    // Others of the same classes say nothing of the disk.
    CHECK(is(FromSqlState("53300", {}), reason::kUnavailable));
    CHECK(is(FromSqlite(kBusy, {}), reason::kUnavailable));
}

TEST_CASE("a transaction is run again only when that may help") {
    CHECK(FromSqlState("40001", {}).retriable);
    CHECK(FromSqlState("40P01", {}).retriable);
    CHECK(FromSqlite(kBusy, {}).retriable);
    CHECK(FromSqlState("57P01", {}).lost);
    for (const auto* state : {"23505", "53100", "58030", "22001"}) {
        CAPTURE(state);
        CHECK_FALSE(FromSqlState(state, {}).retriable);
    }
    CHECK_FALSE(FromSqlite(kFull, {}).retriable);
    CHECK_FALSE(FromSqlite(kIoErrorFsync, {}).retriable);
}

}  // namespace
}  // namespace suite::sql
