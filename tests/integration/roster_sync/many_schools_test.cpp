// Many small schools share transactions, at roster-sync and at its followers; each stays whole.
#include <catch2/catch.hpp>
#include <set>

#include "roster_copy/copy_store.hpp"
#include "support.hpp"

namespace {

using namespace suite;               // NOLINT: test
using namespace suite::roster_sync;  // NOLINT: test
using sql::Dialect;

constexpr int kSchools = 75;  // more than two transactions of a delta take

std::string SchoolLines(int school) {
    const auto id = std::to_string(school);
    return R"({"type":"school","op":"upsert","schoolId":)" + id + R"(,"data":{"naam":"School )" + id +
           R"("}})"
           "\n" +
           R"({"type":"group","op":"upsert","schoolId":)" + id +
           R"(,"id":"G5","schoolYear":"2026-2027","data":{"naam":"5","jaargroep":"5","subgroep":false}})"
           "\n" +
           R"({"type":"pupil","op":"upsert","schoolId":)" + id + R"(,"id":)" + id +
           R"(01,"data":{"persoonsgegevens":{"voornaam":"A","achternaam":"B"},"jaargroep":"5","groep":"G5"}})"
           "\n";
}

wire::ListPupilsResponse PupilsOf(Service& service, int basispoort_school) {
    wire::ListPupilsRequest request;
    request.set_school_id(service.SchoolOf(basispoort_school));
    const auto page = service.Call<wire::ListPupilsResponse>("RosterService/ListPupils", request, kHelpdesk);
    REQUIRE(page);
    return *page;
}

Deadline Soon() { return Deadline::In(std::chrono::seconds(5)); }

const std::vector<sql::Migration> kCopyOnly{{.number = 1, .name = "roster copy", .sql = roster_copy::kSchema},
                                            {.number = 2, .name = "consent", .sql = roster_copy::kConsentSchema}};

roster::SchoolChanges FirstOf(std::int64_t school) {
    roster::SchoolChanges changes{.school_id = SchoolId{school}, .version = 1};
    changes.school = roster::School{.id = SchoolId{school}, .name = "School"};
    changes.groups = {{.id = GroupId{1}, .school_year = SchoolYear{2026}, .name = "5", .year_group = "5"},
                      {.id = GroupId{2}, .school_year = SchoolYear{2026}, .name = "6", .year_group = "6"}};
    changes.pupils = {{.id = PersonId{10}, .base_group = GroupId{1}}, {.id = PersonId{11}, .base_group = GroupId{1}}};
    return changes;
}

}  // namespace

TEST_CASE("a delta of many schools changes each as if it came alone", "[ROS-05]") {
    testing::TestDatabase database(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    Service service(database.Url());
    std::string first;
    std::string second;
    for (int school = 1; school <= kSchools; ++school) {
        first += SchoolLines(school);
        const auto id = std::to_string(school);
        // By turns: a pupil goes, one is renamed, one comes, and what cannot be used is rejected.
        const std::string pupil = R"({"type":"pupil","op":"upsert","schoolId":)" + id + R"(,"id":)" + id;
        const std::string group = school % 4 == 3 ? "NONE" : "G5";
        const std::string data =
            R"(,"data":{"persoonsgegevens":{"voornaam":"C","achternaam":"D"},"jaargroep":"5","groep":")" + group +
            "\"}}";
        second += school % 4 == 0 ? R"({"type":"pupil","op":"delete","schoolId":)" + id + R"(,"id":)" + id + "01}"
                                  : pupil + (school % 4 == 1 ? "01" : "02") + data;
        second += "\n";
    }
    CHECK(service.Push(1, first).counts().pupil().added() == kSchools);
    const auto applied = service.Push(2, second);
    CHECK(applied.schools() == kSchools);
    const auto counts = applied.counts().pupil();
    CHECK(counts.removed() == 18);   // 4, 8, ... 72
    CHECK(counts.changed() == 19);   // 1, 5, ... 73
    CHECK(counts.added() == 19);     // 2, 6, ... 74
    CHECK(counts.rejected() == 19);  // 3, 7, ... 75
    for (const int school : {1, 2, 3, 4, 33, 34, 35, 36, 73, 74, 75}) {
        const auto pupils = PupilsOf(service, school);
        CAPTURE(school);
        CHECK(pupils.items_size() == (school % 4 == 0 ? 0 : school % 4 == 2 ? 2 : 1));
        for (const auto& pupil : pupils.items()) CHECK(pupil.base_group().name() == "5");
    }
    // Once more under a new number: nothing is left to change.
    const auto again = service.Push(3, second);
    CHECK(again.counts().pupil().added() + again.counts().pupil().changed() + again.counts().pupil().removed() == 0);
    CHECK(again.counts().pupil().rejected() == 19);
}

