#include "services/result_exchange/domain/intake.hpp"

#include <catch2/catch.hpp>

#include "core/reasons.hpp"

namespace suite::results {
namespace {

constexpr SchoolId kSchool{1};
const Pupil kAnna{.id = PersonId{10}, .eck_id = "eck-anna", .las_key = "las-anna"};
const Pupil kBram{.id = PersonId{11}, .eck_id = "", .las_key = "las-bram"};

CheckedResult Handed(const std::string& key, std::int64_t version, std::int64_t score = 5) {
    return {.result_key = key,
            .version = version,
            .school = kSchool,
            .pupil = kAnna.id,
            .content = {.product_id = "p",
                        .kind = ResultKind::kTest,
                        .test_code = "t",
                        .test_name = "",
                        .part_code = "",
                        .score = score,
                        .taken_on = *Date::Parse("2026-11-20")}};
}

StoredResult Held(const CheckedResult& result, const Pupil& pupil = kAnna) {
    return {.result_key = result.result_key,
            .version = result.version,
            .school = result.school,
            .pupil = pupil,
            .content = result.content};
}

IntakeState State(const std::vector<StoredResult>& stored = {}) {
    IntakeState state{.school_active = true, .pupils = {{kAnna.id, kAnna}, {kBram.id, kBram}}};
    for (const auto& result : stored) state.stored.emplace(result.result_key, result);
    state.connections = {{.connection = ConnectionId{91}, .las = "momento"},
                         {.connection = ConnectionId{92}, .las = "parnassys"}};
    return state;
}

/// "accepted", "replaced", "unchanged" or the reason of the rejection.
std::string Word(const Receipt& receipt) {
    switch (receipt.outcome) {
        case Outcome::kAccepted:
            return "accepted";
        case Outcome::kReplaced:
            return "replaced";
        case Outcome::kUnchanged:
            return "unchanged";
        case Outcome::kRejected:
            return receipt.rejection ? receipt.rejection->reason : "rejected without a reason";
    }
    return "?";
}

std::vector<std::string> Words(const IntakeVerdict& verdict) {
    std::vector<std::string> words;
    for (const auto& receipt : verdict.receipts) words.push_back(Word(receipt));
    return words;
}

using Strings = std::vector<std::string>;

}  // namespace

TEST_CASE("a result is judged by key and version against what is held", "[RES-09]") {
    const auto held = Held(Handed("k", 3, 5));
    const auto judge = [&](const CheckedResult& result) { return Words(Judge(State({held}), std::span(&result, 1))); };
    CHECK(judge(Handed("new", 1)) == Strings{"accepted"});
    CHECK(judge(Handed("new", 9)) == Strings{"accepted"});
    CHECK(judge(Handed("k", 3, 5)) == Strings{"unchanged"});
    CHECK(judge(Handed("k", 3, 6)) == Strings{"version-differs"});
    CHECK(judge(Handed("k", 2, 5)) == Strings{"version-outdated"});
    CHECK(judge(Handed("k", 4, 5)) == Strings{"replaced"});
    CHECK(judge(Handed("k", 4, 6)) == Strings{"replaced"});

    auto of_other_pupil = Handed("k", 3, 5);
    of_other_pupil.pupil = kBram.id;
    CHECK(judge(of_other_pupil) == Strings{"version-differs"});
    of_other_pupil.version = 4;
    CHECK(judge(of_other_pupil) == Strings{"replaced"});
}

TEST_CASE("a correction keeps the school and the kind", "[RES-09]") {
    auto elsewhere = Held(Handed("k", 1));
    elsewhere.school = SchoolId{2};
    const std::vector results{Handed("k", 2)};
    CHECK(Words(Judge(State({elsewhere}), results)) == Strings{"result-fixed"});

    std::vector practice{Handed("k", 2)};
    practice.front().content.kind = ResultKind::kPractice;
    CHECK(Words(Judge(State({Held(Handed("k", 1))}), practice)) == Strings{"result-fixed"});
}

TEST_CASE("of two results with one key in a call the second is judged after the first", "[RES-09]") {
    const std::vector results{Handed("k", 1), Handed("k", 1), Handed("k", 2, 9), Handed("k", 1), Handed("k", 2, 8)};
    const auto verdict = Judge(State(), results);
    CHECK(Words(verdict) == Strings{"accepted", "unchanged", "replaced", "version-outdated", "version-differs"});
    REQUIRE(verdict.changes.results.size() == 1);
    CHECK(verdict.changes.results.front().version == 2);
    CHECK(verdict.changes.results.front().content.score == 9);
    CHECK(verdict.changes.deliveries.size() == 2);  // once to each LAS, not once per version
}

TEST_CASE("a rejected result does not stop the ones beside it", "[RES-09]") {
    std::vector results{Handed("a", 1), Handed("b", 1), Handed("c", 1)};
    results[1].pupil = EckId{"somebody-else"};
    const auto verdict = Judge(State(), results);
    CHECK(Words(verdict) == Strings{"accepted", "person-unknown", "accepted"});
    CHECK(verdict.changes.results.size() == 2);
}

TEST_CASE("nothing is stored for a school that is not active", "[RES-09]") {
    auto state = State();
    state.school_active = false;
    const std::vector results{Handed("a", 1), Handed("b", 1)};
    const auto verdict = Judge(state, results);
    CHECK(Words(verdict) == Strings{"school-unknown", "school-unknown"});
    CHECK(verdict.changes.results.empty());
    CHECK(verdict.changes.deliveries.empty());
}

TEST_CASE("what changed goes to each connected LAS that takes the kind", "[RES-04]") {
    std::vector results{Handed("test", 1), Handed("practice", 1), Handed("observation", 1)};
    results[1].content.kind = ResultKind::kPractice;
    results[2].content.kind = ResultKind::kObservation;
    Strings routed;
    for (const auto& delivery : Judge(State(), results).changes.deliveries) {
        routed.push_back(delivery.result_key + " to " + delivery.route.las);
    }
    CHECK(routed == Strings{"test to momento", "test to parnassys", "practice to momento", "observation to momento",
                            "observation to parnassys"});
}

TEST_CASE("without a connection nothing goes anywhere, and unchanged results do not go again", "[RES-02][RES-03]") {
    auto unconnected = State();
    unconnected.connections.clear();
    const std::vector results{Handed("k", 1)};
    CHECK(Judge(unconnected, results).changes.deliveries.empty());
    CHECK(Judge(unconnected, results).changes.results.size() == 1);

    const auto again = Judge(State({Held(results.front())}), results);
    CHECK(again.changes.results.empty());
    CHECK(again.changes.deliveries.empty());
}

TEST_CASE("a stored result keeps the pupil's identifiers of that moment", "[RES-11]") {
    const std::vector results{Handed("k", 1)};
    const auto verdict = Judge(State(), results);
    REQUIRE(verdict.changes.results.size() == 1);
    CHECK(verdict.changes.results.front().pupil.id == kAnna.id);
    CHECK(verdict.changes.results.front().pupil.eck_id == "eck-anna");
    CHECK(verdict.changes.results.front().pupil.las_key == "las-anna");
}

}  // namespace suite::results
