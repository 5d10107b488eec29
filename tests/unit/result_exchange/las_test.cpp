#include "services/result_exchange/domain/las.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

namespace suite::results {

TEST_CASE("the LAS table knows the three systems of the manual by code and name", "[RES-01]") {
    REQUIRE(FindLas("parnassys") != nullptr);
    CHECK(FindLas("parnassys")->name == "ParnasSys");
    REQUIRE(FindLas("momento") != nullptr);
    CHECK(FindLas("momento")->name == "Momento");
    REQUIRE(FindLas("easyrapport") != nullptr);
    CHECK(FindLas("easyrapport")->name == "EasyRapport");
    for (const auto* code : {"", "ParnasSys", "esis", "parnassys "}) CHECK(FindLas(code) == nullptr);
    CHECK(std::ranges::is_sorted(kLasTable, {}, &Las::code));
}

TEST_CASE("tests and observations go to every LAS, practice results to Momento only", "[RES-04]") {
    for (const auto& las : kLasTable) {
        CAPTURE(las.code);
        CHECK(Takes(las, ResultKind::kTest));
        CHECK(Takes(las, ResultKind::kObservation));
        CHECK(Takes(las, ResultKind::kPractice) == (las.code == "momento"));
    }
}

}  // namespace suite::results
