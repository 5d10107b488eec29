#include <catch2/catch.hpp>
#include <map>

#include "core/reasons.hpp"
#include "rpc/etag.hpp"
#include "services/gateway/app/repeats.hpp"

namespace suite::gateway {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

const Instant kNow = *ParseInstant("2026-11-27T08:30:00Z");
constexpr seconds kLongest{2};

class SetClock final : public Clock {
  public:
    [[nodiscard]] Instant Now() const override { return now; }
    Instant now = kNow;
};

class MemoryStore final : public RepeatStore {
  public:
    Result<std::optional<KeptRequest>> Begin(const std::string& key_hash, const KeptRequest& request,
                                             Instant /*before*/, Deadline /*deadline*/) override {
        if (down) return Fail(Code::kUnavailable, reason::kUnavailable, "down");
        const auto it = rows.find(key_hash);
        if (it != rows.end()) return std::optional(it->second.first);
        rows[key_hash] = {request, {}};
        return std::optional<KeptRequest>{};
    }
    Result<bool> Take(const std::string& key_hash, Instant old, const KeptRequest& request,
                      Deadline /*deadline*/) override {
        auto& row = rows.at(key_hash);
        if (row.first.begun_at != old) return false;
        row.first = request;
        return true;
    }
    void Finish(const std::string& key_hash, Instant /*begun*/, const KeptAnswer& answer, Deadline /*soon*/) override {
        rows.at(key_hash).first.answered = true;
        rows.at(key_hash).second = answer;
    }
    void Forget(const std::string& key_hash, Instant /*begun*/, Deadline /*soon*/) override { rows.erase(key_hash); }
    Result<std::optional<KeptAnswer>> Answer(const std::string& key_hash, Deadline /*deadline*/) override {
        return std::optional(rows.at(key_hash).second);
    }

    std::map<std::string, std::pair<KeptRequest, KeptAnswer>> rows;
    bool down = false;
};

struct World {
    SetClock clock;
    MemoryStore store;
    Repeats repeats{store, clock};
    int done = 0;

    Result<OnceAnswer> Do(const std::string& fingerprint, Result<KeptAnswer> answer = KeptAnswer{201, "{\"id\":1}"}) {
        return repeats.Do({.key_hash = "k", .fingerprint = fingerprint, .longest = kLongest}, Deadline::In(seconds(1)),
                          [&] {
                              ++done;
                              return answer;
                          });
    }
};

}  // namespace

TEST_CASE("the same key and request is answered again and not done again", "[ACC-07]") {
    World world;
    const auto first = world.Do("f");
    REQUIRE(first);
    CHECK_FALSE(first->repeated);
    world.clock.now += std::chrono::hours(23);
    const auto second = world.Do("f");
    REQUIRE(second);
    CHECK(second->repeated);
    CHECK(second->answer == first->answer);
    CHECK(world.done == 1);
}

TEST_CASE("the same key with another request is refused, also while the first is being done", "[ACC-07]") {
    World world;
    REQUIRE(world.Do("f"));
    CHECK(world.Do("g").error().reason == reason::kKeyReused);
    world.store.rows["k"].first.answered = false;
    CHECK(world.Do("g").error().reason == reason::kKeyReused);
    CHECK(world.done == 1);
}

TEST_CASE("a request whose doer may still be at it waits, one whose doer is gone is done", "[ACC-07]") {
    World world;
    world.store.rows["k"] = {{.fingerprint = "f", .begun_at = kNow}, {}};
    world.clock.now = kNow + kLongest - milliseconds(1);
    CHECK(world.Do("f").error().reason == reason::kRequestRunning);
    CHECK(world.done == 0);
    world.clock.now = kNow + kLongest;
    CHECK(world.Do("f"));
    CHECK(world.done == 1);
}

TEST_CASE("a refusal or a failure is not kept", "[ACC-07]") {
    World world;
    CHECK(world.Do("f", Fail(Code::kUnavailable, reason::kUnavailable, "away")).error().code == Code::kUnavailable);
    CHECK(world.Do("g"));  // another request may even have the key now
    CHECK(world.done == 2);
}

TEST_CASE("without its store nothing is done", "[ACC-07]") {
    World world;
    world.store.down = true;
    CHECK(world.Do("f").error().code == Code::kUnavailable);
    CHECK(world.done == 0);
}

TEST_CASE("what an Idempotency-Key may be", "[ACC-07]") {
    CHECK(ParseIdempotencyKey("8e03978e-40d5") == "8e03978e-40d5");
    CHECK(ParseIdempotencyKey(" \"8e03978e-40d5\" ") == "8e03978e-40d5");
    CHECK(ParseIdempotencyKey(std::string(128, 'k')));
    for (const auto& wrong : {std::string(), std::string("\"\""), std::string("a b"), std::string("a\"b"),
                              std::string("\xC3\xA9"), std::string(129, 'k'), std::string("a\nb")}) {
        CAPTURE(wrong);
        CHECK_FALSE(ParseIdempotencyKey(wrong));
    }
}

TEST_CASE("keys are their caller's own", "[ACC-03][ACC-07]") {
    const Actor callers[] = {{.role = Role::kMachine, .client_id = "a"},
                             {.role = Role::kMachine, .client_id = "b"},
                             {.role = Role::kCoordinator, .school = SchoolId{1}, .person = PersonId{2}},
                             {.role = Role::kTeacher, .school = SchoolId{1}, .person = PersonId{2}},
                             {.role = Role::kCoordinator, .school = SchoolId{3}, .person = PersonId{2}},
                             {.role = Role::kCoordinator, .school = SchoolId{1}, .person = PersonId{4}}};
    for (const auto& one : callers) {
        for (const auto& other : callers) CHECK((CallerOf(one) == CallerOf(other)) == (&one == &other));
    }
}

TEST_CASE("which ETags a field names", "[ACC-07]") {
    using rpc::Compare;
    struct Row {
        const char* field;
        bool strong, weak;
    };
    for (const auto& row : {Row{"*", true, true}, Row{"\"a\"", true, true}, Row{"\"b\", \"a\"", true, true},
                            Row{"W/\"a\"", false, true}, Row{"\"b\"", false, false}, Row{"a", false, false},
                            Row{"", false, false}, Row{"\"a", false, false}, Row{"w/\"a\"", false, false}}) {
        CAPTURE(row.field);
        CHECK(rpc::NamesETag(row.field, "\"a\"", Compare::kStrong) == row.strong);
        CHECK(rpc::NamesETag(row.field, "\"a\"", Compare::kWeak) == row.weak);
    }
}

}  // namespace suite::gateway
