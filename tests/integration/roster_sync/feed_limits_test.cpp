// Followers of the change feed that fall behind: too far, or because they do not read.
#include <suite/roster/v1/roster_feed.grpc.pb.h>

#include <grpcpp/grpcpp.h>

#include "care.hpp"
#include "roster_copy/follower.hpp"
#include "rpc/channel.hpp"
#include "rpc/server.hpp"
#include "services/roster_sync/adapters/feed_service.hpp"
#include "tables.hpp"
#include "testing/temp_dir.hpp"

namespace {

using namespace suite;               // NOLINT: test
using namespace suite::roster_sync;  // NOLINT: test
using sql::Dialect;

namespace wire = roster::v1;

const std::vector<sql::Migration> kCopyOnly{{.number = 1, .name = "roster copy", .sql = roster_copy::kSchema},
                                            {.number = 2, .name = "consent", .sql = roster_copy::kConsentSchema}};

/// The feed of a database whose clock the test turns.
class ServedFeed {
  public:
    explicit ServedFeed(Care& care) : service_(*care.database, signal_, care.clock, {}) {
        auto server = rpc::Server::Start({.address = address_}, {&service_});
        REQUIRE(server);
        server_ = std::move(*server);
        channel_ = std::make_unique<rpc::Channel>(address_);
    }
    ~ServedFeed() {
        signal_.Stop();
        server_->Stop(std::chrono::seconds(5));
    }
    ServedFeed(const ServedFeed&) = delete;
    ServedFeed& operator=(const ServedFeed&) = delete;

    [[nodiscard]] const rpc::Channel& Channel() const { return *channel_; }
    /// There is something new.
    void Notify() { signal_.Notify(); }
    /// How a follower that has come to `after` is received: with the first entry, or the status that ends the stream.
    [[nodiscard]] grpc::StatusCode Received(std::int64_t after) const {
        auto stub = wire::RosterFeedService::NewStub(channel_->Raw());
        grpc::ClientContext context;
        context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(20));
        wire::FollowRequest request;
        request.set_follower("test");
        request.set_after_sequence(after);
        auto reader = stub->Follow(&context, request);
        wire::FeedEntry entry;
        if (reader->Read(&entry)) {
            context.TryCancel();
            CHECK(reader->Finish().error_code() == grpc::StatusCode::CANCELLED);
            return grpc::StatusCode::OK;
        }
        return reader->Finish().error_code();
    }

  private:
    testing::TempDir dir_;
    std::string address_ = "unix:" + (dir_.Path() / "s").string();
    FeedSignal signal_;
    FeedService service_;
    std::unique_ptr<rpc::Server> server_;
    std::unique_ptr<rpc::Channel> channel_;
};

class Copy {
  public:
    explicit Copy(Dialect dialect) : test_database_(dialect), database_(test_database_.Open("copy", kCopyOnly)) {}

    [[nodiscard]] std::unique_ptr<roster_copy::Follower> Follow(const rpc::Channel& channel) {
        auto follower = std::make_unique<roster_copy::Follower>(roster_copy::FollowerOptions{.name = "test"}, channel,
                                                                *database_, metrics_, roster_copy::OnChanges{});
        follower->Start();
        return follower;
    }
    [[nodiscard]] std::int64_t Cursor() const {
        return RowsOf(*database_, "SELECT COALESCE(max(sequence), 0) FROM copy_cursor").front().Int(0);
    }
    void WaitUntil(std::int64_t sequence) const {
        const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(30);
        while (Cursor() != sequence && std::chrono::steady_clock::now() < until)
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        CHECK(Cursor() == sequence);
    }
    [[nodiscard]] sql::Database& Database() const { return *database_; }

  private:
    testing::TestDatabase test_database_;
    std::unique_ptr<sql::Database> database_;
    metrics::Registry metrics_;
};

std::vector<std::string> Texts(sql::Database& database, const std::string& sql) {
    std::vector<std::string> texts;
    for (const auto& row : RowsOf(database, sql)) texts.push_back(row.Text(0));
    std::ranges::sort(texts);
    return texts;
}

/// Who is where, in which version of which school.
void CheckEqual(Care& care, const Copy& copy) {
    const std::string version = "cast(school_id AS text) || ' ' || cast(version AS text)";
    const std::string pupil = "cast(school_id AS text) || ' ' || cast(person_id AS text)";
    const std::string member = pupil + " || ' ' || cast(group_id AS text)";
    CHECK(Texts(*care.database, "SELECT " + version + " FROM school") ==
          Texts(copy.Database(), "SELECT " + version + " FROM copy_school"));
    CHECK(Texts(*care.database, "SELECT " + pupil + " FROM pupil WHERE active = 1") ==
          Texts(copy.Database(), "SELECT " + pupil + " FROM copy_person WHERE kind = 'p' AND active = 1"));
    CHECK(Texts(*care.database, "SELECT " + member + " FROM member") ==
          Texts(copy.Database(), "SELECT " + member + " FROM copy_member"));
}

}  // namespace

