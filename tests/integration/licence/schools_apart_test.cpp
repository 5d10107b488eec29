#include <catch2/catch.hpp>

#include "services/licence/migrations.hpp"
#include "testing/schools_apart.hpp"
#include "testing/test_database.hpp"

namespace suite::licence {
namespace {

TEST_CASE("a query of licence that forgets its school reaches no other one", "[ACC-03]") {
    testing::TestDatabase fresh(sql::Dialect::kPostgres);
    const auto database = fresh.Open("licence", Migrations());
    testing::CheckSchoolsApart(*database, {"basispoort_list", "method", "product"});
}

}  // namespace
}  // namespace suite::licence
