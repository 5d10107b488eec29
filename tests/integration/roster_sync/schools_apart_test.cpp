#include <catch2/catch.hpp>

#include "services/roster_sync/migrations.hpp"
#include "testing/schools_apart.hpp"
#include "testing/test_database.hpp"

namespace suite::roster_sync {
namespace {

TEST_CASE("a query of roster-sync that forgets its school reaches no other one", "[ACC-03]") {
    testing::TestDatabase fresh(sql::Dialect::kPostgres);
    const auto database = fresh.Open("roster_sync", Migrations());
    testing::CheckSchoolsApart(*database, {"feed_head", "feed_visible"});
}

}  // namespace
}  // namespace suite::roster_sync
