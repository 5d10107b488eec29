#include <catch2/catch.hpp>

#include "core/reasons.hpp"
#include "support.hpp"

namespace suite::results::test {

using sql::Dialect;

TEST_CASE("results are accepted, and sent again unchanged, replaced or refused by version", "[RES-09]") {
    const auto dialect = GENERATE(Dialect::kSqlite, Dialect::kPostgres);
    RunningService service(dialect);
    CHECK(service.Outcomes({TestResult("k")}) == Strings{"accepted"});
    CHECK(service.Outcomes({TestResult("k")}) == Strings{"unchanged"});
    CHECK(service.Outcomes({TestResult("k", 0)}) == Strings{"unchanged"});  // no version: the first
    auto other = TestResult("k");
    other.set_score(6);
    CHECK(service.Outcomes({other}) == Strings{"version-differs"});
    other.clear_score();
    CHECK(service.Outcomes({other}) == Strings{"version-differs"});
    other.set_version(3);
    CHECK(service.Outcomes({other}) == Strings{"replaced"});
    CHECK(service.Outcomes({other}) == Strings{"unchanged"});
    CHECK(service.Outcomes({TestResult("k", 2)}) == Strings{"version-outdated"});
    CHECK(service.Outcomes({TestResult("l"), TestResult("l"), TestResult("l", 2)}) ==
          Strings{"accepted", "unchanged", "replaced"});
}

TEST_CASE("a pupil is found by person, ECK iD or Basispoort id, at that school only", "[RES-09][ACC-03]") {
    const auto dialect = GENERATE(Dialect::kSqlite, Dialect::kPostgres);
    RunningService service(dialect);
    auto by_eck = TestResult("eck");
    by_eck.clear_person_id();
    by_eck.set_eck_id("https://ketenid.nl/pilot/anna");
    auto by_basispoort = TestResult("basispoort");
    by_basispoort.clear_person_id();
    by_basispoort.set_basispoort_id(5002);
    auto of_other_school = TestResult("other");
    of_other_school.set_person_id(kCeline.ToString());
    auto other_by_eck = TestResult("other-eck");
    other_by_eck.clear_person_id();
    other_by_eck.set_eck_id("https://ketenid.nl/pilot/celine");
    auto of_staff = TestResult("staff");
    of_staff.set_person_id(kTeacher.ToString());
    auto staff_by_basispoort = TestResult("staff-basispoort");
    staff_by_basispoort.clear_person_id();
    staff_by_basispoort.set_basispoort_id(5009);
    CHECK(service.Outcomes({by_eck, TestResult("id"), by_basispoort, of_other_school, other_by_eck, of_staff,
                            staff_by_basispoort}) == Strings{"accepted", "accepted", "accepted", "person-unknown",
                                                             "person-unknown", "person-unknown", "person-unknown"});
    // The same by another name is the same.
    CHECK(service.Outcomes({TestResult("eck")}) == Strings{"unchanged"});
}

TEST_CASE("only known and active schools take part", "[RES-09]") {
    const auto dialect = GENERATE(Dialect::kSqlite, Dialect::kPostgres);
    RunningService service(dialect);
    auto unknown = TestResult("unknown");
    unknown.set_school_id(SchoolId{999}.ToString());
    auto closed = RosterB();
    closed.version = 2;
    closed.school->active = false;
    service.Apply(closed);
    auto at_closed = TestResult("closed");
    at_closed.set_school_id(kSchoolB.ToString());
    at_closed.set_person_id(kCeline.ToString());
    CHECK(service.Outcomes({unknown, TestResult("fine"), at_closed}) ==
          Strings{"school-unknown", "accepted", "school-unknown"});
}

TEST_CASE("a key belongs to a client, over all schools", "[RES-09]") {
    const auto dialect = GENERATE(Dialect::kSqlite, Dialect::kPostgres);
    RunningService service(dialect);
    auto at_b = TestResult("k", 2);
    at_b.set_school_id(kSchoolB.ToString());
    at_b.set_person_id(kCeline.ToString());
    CHECK(service.Outcomes({TestResult("k"), at_b}) == Strings{"accepted", "result-fixed"});
    Actor other = Bingel();
    other.client_id = "resultatenmonitor";
    const auto response = service.HandIn({at_b}, other);
    REQUIRE(response.has_value());
    CHECK(response->items(0).outcome() == v1::RESULT_OUTCOME_ACCEPTED);
}

TEST_CASE("501 results in one call are refused, 500 are taken", "[RES-09]") {
    const auto dialect = GENERATE(Dialect::kSqlite, Dialect::kPostgres);
    RunningService service(dialect);
    std::vector<v1::Result> results;
    for (int i = 0; i < 501; ++i) results.push_back(TestResult("k" + std::to_string(i)));
    const auto refused = service.HandIn(results);
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().code == Code::kInvalidArgument);
    results.pop_back();
    const auto outcomes = service.Outcomes(results);
    CHECK(std::ranges::count(outcomes, "accepted") == 500);
}

TEST_CASE("handing in takes the scope", "[RES-09][ACC-04]") {
    RunningService service(Dialect::kSqlite);
    Actor without = Bingel();
    without.scopes = {"results:pull"};
    for (const auto& actor : {without, Coordinator(kSchoolA), Actor{}}) {
        const auto refused = service.HandIn({TestResult("k")}, actor);
        REQUIRE_FALSE(refused.has_value());
        CHECK(refused.error().code == Code::kPermissionDenied);
        CHECK(refused.error().reason == reason::kForbidden);
    }
}

}  // namespace suite::results::test
