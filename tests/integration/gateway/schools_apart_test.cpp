#include <catch2/catch.hpp>

#include "services/gateway/migrations.hpp"
#include "testing/schools_apart.hpp"
#include "testing/test_database.hpp"

namespace suite::gateway {
namespace {

TEST_CASE("a query of the gateway that forgets its school reaches no other one", "[ACC-03]") {
    testing::TestDatabase fresh(sql::Dialect::kPostgres);
    const auto database = fresh.Open("gateway", Migrations());
    testing::CheckSchoolsApart(*database);
}

}  // namespace
}  // namespace suite::gateway
