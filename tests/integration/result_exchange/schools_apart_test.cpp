#include <catch2/catch.hpp>

#include "services/result_exchange/migrations.hpp"
#include "testing/schools_apart.hpp"
#include "testing/test_database.hpp"

namespace suite::results {
namespace {

TEST_CASE("a query of result-exchange that forgets its school reaches no other one", "[ACC-03]") {
    testing::TestDatabase fresh(sql::Dialect::kPostgres);
    const auto database = fresh.Open("result_exchange", Migrations());
    testing::CheckSchoolsApart(*database, {"las_queue"});
}

}  // namespace
}  // namespace suite::results
