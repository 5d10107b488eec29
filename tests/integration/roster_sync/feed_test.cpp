#include <suite/roster/v1/roster_feed.grpc.pb.h>

#include <grpcpp/grpcpp.h>

#include "roster_copy/follower.hpp"
#include "support.hpp"

namespace {

using namespace suite;               // NOLINT: test
using namespace suite::roster_sync;  // NOLINT: test
using sql::Dialect;

const std::vector<sql::Migration> kCopyOnly{{.number = 1, .name = "roster copy", .sql = roster_copy::kSchema},
                                            {.number = 2, .name = "consent", .sql = roster_copy::kConsentSchema}};

std::int64_t Count(sql::Database& database, std::string_view sql) {
    const auto row = database.Read(SchoolScope::All(), Deadline::In(std::chrono::seconds(5)),
                                   [&](sql::Session& s) { return s.QueryOne(sql); });
    REQUIRE(row);
    return row->Int(0);
}

void WaitFor(sql::Database& database, std::string_view sql, std::int64_t wanted) {
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (Count(database, sql) != wanted && std::chrono::steady_clock::now() < until) {
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    INFO(sql);
    CHECK(Count(database, sql) == wanted);
}

constexpr std::string_view kPupils = "SELECT count(*) FROM copy_person WHERE kind = 'p'";
constexpr std::string_view kMembers = "SELECT count(*) FROM copy_member";
constexpr std::string_view kCursor = "SELECT COALESCE(max(sequence), 0) FROM copy_cursor";

}  // namespace

TEST_CASE("a follower copies what is there, and then what changes", "[ROS-13]") {
    const auto dialect = GENERATE(Dialect::kSqlite, Dialect::kPostgres);
    testing::TestDatabase roster_database(dialect);
    testing::TestDatabase copy_database(dialect);
    Service service(roster_database.Url());
    service.Push(1, kSchoolLines);
    auto copy = copy_database.Open("copy", kCopyOnly);
    metrics::Registry metrics;
    int seen = 0;
    roster_copy::Follower follower({.name = "test"}, service.Channel(), *copy, metrics,
                                   [&](sql::Session&, const roster::SchoolChanges&) {
                                       ++seen;
                                       return Status{};
                                   });
    follower.Start();
    WaitFor(*copy, kPupils, 2);
    WaitFor(*copy, kMembers, 4);
    service.Push(2, R"({"type":"pupil","op":"delete","schoolId":1001,"id":500123})");
    WaitFor(*copy, kPupils, 1);
    WaitFor(*copy, kMembers, 2);
    WaitFor(*copy, kCursor, 2);
    follower.Stop();
    CHECK(seen == 2);
    // Names are dropped unless asked for.
    CHECK(Count(*copy, "SELECT count(*) FROM copy_person WHERE given_name <> '' OR family_name <> ''") == 0);
}

TEST_CASE("a follower that lost its place takes a snapshot, and one that was stopped goes on", "[ROS-13]") {
    const auto dialect = GENERATE(Dialect::kSqlite, Dialect::kPostgres);
    testing::TestDatabase roster_database(dialect);
    testing::TestDatabase copy_database(dialect);
    Service service(roster_database.Url());
    service.Push(1, kSchoolLines);
    service.Push(2, R"({"type":"pupil","op":"delete","schoolId":1001,"id":500123})");
    auto copy = copy_database.Open("copy", kCopyOnly);
    metrics::Registry metrics;
    const auto nothing = [](sql::Session&, const roster::SchoolChanges&) { return Status{}; };
    // As after a restore of the follower's database: a place that roster-sync never reached, and a school it does not
    // have.
    REQUIRE(copy->Write(SchoolScope::All(), Deadline::In(std::chrono::seconds(5)), [](sql::Session& s) -> Status {
        SUITE_RETURN_IF_ERROR(roster_copy::WriteCursor(s, 99));
        roster::SchoolChanges stray{.school_id = SchoolId{77}, .version = 1, .complete = true};
        stray.school = roster::School{.id = SchoolId{77}, .name = "Weg"};
        SUITE_RETURN_IF_ERROR(roster_copy::ApplyChanges(s, stray, roster_copy::Names::kDrop));
        return {};
    }));
    {
        roster_copy::Follower follower({.name = "test"}, service.Channel(), *copy, metrics, nothing);
        follower.Start();
        WaitFor(*copy, kCursor, 2);
        WaitFor(*copy, kPupils, 1);
        WaitFor(*copy, "SELECT count(*) FROM copy_school", 1);
    }
    CHECK_THAT(metrics.Text(), Catch::Contains("\nfeed_sequence 2\n"));
    service.Push(3, kSchoolLines);
    roster_copy::Follower follower({.name = "test"}, service.Channel(), *copy, metrics, nothing);
    follower.Start();
    WaitFor(*copy, kPupils, 2);
    WaitFor(*copy, kCursor, 3);
}

TEST_CASE("the feed's numbers have no gap, and a school's versions have none either", "[ROS-13]") {
    testing::TestDatabase database(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    Service service(database.Url());
    service.Push(1, kSchoolLines);
    for (int n = 2; n <= 6; ++n) {
        service.Push(n, R"({"type":"group","op":"upsert","schoolId":1001,"id":"N)" + std::to_string(n) +
                            R"(","schoolYear":"2026-2027","data":{"naam":"Nieuw","jaargroep":"3"}})");
    }
    auto stub = wire::RosterFeedService::NewStub(service.Channel().Raw());
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(20));
    wire::FollowRequest request;
    auto reader = stub->Follow(&context, request);
    wire::FeedEntry entry;
    for (int n = 1; n <= 6; ++n) {
        REQUIRE(reader->Read(&entry));
        CHECK(entry.sequence() == n);
        CHECK(entry.changes().version() == n);
    }
    context.TryCancel();
    CHECK(reader->Finish().error_code() == grpc::StatusCode::CANCELLED);
}
