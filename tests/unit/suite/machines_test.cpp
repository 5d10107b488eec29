#include "suite/machines.hpp"

#include <catch2/catch.hpp>
#include <fstream>
#include <nlohmann/json.hpp>

#include "crypto/crypto.hpp"
#include "testing/temp_dir.hpp"

namespace {

nlohmann::json Load(const std::filesystem::path& path) {
    std::ifstream file(path);
    return nlohmann::json::parse(file).at("clients");
}

}  // namespace

TEST_CASE("each machine's hash fits its secret, and the gateway's file has no secret", "[ACC-04]") {
    const suite::testing::TempDir dir;
    const auto hashed_file = dir.Path() / "clients.json";
    const auto open_file = dir.Path() / "dev-clients.json";
    REQUIRE(suite::devsuite::MakeMachines(hashed_file, open_file));
    const auto hashed = Load(hashed_file);
    const auto open = Load(open_file);
    REQUIRE(hashed.size() == 5);
    REQUIRE(open.size() == hashed.size());
    for (std::size_t i = 0; i < open.size(); ++i) {
        CHECK(open[i].at("id") == hashed[i].at("id"));
        CHECK(open[i].at("scopes") == hashed[i].at("scopes"));
        CHECK(suite::crypto::Sha256Hex(open[i].at("secret").get<std::string>()) == hashed[i].at("secretSha256"));
        CHECK_FALSE(hashed[i].contains("secret"));
    }
    CHECK(std::filesystem::status(open_file).permissions() ==
          (std::filesystem::perms::owner_read | std::filesystem::perms::owner_write));

    REQUIRE(suite::devsuite::MakeMachines(hashed_file, open_file));
    CHECK(Load(open_file) == open);

    std::filesystem::remove(open_file);
    REQUIRE(suite::devsuite::MakeMachines(hashed_file, open_file));
    CHECK(suite::crypto::Sha256Hex(Load(open_file)[0].at("secret").get<std::string>()) ==
          Load(hashed_file)[0].at("secretSha256"));
}
