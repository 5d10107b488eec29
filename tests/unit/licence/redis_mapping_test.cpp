#include "services/licence/adapters/redis_mapping.hpp"

#include <catch2/catch.hpp>

namespace {

using namespace suite;           // NOLINT: test
using namespace suite::licence;  // NOLINT: test

const ProductMapping kMapping{.version = 42,
                              .licences = {{.id = LicenceId{7},
                                            .start = *Date::Parse("2026-08-01"),
                                            .end = *Date::Parse("2027-07-31"),
                                            .groups = {GroupId{1}, GroupId{2}}},
                                           {.id = LicenceId{8},
                                            .start = *Date::Parse("2026-08-01"),
                                            .end = *Date::Parse("2027-07-31"),
                                            .cancelled = true}}};

}  // namespace

TEST_CASE("a mapping survives the cache", "[LIC-13]") {
    CHECK(DecodeMapping(EncodeMapping(kMapping)) == kMapping);
    CHECK(DecodeMapping(EncodeMapping({.version = 0})) == ProductMapping{.version = 0});
}

TEST_CASE("a value that is not whole is a miss", "[LIC-13]") {
    const std::string whole = EncodeMapping(kMapping);
    int accepted = 0;
    for (std::size_t size = 0; size < whole.size(); ++size) {
        const auto mapping = DecodeMapping(whole.substr(0, size));
        // Cut exactly after a line it is a shorter mapping, which no writer stores; anything else is nothing.
        if (mapping) ++accepted;
        if (mapping) CHECK(whole[size - 1] == '\n');
    }
    CHECK(accepted == 2);
    CHECK_FALSE(DecodeMapping(""));
    CHECK_FALSE(DecodeMapping("-1\n"));
    CHECK_FALSE(DecodeMapping("x\n"));
    CHECK_FALSE(DecodeMapping("1\n0000000000007 2026-08-01 2027-07-31 2\n"));
    CHECK_FALSE(DecodeMapping("1\n0000000000007 2026-08-01 2027-07-31 0 nogroup\n"));
}
