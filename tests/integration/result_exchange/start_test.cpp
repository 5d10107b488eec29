#include <catch2/catch.hpp>
#include <filesystem>

#include "support.hpp"

namespace suite::results::test {
namespace {

Config ConfigIn(const std::filesystem::path& dir) {
    Config config;
    config.listen = "127.0.0.1:0";
    config.database = "sqlite:" + (dir / "results.db").string();
    config.roster = "unix:" + (dir / "nobody.sock").string();
    config.key_file = dir / "key";
    return config;
}

}  // namespace

TEST_CASE("the service does not start without its key, and makes one only when told to", "[RES-01]") {
    const testing::TempDir dir;
    metrics::Registry metrics;
    Config config = ConfigIn(dir.Path());
    const auto refused = Compose(config, metrics);
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().code == Code::kFailedPrecondition);
    CHECK_FALSE(std::filesystem::exists(config.key_file));

    config.create_key = true;
    auto app = Compose(config, metrics);
    REQUIRE(app.has_value());
    CHECK((*app)->Ready());
    (*app)->Stop(std::chrono::seconds(1));
    app->reset();
    config.create_key = false;
    CHECK(Compose(config, metrics).has_value());
}

}  // namespace suite::results::test
