#include "care.hpp"
#include "services/roster_sync/adapters/roster_gauges.hpp"

namespace {

using namespace suite;               // NOLINT: test
using namespace suite::roster_sync;  // NOLINT: test
using sql::Dialect;

struct Watched : Care {
    explicit Watched(Dialect dialect) : Care(dialect) {}

    /// The line of a metric as it is scraped; "" when it is not there.
    std::string Scrape(const std::string& name) {
        REQUIRE(gauges());
        const auto text = "\n" + metrics.Text();
        const auto at = text.find("\n" + name + " ");
        return at == std::string::npos
                   ? ""
                   : text.substr(at + 2 + name.size(), text.find('\n', at + 1) - at - 2 - name.size());
    }
    void Execute(std::string_view statement) {
        REQUIRE(database->Write(SchoolScope::All(), Soon(), [&](sql::Session& session) -> Status {
            SUITE_RETURN_IF_ERROR(session.Execute(statement));
            return {};
        }));
    }

    metrics::Registry metrics;
    RosterGauges gauges{*database, clock, metrics};
};

}  // namespace

TEST_CASE("what an operator watches of the roster is in the metrics", "[ROS-09][ROS-13][ROS-14][NFR]") {
    Watched world(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    CHECK(world.Scrape("roster_last_batch_applied_timestamp_seconds").empty());
    CHECK(world.Scrape("roster_held_removals") == "0");
    CHECK(world.Scrape("roster_reconcile_schools_failed") == "0");
    CHECK(world.Scrape("roster_feed_sequence") == "0");

    world.Execute(
        "INSERT INTO batch (batch_id, source, sequence, kind, status, created_at, committed_at, applied_at) VALUES "
        "(1, 'basispoort', 1, 0, 3, 1795262400000, 1795262400000, 1795262400000)");
    CHECK(world.Scrape("roster_last_batch_applied_timestamp_seconds") == "1795262400");

    world.Push(1001, SchoolOf(1001, 1, 20), BatchKind::kSnapshot);
    world.Push(1001, SchoolOf(1001, 1, 5), BatchKind::kSnapshot);  // more than a mistake may cost
    CHECK(world.Scrape("roster_held_removals") == "1");
    const auto newest = world.Count("SELECT last_sequence FROM feed_head");
    CHECK(world.Scrape("roster_feed_sequence") == std::to_string(newest));

    world.Execute("INSERT INTO follower (name, sequence, at) VALUES ('licence', 1, 0)");
    CHECK(world.Scrape(R"(roster_follower_sequence{follower="licence"})") == "1");

    world.basispoort.broken[1001] = Error{.code = Code::kDataLoss, .reason = "invalid-answer", .message = ""};
    REQUIRE(world.reconcile.Ask(kHelp, std::nullopt, Soon()));
    world.WorkOff();
    CHECK(world.Scrape("roster_reconcile_schools_failed") == "1");
    world.clock.Forward(std::chrono::hours(25));
    CHECK(world.Scrape("roster_reconcile_schools_failed") == "0");
}
