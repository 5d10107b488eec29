// Consent, mergers, moves of school, forgetting.
#include "care.hpp"

namespace {

using namespace suite;               // NOLINT: test
using namespace suite::roster_sync;  // NOLINT: test
using sql::Dialect;

Dialect AnyDialect() { return GENERATE(Dialect::kSqlite, Dialect::kPostgres); }

PersonId IdOf(const roster::SchoolState& state, std::int64_t basispoort_id) {
    for (const auto& pupil : state.pupils) {
        if (pupil.keys.basispoort_id == basispoort_id) return pupil.id;
    }
    return {};
}

}  // namespace

TEST_CASE("consent that is taken away ends access at once and erases the data after its term", "[ROS-12]") {
    Care care(AnyDialect());
    care.Push(1001, SchoolOf(1001, 1, 8));
    care.Push(1002, SchoolOf(1002, 101, 8));
    care.basispoort.withdrawn["2026-11-20"] = {1001, 1003};
    REQUIRE(care.consent());
    CHECK_FALSE(care.State(1001).school.consent);
    CHECK(care.State(1001).pupils.size() == 8);
    CHECK(care.applied == 1);
    REQUIRE(care.consent());  // the lists are read again
    CHECK(care.applied == 1);

    // Nothing of it is taken any more, known or not.
    const auto refused = care.Push(1001, SchoolOf(1001, 1, 9));
    CHECK(refused.counts.pupils.rejected == 9);
    CHECK(refused.rejections.front().reason == rejected::kNoConsent);
    CHECK(care.Push(1003, SchoolOf(1003, 201, 1)).counts.school.rejected == 1);
    CHECK_FALSE(care.Find(1003));

    care.clock.Forward(std::chrono::days(29));
    REQUIRE(care.house());
    CHECK(care.State(1001).pupils.size() == 8);
    care.clock.Forward(std::chrono::days(1));
    REQUIRE(care.house());
    CHECK(care.State(1001).pupils.empty());
    CHECK(care.State(1001).groups.empty());
    CHECK(care.Count("SELECT count(*) FROM feed WHERE changes <> ''") == 2);  // 1002, and: empty
    CHECK(care.Count("SELECT count(*) FROM roster_undo") == 1);
    CHECK(care.State(1002).pupils.size() == 8);
}

TEST_CASE("consent that is given again before the term keeps the data, and the school is pulled", "[ROS-12]") {
    Care care(AnyDialect());
    care.Push(1001, SchoolOf(1001, 1, 8));
    care.basispoort.withdrawn["2026-11-20"] = {1001};
    REQUIRE(care.consent());
    care.clock.Forward(std::chrono::days(2));
    care.basispoort.granted["2026-11-23"] = {1001};
    care.basispoort.schools[1001] = SchoolOf(1001, 1, 9);
    REQUIRE(care.consent());
    CHECK(care.State(1001).school.consent);
    care.WorkOff();
    CHECK(care.State(1001).pupils.size() == 9);
    care.clock.Forward(std::chrono::days(40));
    REQUIRE(care.house());
    CHECK(care.State(1001).pupils.size() == 9);
}

TEST_CASE("a school that ticks the publisher is taken in", "[ROS-12]") {
    Care care(AnyDialect());
    care.basispoort.granted["2026-11-21"] = {1005};
    care.basispoort.schools[1005] = SchoolOf(1005, 1, 3);
    REQUIRE(care.consent());
    care.WorkOff();
    CHECK(care.State(1005).pupils.size() == 3);
}

TEST_CASE("on and off on one day is settled by asking, and days that were missed are read later", "[ROS-12]") {
    Care care(AnyDialect());
    care.Push(1001, SchoolOf(1001, 1, 3));
    care.basispoort.granted["2026-11-19"] = {1001};
    care.basispoort.withdrawn["2026-11-19"] = {1001};
    care.basispoort.away = Error{.code = Code::kUnavailable, .reason = "unavailable", .message = "scripted"};
    CHECK_FALSE(care.consent());
    CHECK(care.State(1001).school.consent);
    care.basispoort.away.reset();
    REQUIRE(care.consent());
    CHECK_FALSE(care.State(1001).school.consent);
}