TEST_CASE("a child at two new schools of one transaction is one person", "[ROS-11]") {
    testing::TestDatabase database(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    Service service(database.Url());
    std::string lines = SchoolLines(1) + SchoolLines(2);
    lines += R"({"type":"pupil","op":"upsert","schoolId":2,"id":101,"data":{"jaargroep":"5","persoonsgegevens":)";
    lines += R"({"voornaam":"A","achternaam":"B"}}})"
             "\n";
    service.Push(1, lines);
    std::set<std::string> ids;
    for (const int school : {1, 2}) {
        const auto pupils = PupilsOf(service, school);
        for (const auto& pupil : pupils.items()) ids.insert(pupil.id());
    }
    CHECK(ids.size() == 2);  // three registrations of two children
}

TEST_CASE("changes of several schools are copied together, those that are there already left out", "[ROS-13]") {
    testing::TestDatabase database(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    auto copy = database.Open("copy", kCopyOnly);
    std::vector<roster::SchoolChanges> page;
    for (std::int64_t school = 1; school <= 120; ++school) page.push_back(FirstOf(school));
    const auto apply = [&](std::span<const roster::SchoolChanges> changes, const roster_copy::OnChanges& before) {
        return copy->Write(SchoolScope::All(), Soon(), [&](sql::Session& session) -> Result<std::size_t> {
            SUITE_ASSIGN(const auto applied,
                         roster_copy::ApplyManyChanges(session, changes, roster_copy::Names::kDrop, before));
            return applied.size();
        });
    };
    const auto count = [&](std::string_view sql) {
        return copy->Read(SchoolScope::All(), Soon(), [&](sql::Session& session) { return session.QueryOne(sql); })
            ->Int(0);
    };
    REQUIRE(apply(page, {}) == 120U);
    // School 1 comes again, 2 moves a pupil, 3 loses one and a group, 4 goes on without either.
    roster::SchoolChanges moved{.school_id = SchoolId{2}, .version = 2};
    moved.pupils = {{.id = PersonId{10}, .base_group = GroupId{2}}};
    roster::SchoolChanges left{.school_id = SchoolId{3}, .version = 2};
    left.removed_pupils = {PersonId{11}};
    left.removed_groups = {GroupId{2}};
    const roster::SchoolChanges still{.school_id = SchoolId{4}, .version = 2};
    std::vector<std::int64_t> seen;
    const roster_copy::OnChanges before = [&](sql::Session& session, const roster::SchoolChanges& one) -> Status {
        SUITE_ASSIGN(const auto row, session.QueryOne("SELECT version FROM copy_school WHERE school_id = :1",
                                                      {sql::Value{one.school_id.value}}));
        CHECK(row.Int(0) == 1);  // the copy is as it was
        seen.push_back(one.school_id.value);
        return {};
    };
    REQUIRE(apply(std::vector{FirstOf(1), moved, left, still}, before) == 3U);
    CHECK(seen == std::vector<std::int64_t>{2, 3, 4});
    CHECK(count("SELECT count(*) FROM copy_school WHERE version = 2") == 3);
    CHECK(count("SELECT group_id FROM copy_member WHERE school_id = 2 AND person_id = 10") == 2);
    CHECK(count("SELECT count(*) FROM copy_person") == 239);
    CHECK(count("SELECT count(*) FROM copy_member") == 239);
    CHECK(count("SELECT count(*) FROM copy_group") == 239);
    // A school of which something is missing stops the page, and nothing of it is written.
    roster::SchoolChanges far{.school_id = SchoolId{5}, .version = 7};
    roster::SchoolChanges next{.school_id = SchoolId{6}, .version = 2};
    const auto gap = apply(std::vector{next, far}, {});
    REQUIRE_FALSE(gap);
    CHECK(gap.error().code == Code::kOutOfRange);
    CHECK(count("SELECT version FROM copy_school WHERE school_id = 6") == 1);
}
