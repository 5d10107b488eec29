#include <catch2/catch.hpp>

#include "core/reasons.hpp"
#include "support.hpp"

namespace suite::results::test {

using sql::Dialect;

TEST_CASE("nothing leaves without consent, and only what is new afterwards", "[RES-02][RES-03][RES-06]") {
    const auto dialect = GENERATE(Dialect::kSqlite, Dialect::kPostgres);
    RunningService service(dialect);
    service.Outcomes({TestResult("before")});
    const auto nothing = service.PullAs("parnassys");
    CHECK(nothing.items_size() == 0);
    CHECK_FALSE(nothing.has_more());
    CHECK_FALSE(nothing.next_cursor().empty());

    service.Connect(kSchoolA, "parnassys");
    service.Outcomes({TestResult("after")});
    const auto pulled = service.PullAs("parnassys", nothing.next_cursor());
    CHECK(Keys(pulled) == Strings{"after"});
    // Sent again it is unchanged, and does not go again.
    service.Outcomes({TestResult("before"), TestResult("after")});
    CHECK(Keys(service.PullAs("parnassys", pulled.next_cursor())).empty());
}

TEST_CASE("a LAS gets the result with the school's and pupil's own keys", "[RES-06]") {
    const auto dialect = GENERATE(Dialect::kSqlite, Dialect::kPostgres);
    RunningService service(dialect);
    service.Connect(kSchoolA, "parnassys");
    auto whole = TestResult("k", 4);
    whole.set_part_code("deel-1");
    auto bare = TestResult("bare");
    bare.set_person_id(kBram.ToString());
    bare.set_kind(v1::RESULT_KIND_OBSERVATION);
    bare.clear_score();
    bare.clear_test_name();
    REQUIRE(service.Outcomes({whole, bare}) == Strings{"accepted", "accepted"});
    const auto page = service.PullAs("parnassys");
    REQUIRE(page.items_size() == 2);
    const auto& first = page.items(0);
    CHECK(first.result_key() == "k");
    CHECK(first.version() == 4);
    CHECK(first.brin() == "99AA");
    CHECK(first.location() == "00");
    CHECK(first.school_key() == "99AA-key");
    CHECK(first.eck_id() == "https://ketenid.nl/pilot/anna");
    CHECK(first.las_key() == "las-anna");
    CHECK(first.product_id() == "taal-actief-5");
    CHECK(first.kind() == v1::RESULT_KIND_TEST);
    CHECK(first.test_code() == "TA5-B3");
    CHECK(first.test_name() == "Blok 3");
    CHECK(first.part_code() == "deel-1");
    CHECK(first.score() == 5);
    CHECK(first.taken_on() == whole.taken_on());
    const auto& second = page.items(1);
    CHECK_FALSE(second.has_eck_id());
    CHECK(second.las_key() == "las-bram");
    CHECK(second.kind() == v1::RESULT_KIND_OBSERVATION);
    CHECK_FALSE(second.has_score());
}

TEST_CASE("the next cursor acknowledges, and an old one gives the same answer again", "[RES-06][RES-08]") {
    const auto dialect = GENERATE(Dialect::kSqlite, Dialect::kPostgres);
    RunningService service(dialect);
    service.Connect(kSchoolA, "momento");
    service.Outcomes({TestResult("1"), TestResult("2"), TestResult("3"), TestResult("4"), TestResult("5")});
    CHECK(service.Connection(kSchoolA, "momento").waiting() == 5);

    const auto first = service.PullAs("momento", "", 2);
    CHECK(Keys(first) == Strings{"1", "2"});
    CHECK(first.has_more());
    // Not acknowledged yet: without a cursor the same comes again.
    CHECK(service.PullAs("momento", "", 2).SerializeAsString() == first.SerializeAsString());
    CHECK(service.Connection(kSchoolA, "momento").status() == v1::CONNECTION_STATUS_NOT_USED);

    const auto second = service.PullAs("momento", first.next_cursor(), 2);
    CHECK(Keys(second) == Strings{"3", "4"});
    CHECK(second.has_more());
    auto connection = service.Connection(kSchoolA, "momento");
    CHECK(connection.waiting() == 3);
    CHECK(connection.delivered() == 2);
    CHECK(connection.status() == v1::CONNECTION_STATUS_ACTIVE);
    CHECK(ParseInstant(connection.last_pulled_at()).has_value());

    const auto third = service.PullAs("momento", second.next_cursor(), 2);
    CHECK(Keys(third) == Strings{"5"});
    CHECK_FALSE(third.has_more());
    const auto end = service.PullAs("momento", third.next_cursor(), 2);
    CHECK(Keys(end).empty());
    CHECK(end.next_cursor() == third.next_cursor());
    connection = service.Connection(kSchoolA, "momento");
    CHECK(connection.waiting() == 0);
    CHECK(connection.delivered() == 5);

    // Resuming from old cursors repeats the answers and takes nothing back.
    CHECK(service.PullAs("momento", first.next_cursor(), 2).SerializeAsString() == second.SerializeAsString());
    CHECK(service.PullAs("momento", second.next_cursor(), 2).SerializeAsString() == third.SerializeAsString());
    connection = service.Connection(kSchoolA, "momento");
    CHECK(connection.waiting() == 0);
    CHECK(connection.delivered() == 5);
    // Without a cursor it goes on at the oldest that is not acknowledged.
    service.Outcomes({TestResult("6")});
    CHECK(Keys(service.PullAs("momento")) == Strings{"6"});
}

TEST_CASE("a replaced result goes again with its new version, and the old one no more", "[RES-09][RES-06]") {
    const auto dialect = GENERATE(Dialect::kSqlite, Dialect::kPostgres);
    RunningService service(dialect);
    service.Connect(kSchoolA, "parnassys");
    service.Outcomes({TestResult("a"), TestResult("b"), TestResult("c")});
    const auto first = service.PullAs("parnassys", "", 1);
    CHECK(Keys(first) == Strings{"a"});
    service.PullAs("parnassys", first.next_cursor(), 1);  // acknowledges a; b and c wait
    REQUIRE(service.Outcomes({TestResult("a", 2), TestResult("b", 2)}) == Strings{"replaced", "replaced"});
    auto connection = service.Connection(kSchoolA, "parnassys");
    CHECK(connection.waiting() == 3);
    CHECK(connection.delivered() == 1);

    const auto rest = service.PullAs("parnassys", first.next_cursor());
    CHECK(Keys(rest) == Strings{"c", "a v2", "b v2"});
    service.PullAs("parnassys", rest.next_cursor());
    connection = service.Connection(kSchoolA, "parnassys");
    CHECK(connection.waiting() == 0);
    CHECK(connection.delivered() == 4);
}

TEST_CASE("a page is filled across any number of superseded deliveries", "[RES-06][RES-09]") {
    const auto dialect = GENERATE(Dialect::kSqlite, Dialect::kPostgres);
    RunningService service(dialect);
    service.Connect(kSchoolA, "parnassys");
    for (int version = 1; version <= 9; ++version)
        service.Outcomes({TestResult("a", version), TestResult("b", version)});
    service.Outcomes({TestResult("c")});
    const auto first = service.PullAs("parnassys", "", 2);
    CHECK(Keys(first) == Strings{"a v9", "b v9"});
    CHECK(first.has_more());
    const auto second = service.PullAs("parnassys", first.next_cursor(), 2);
    CHECK(Keys(second) == Strings{"c"});
    CHECK_FALSE(second.has_more());
    CHECK(service.Connection(kSchoolA, "parnassys").delivered() == 2);
}

TEST_CASE("nothing of a school leaves once it is gone from the roster, and others go on", "[RES-02][RES-06]") {
    const auto dialect = GENERATE(Dialect::kSqlite, Dialect::kPostgres);
    RunningService service(dialect);
    service.Connect(kSchoolA, "momento");
    service.Connect(kSchoolB, "momento");
    auto at_b = TestResult("b");
    at_b.set_school_id(kSchoolB.ToString());
    at_b.set_person_id(kCeline.ToString());
    service.Outcomes({TestResult("a"), at_b});
    service.Remove(kSchoolA);
    const auto page = service.PullAs("momento");
    CHECK(Keys(page) == Strings{"b"});
    service.PullAs("momento", page.next_cursor());
    CHECK(service.Connection(kSchoolB, "momento").delivered() == 1);
    service.Apply(RosterA());  // it comes back: its result was never called delivered
    CHECK(service.Connection(kSchoolA, "momento").delivered() == 0);
}

TEST_CASE("without consent nothing of a school leaves, and once it is erased nothing of it is kept",
          "[ROS-12][RES-02]") {
    const auto dialect = GENERATE(Dialect::kSqlite, Dialect::kPostgres);
    RunningService service(dialect);
    service.Connect(kSchoolA, "parnassys");
    REQUIRE(service.Outcomes({TestResult("a")}) == Strings{"accepted"});
    const auto count = [&](std::string_view sql) {
        const auto row = service.Database().Read(SchoolScope::All(), Deadline::In(std::chrono::seconds(5)),
                                                 [&](sql::Session& session) { return session.QueryOne(sql); });
        REQUIRE(row.has_value());
        return row->Int(0);
    };
    roster::SchoolChanges withdrawn{.school_id = kSchoolA, .version = 2, .school = RosterA().school};
    withdrawn.school->consent = false;
    service.Apply(withdrawn);
    CHECK(service.PullAs("parnassys").items_size() == 0);
    CHECK(count("SELECT count(*) FROM result") == 1);

    auto erased = withdrawn;
    erased.version = 3;
    erased.complete = true;
    service.Apply(erased);
    CHECK(count("SELECT count(*) FROM result") == 0);
    CHECK(count("SELECT count(*) FROM result_connection") == 0);
    CHECK(count("SELECT count(*) FROM copy_person WHERE school_id = 101") == 0);
    service.Connect(kSchoolB, "parnassys");  // the queue goes on for others
    CHECK(service.PullAs("parnassys").items_size() == 0);
}

TEST_CASE("practice results go to Momento only", "[RES-04]") {
    const auto dialect = GENERATE(Dialect::kSqlite, Dialect::kPostgres);
    RunningService service(dialect);
    for (const auto* las : {"parnassys", "momento", "easyrapport"}) service.Connect(kSchoolA, las);
    auto practice = TestResult("practice");
    practice.set_kind(v1::RESULT_KIND_PRACTICE);
    auto observation = TestResult("observation");
    observation.set_kind(v1::RESULT_KIND_OBSERVATION);
    service.Outcomes({TestResult("test"), practice, observation});
    CHECK(Keys(service.PullAs("parnassys")) == Strings{"test", "observation"});
    CHECK(Keys(service.PullAs("momento")) == Strings{"test", "practice", "observation"});
    CHECK(Keys(service.PullAs("easyrapport")) == Strings{"test", "observation"});
}

TEST_CASE("a LAS sees nothing of another LAS, and acknowledges nothing of it", "[RES-06]") {
    const auto dialect = GENERATE(Dialect::kSqlite, Dialect::kPostgres);
    RunningService service(dialect);
    service.Connect(kSchoolA, "parnassys");
    service.Connect(kSchoolB, "momento");
    auto at_b = TestResult("b");
    at_b.set_school_id(kSchoolB.ToString());
    at_b.set_person_id(kCeline.ToString());
    REQUIRE(service.Outcomes({TestResult("a"), at_b}) == Strings{"accepted", "accepted"});
    const auto parnassys = service.PullAs("parnassys");
    CHECK(Keys(parnassys) == Strings{"a"});
    CHECK(Keys(service.PullAs("easyrapport")).empty());
    service.PullAs("parnassys", parnassys.next_cursor());
    CHECK(service.Connection(kSchoolB, "momento").waiting() == 1);
    CHECK(Keys(service.PullAs("momento")) == Strings{"b"});
}

TEST_CASE("pulling takes the scope and a LAS", "[RES-06][ACC-04]") {
    RunningService service(Dialect::kSqlite);
    Actor without_scope = Las("momento");
    without_scope.scopes = {"results:write"};
    Actor without_las = Las("");
    for (const auto& actor : {without_scope, without_las, Coordinator(kSchoolA)}) {
        const auto refused = service.Pull(actor);
        REQUIRE_FALSE(refused.has_value());
        CHECK(refused.error().code == Code::kPermissionDenied);
        CHECK(refused.error().reason == reason::kForbidden);
    }
}

TEST_CASE("a cursor that was never given is refused and acknowledges nothing", "[RES-06]") {
    const auto dialect = GENERATE(Dialect::kSqlite, Dialect::kPostgres);
    RunningService service(dialect);
    service.Connect(kSchoolA, "momento");
    service.Outcomes({TestResult("1")});
    for (const auto* cursor : {"Mg", "!", "MDE", "LTE"}) {  // 2, not base64url, 01, -1
        CAPTURE(cursor);
        const auto refused = service.Pull(Las("momento"), cursor);
        REQUIRE_FALSE(refused.has_value());
        CHECK(refused.error().reason == reason::kInvalidCursor);
    }
    CHECK_FALSE(service.Pull(Las("momento"), "", -1).has_value());
    CHECK(service.Connection(kSchoolA, "momento").waiting() == 1);
}

TEST_CASE("identifiers follow the roster, and stay when the pupil has left", "[RES-11]") {
    const auto dialect = GENERATE(Dialect::kSqlite, Dialect::kPostgres);
    RunningService service(dialect);
    service.Connect(kSchoolA, "parnassys");
    service.Outcomes({TestResult("k")});
    auto renamed = RosterA();
    renamed.version = 2;
    renamed.pupils[0].keys.las_key = "las-anna-new";
    service.Apply(renamed);
    CHECK(service.PullAs("parnassys").items(0).las_key() == "las-anna-new");

    auto gone = RosterA();
    gone.version = 3;
    gone.pupils.erase(gone.pupils.begin());
    service.Apply(gone);
    const auto page = service.PullAs("parnassys");
    REQUIRE(page.items_size() == 1);
    CHECK(page.items(0).eck_id() == "https://ketenid.nl/pilot/anna");
    CHECK(page.items(0).las_key() == "las-anna");
    CHECK(page.items(0).brin() == "99AA");
}

}  // namespace suite::results::test