TEST_CASE("a school that was in no list is asked for, once", "[ROS-12]") {
    Care care(AnyDialect());
    for (const auto school : {1001, 1002, 1003}) care.Push(school, SchoolOf(school, school * 100, 3));
    care.basispoort.ticks = {{1001, true}, {1002, false}};
    REQUIRE(care.consent());
    CHECK(care.State(1001).school.consent);
    CHECK_FALSE(care.State(1002).school.consent);
    CHECK(care.State(1003).school.consent);  // Basispoort does not know it: nothing was said
    CHECK(care.applied == 1);
    care.WorkOff();
    CHECK(care.basispoort.asked.empty());  // nothing is pulled of who is in already
    CHECK(care.Push(1002, SchoolOf(1002, 100'200, 4)).counts.pupils.rejected == 4);
    care.clock.Forward(std::chrono::days(30));
    REQUIRE(care.house());
    CHECK(care.State(1002).pupils.empty());

    care.basispoort.asked_for_tick.clear();
    REQUIRE(care.consent());
    CHECK(care.basispoort.asked_for_tick == std::vector<std::int64_t>{1003});
}

TEST_CASE("one school without an answer keeps no other one waiting, nor does asking keep the service from stopping",
          "[ROS-12]") {
    Care care(AnyDialect());
    for (const auto school : {1001, 1002}) care.Push(school, SchoolOf(school, school * 100, 3));
    care.basispoort.tick_errors[1001] = {.code = Code::kDataLoss, .reason = "invalid-answer", .message = "scripted"};
    care.basispoort.ticks = {{1002, false}};
    REQUIRE(care.consent([] { return true; }));
    CHECK(care.basispoort.asked_for_tick.empty());
    REQUIRE(care.consent());
    CHECK(care.State(1001).school.consent);
    CHECK_FALSE(care.State(1002).school.consent);
    // All were asked today; who had no answer is asked tomorrow.
    care.basispoort.asked_for_tick.clear();
    REQUIRE(care.consent());
    CHECK(care.basispoort.asked_for_tick.empty());
    care.basispoort.tick_errors.clear();
    care.basispoort.ticks[1001] = false;
    care.clock.Forward(std::chrono::days(1));
    REQUIRE(care.consent());
    CHECK_FALSE(care.State(1001).school.consent);
}

TEST_CASE("a school that is asked for while Basispoort is away is asked for again", "[ROS-12]") {
    Care care(AnyDialect());
    care.Push(1001, SchoolOf(1001, 1, 3));
    care.basispoort.ticks = {{1001, false}};
    care.basispoort.away = Error{.code = Code::kUnavailable, .reason = "unavailable", .message = "scripted"};
    CHECK_FALSE(care.consent());
    CHECK(care.State(1001).school.consent);
    care.basispoort.away.reset();
    REQUIRE(care.consent());
    CHECK_FALSE(care.State(1001).school.consent);
}

TEST_CASE("a pupil who goes to another school keeps the id", "[ROS-11]") {
    Care care(AnyDialect());
    care.Push(1001, SchoolOf(1001, 1, 3));
    const auto id = IdOf(care.State(1001), 2);
    care.Push(1002, SchoolOf(1002, 2, 1));
    CHECK(IdOf(care.State(1002), 2) == id);
    CHECK(IdOf(care.State(1001), 2) == id);  // until the old school lets go: two registrations of one child
    care.Push(1001, R"({"type":"pupil","op":"delete","schoolId":1001,"id":2})");
    CHECK(care.State(1001).pupils.size() == 2);
    CHECK(IdOf(care.State(1002), 2) == id);
}

TEST_CASE("a merger takes the pupils along with their ids, and history of the old school stays readable", "[ROS-11]") {
    Care care(AnyDialect());
    care.Push(1001, SchoolOf(1001, 1, 6));
    care.Push(1002, SchoolOf(1002, 101, 2));
    care.Push(1003, SchoolOf(1003, 4, 1));  // the fourth went elsewhere before
    const auto before = care.State(1001);
    care.clock.Forward(std::chrono::days(1));
    care.Push(
        1001,
        R"({"type":"school","op":"upsert","schoolId":1001,"data":{"naam":"School 1001","actief":false,"gefuseerdNaar":1002}})"
        "\n"
        R"({"type":"pupil","op":"delete","schoolId":1001,"id":1})");
    REQUIRE(care.house());
    const auto into = care.State(1002);
    CHECK(into.pupils.size() == 7);  // also the one the old school deleted in the same breath
    for (const std::int64_t pupil : {1, 2, 3, 5, 6}) CHECK(IdOf(into, pupil) == IdOf(before, pupil));
    CHECK_FALSE(IdOf(into, 4));
    CHECK(care.State(1001).pupils.size() == 1);
    REQUIRE(care.house());
    CHECK(care.State(1002).pupils.size() == 7);

    const auto then = care.see.Pupils(kHelp, before.school.id, {.as_of = Date::Parse("2026-11-21")}, {}, Soon());
    REQUIRE(then);
    CHECK(then->items.size() == 6);
}

TEST_CASE("a merger into a school that is not there yet waits for it", "[ROS-11]") {
    Care care(AnyDialect());
    care.Push(1001, SchoolOf(1001, 1, 2));
    care.Push(
        1001,
        R"({"type":"school","op":"upsert","schoolId":1001,"data":{"naam":"School 1001","actief":false,"gefuseerdNaar":1009}})");
    REQUIRE(care.house());
    CHECK(care.State(1001).pupils.size() == 2);
    care.Push(1009, SchoolOf(1009, 101, 1));
    REQUIRE(care.house());
    CHECK(care.State(1009).pupils.size() == 3);
    CHECK(care.State(1001).pupils.empty());
}

TEST_CASE("a school that changes its BRIN stays the same school", "[ROS-11]") {
    Care care(AnyDialect());
    care.Push(1001, SchoolOf(1001, 1, 2, R"(,"brincode":"99XX","dependancecode":"00")"));
    const auto id = care.Find(1001);
    care.Push(1001, SchoolOf(1001, 1, 2, R"(,"brincode":"98YY","dependancecode":"01")"));
    CHECK(care.Find(1001) == id);
    CHECK(care.State(1001).school.brin == "98YY");
    CHECK(care.State(1001).pupils.size() == 2);
}

TEST_CASE("feed, history, joins and imports are forgotten after 400 days, the roster is not", "[ROS-13]") {
    Care care(AnyDialect());
    care.Push(1001, SchoolOf(1001, 1, 3));
    care.Push(1001, SchoolOf(1001, 10, 1));
    CHECK(care.Count("SELECT count(*) FROM group_join") == 1);
    care.clock.Forward(std::chrono::days(399));
    care.Push(1001, SchoolOf(1001, 20, 1));
    REQUIRE(care.house());
    CHECK(care.Count("SELECT count(*) FROM feed") == 3);
    care.clock.Forward(std::chrono::days(1) + std::chrono::milliseconds(1));
    REQUIRE(care.house());
    CHECK(care.Count("SELECT count(*) FROM feed") == 1);
    CHECK(care.Count("SELECT min(sequence) FROM feed") == 3);
    CHECK(care.Count("SELECT count(*) FROM roster_undo") == 1);
    CHECK(care.Count("SELECT count(*) FROM roster_import") == 1);
    CHECK(care.State(1001).pupils.size() == 5);
}