TEST_CASE("a follower whose place was forgotten after 400 days takes a snapshot and follows on", "[ROS-13]") {
    const auto dialect = GENERATE(Dialect::kSqlite, Dialect::kPostgres);
    CAPTURE(dialect);
    Care care(dialect);
    Copy copy(dialect);
    ServedFeed feed(care);
    care.Push(1001, SchoolOf(1001, 1, 4));
    {
        const auto follower = copy.Follow(feed.Channel());
        copy.WaitUntil(1);
        CheckEqual(care, copy);
    }
    care.clock.Forward(std::chrono::hours(1));
    // While it is away: somebody leaves, whose removal is in the feed alone, and another school comes.
    care.Push(1001, R"({"type":"pupil","op":"delete","schoolId":1001,"id":1})");
    care.Push(1002, SchoolOf(1002, 101, 3));
    care.clock.Forward(std::chrono::days(400));
    care.Push(1001, SchoolOf(1001, 11, 1));
    REQUIRE(care.house());
    CHECK(care.Count("SELECT min(sequence) FROM feed") == 2);  // just 400 days is kept
    CHECK(feed.Received(1) == grpc::StatusCode::OK);
    care.clock.Forward(std::chrono::milliseconds(1));
    REQUIRE(care.house());
    CHECK(care.Count("SELECT min(sequence) FROM feed") == 4);
    CHECK(feed.Received(1) == grpc::StatusCode::OUT_OF_RANGE);
    CHECK(feed.Received(3) == grpc::StatusCode::OK);

    const auto follower = copy.Follow(feed.Channel());
    copy.WaitUntil(4);
    CheckEqual(care, copy);
    care.Push(1002, R"({"type":"pupil","op":"delete","schoolId":1002,"id":101})");
    feed.Notify();
    copy.WaitUntil(5);
    CheckEqual(care, copy);
}

TEST_CASE("a follower whose place was forgotten with all that came after it takes a snapshot too", "[ROS-13]") {
    Care care(Dialect::kSqlite);
    ServedFeed feed(care);
    care.Push(1001, SchoolOf(1001, 1, 4));
    care.Push(1001, SchoolOf(1001, 11, 1));
    care.clock.Forward(std::chrono::days(401));
    REQUIRE(care.house());
    CHECK(care.Count("SELECT count(*) FROM feed") == 0);
    CHECK(feed.Received(1) == grpc::StatusCode::OUT_OF_RANGE);
    Copy copy(Dialect::kSqlite);
    const auto follower = copy.Follow(feed.Channel());
    copy.WaitUntil(2);
    CheckEqual(care, copy);
}

TEST_CASE("a follower that does not read costs the load and the other followers nothing", "[ROS-13]") {
    const auto dialect = GENERATE(Dialect::kSqlite, Dialect::kPostgres);
    CAPTURE(dialect);
    constexpr int kSchools = 60;
    constexpr int kPupils = 300;
    Care care(dialect);
    Copy copy(dialect);
    ServedFeed feed(care);
    care.Push(1000, SchoolOf(1000, 1, 1));
    auto stub = wire::RosterFeedService::NewStub(feed.Channel().Raw());
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(90));
    wire::FollowRequest request;
    request.set_follower("slow");
    auto slow = stub->Follow(&context, request);
    wire::FeedEntry entry;
    REQUIRE(slow->Read(&entry));  // it is there; from here on it reads nothing
    const auto other = copy.Follow(feed.Channel());
    copy.WaitUntil(1);

    for (int school = 1; school <= kSchools; ++school) {
        care.Push(1000 + school, SchoolOf(1000 + school, 1000 * school, kPupils));
        feed.Notify();
    }
    copy.WaitUntil(1 + kSchools);
    CheckEqual(care, copy);
    // Much more than a connection holds unread, so that its stream was stuck all the while; and nothing is lost to it.
    std::size_t bytes = 0;
    for (int sequence = 2; sequence <= 1 + kSchools; ++sequence) {
        REQUIRE(slow->Read(&entry));
        REQUIRE(entry.sequence() == sequence);
        bytes += entry.ByteSizeLong();
    }
    CHECK(bytes > std::size_t{1} << 20U);
    context.TryCancel();
    CHECK(slow->Finish().error_code() == grpc::StatusCode::CANCELLED);
}
