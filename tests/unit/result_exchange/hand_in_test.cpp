#include "services/result_exchange/app/hand_in_results.hpp"

#include <catch2/catch.hpp>

#include "core/reasons.hpp"

namespace suite::results {
namespace {

class FixedClock final : public Clock {
  public:
    Instant Now() const override { return *ParseInstant("2026-11-20T09:00:00Z"); }
};

/// Active schools whose every pupil is known; `broken` ones fail.
class FakeIntake final : public IntakeStore {
  public:
    Status Change(const IntakeRequest& request, const std::function<IntakeChanges(const IntakeState&)>& decide,
                  Deadline) override {
        schools.push_back(request.school);
        if (broken.contains(request.school)) return Fail(Code::kUnavailable, reason::kUnavailable, "down");
        IntakeState state{.school_active = true};
        for (const auto& ref : request.pupils)
            state.pupils.emplace(ref, Pupil{.id = PersonId{1}, .eck_id = {}, .las_key = {}});
        decide(state);  // a transaction may be repeated; the last answer counts
        stored += decide(state).results.size();
        return {};
    }

    std::set<SchoolId> broken;
    std::vector<SchoolId> schools;
    std::size_t stored = 0;
};

Submission Handed(const std::string& key, SchoolId school) {
    return {.result_key = key,
            .school_id = school.ToString(),
            .person_id = PersonId{1}.ToString(),
            .eck_id = "",
            .product_id = "p",
            .kind = ResultKind::kTest,
            .test_code = "t",
            .test_name = "",
            .part_code = "",
            .taken_on = "2026-11-20"};
}

const Actor kBingel{
    .role = Role::kMachine, .school = {}, .person = {}, .client_id = "bingel", .las = {}, .scopes = {"results:write"}};
constexpr SchoolId kA{1};
constexpr SchoolId kB{2};

Result<std::vector<Receipt>> Run(FakeIntake& store, const std::vector<Submission>& submissions,
                                 const Actor& actor = kBingel) {
    const FixedClock clock;
    return HandInResults(store, clock)(actor, submissions, Deadline::In(std::chrono::seconds(5)));
}

}  // namespace

TEST_CASE("receipts come in the order of the results, one transaction per school", "[RES-09]") {
    FakeIntake store;
    auto bad = Handed("bad", kA);
    bad.kind.reset();
    const auto receipts = Run(store, {Handed("1", kA), bad, Handed("2", kB), Handed("3", kA)});
    REQUIRE(receipts.has_value());
    REQUIRE(receipts->size() == 4);
    CHECK((*receipts)[0].outcome == Outcome::kAccepted);
    CHECK((*receipts)[1].outcome == Outcome::kRejected);
    CHECK((*receipts)[2].outcome == Outcome::kAccepted);
    CHECK((*receipts)[3].outcome == Outcome::kAccepted);
    CHECK(store.schools == std::vector{kA, kB});
    CHECK(store.stored == 3);
}

TEST_CASE("a school that fails does not undo another's", "[RES-09]") {
    FakeIntake store;
    store.broken = {kA};
    const auto receipts = Run(store, {Handed("1", kA), Handed("2", kB)});
    REQUIRE(receipts.has_value());
    REQUIRE(receipts->size() == 2);
    CHECK((*receipts)[0].outcome == Outcome::kRejected);
    REQUIRE((*receipts)[0].rejection.has_value());
    CHECK((*receipts)[0].rejection->reason == reason::kUnavailable);
    CHECK((*receipts)[1].outcome == Outcome::kAccepted);
}

TEST_CASE("the call fails when every school's transaction failed", "[RES-09]") {
    FakeIntake store;
    store.broken = {kA, kB};
    const auto receipts = Run(store, {Handed("1", kA), Handed("2", kB)});
    REQUIRE_FALSE(receipts.has_value());
    CHECK(receipts.error().code == Code::kUnavailable);
}

TEST_CASE("1 to 500 results a call, by a client with the scope", "[RES-09]") {
    FakeIntake store;
    const auto none = Run(store, {});
    REQUIRE_FALSE(none.has_value());
    CHECK(none.error().code == Code::kInvalidArgument);

    std::vector<Submission> many;
    for (int i = 0; i < 500; ++i) many.push_back(Handed(std::to_string(i), kA));
    CHECK(Run(store, many).has_value());
    CHECK(store.stored == 500);
    many.push_back(Handed("one too many", kA));
    const auto refused = Run(store, many);
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().code == Code::kInvalidArgument);
    REQUIRE(refused.error().fields.size() == 1);
    CHECK(refused.error().fields.front().pointer == "/results");

    Actor without_scope = kBingel;
    without_scope.scopes.clear();
    const auto stranger = Run(store, {Handed("1", kA)}, without_scope);
    REQUIRE_FALSE(stranger.has_value());
    CHECK(stranger.error().code == Code::kPermissionDenied);
    CHECK(store.stored == 500);
}

}  // namespace suite::results
