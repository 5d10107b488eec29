#include "services/licence/config.hpp"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "services/licence/basispoort.hpp"
#include "testing/temp_dir.hpp"

namespace suite::licence::test {

TEST_CASE("mappings do not go over a network in plain text", "[ACC-04][LIC-13]") {
    Config config;
    for (const auto* redis : {"unix:/run/redis.sock", "127.0.0.1:6379"}) {
        config.redis = redis;
        CHECK(config.Check());
    }
    config.redis = "redis.internal:6379";
    CHECK(config.Check().error().code == Code::kFailedPrecondition);
}

TEST_CASE("Basispoort's five settings are given together or not at all", "[LIC-09]") {
    Config config;
    CHECK(config.Check());
    CHECK_FALSE(config.HasBasispoort());
    CHECK(MakeHostedLika(config).value() == nullptr);
    std::string* const settings[] = {&config.basispoort_url, &config.basispoort_ca, &config.basispoort_certificate,
                                     &config.basispoort_key, &config.basispoort_publisher};
    for (auto* only : settings) {
        *only = "x";
        CHECK(config.Check().error().code == Code::kInvalidArgument);
        only->clear();
    }
    for (auto* setting : settings) *setting = "x";
    CHECK(config.Check());
    CHECK(config.HasBasispoort());
    // Together they still have to be right.
    const testing::TempDir dir;
    config.basispoort_key = (dir.Path() / "basispoort.key").string();
    std::ofstream(config.basispoort_key) << "x";
    std::filesystem::permissions(config.basispoort_key, std::filesystem::perms::owner_read);
    CHECK(MakeHostedLika(config).error().code == Code::kInvalidArgument);
    config.basispoort_url = "https://127.0.0.1:1";
    CHECK(MakeHostedLika(config).value() != nullptr);
    for (auto* missing : settings) {
        const auto before = std::exchange(*missing, "");
        CHECK(config.Check().error().code == Code::kInvalidArgument);
        *missing = before;
    }
}

}  // namespace suite::licence::test
