#include "services/roster_sync/config.hpp"

#include <catch2/catch.hpp>

namespace suite::roster_sync::test {

TEST_CASE("Basispoort's four settings are given together or not at all", "[ROS-14]") {
    Config config;
    CHECK(config.Check());
    CHECK_FALSE(config.HasBasispoort());
    std::string* const settings[] = {&config.basispoort_url, &config.basispoort_ca, &config.basispoort_certificate,
                                     &config.basispoort_key};
    for (auto* only : settings) {
        *only = "x";
        CHECK(config.Check().error().code == Code::kInvalidArgument);
        only->clear();
    }
    for (auto* setting : settings) *setting = "x";
    CHECK(config.Check());
    CHECK(config.HasBasispoort());
    for (auto* missing : settings) {
        missing->clear();
        CHECK(config.Check().error().code == Code::kInvalidArgument);
        *missing = "x";
    }
}

}  // namespace suite::roster_sync::test
