#include <catch2/catch.hpp>

#include "services/pincode/migrations.hpp"
#include "testing/schools_apart.hpp"
#include "testing/test_database.hpp"

namespace suite::pincode {
namespace {

TEST_CASE("a query of pincode that forgets its school reaches no other one", "[ACC-03]") {
    testing::TestDatabase fresh(sql::Dialect::kPostgres);
    const auto database = fresh.Open("pincode", Migrations());
    testing::CheckSchoolsApart(*database);
}

}  // namespace
}  // namespace suite::pincode
