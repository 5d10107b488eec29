#include "services/gateway/clients.hpp"

#include <catch2/catch.hpp>
#include <fstream>

#include "crypto/crypto.hpp"
#include "testing/temp_dir.hpp"

namespace suite::gateway {
namespace {

Result<Clients> LoadText(const std::string& text) {
    const testing::TempDir directory;
    const auto path = (directory.Path() / "clients.json").string();
    std::ofstream(path) << text;
    return Clients::Load(path);
}

std::string Entry(const std::string& id, const std::string& hash) {
    return R"({"id":")" + id + R"(","secretSha256":")" + hash + R"(","scopes":["results:pull"],"las":"momento"})";
}

}  // namespace

TEST_CASE("a client is found by its id and secret together", "[ACC-04]") {
    const auto clients = LoadText(R"({"clients":[)" + Entry("a", crypto::Sha256Hex("secret-a")) + "," +
                                  Entry("b", crypto::Sha256Hex("secret-b")) + "]}");
    REQUIRE(clients);
    const auto found = clients->Find("a", "secret-a");
    REQUIRE(found);
    CHECK(found->id == "a");
    CHECK(found->las == "momento");
    CHECK(found->scopes == std::vector<std::string>{"results:pull"});
    CHECK_FALSE(clients->Find("a", "secret-b"));
    CHECK_FALSE(clients->Find("a", ""));
    CHECK_FALSE(clients->Find("", ""));
    CHECK_FALSE(clients->Find("c", "secret-a"));
    CHECK_FALSE(clients->Find("a", crypto::Sha256Hex("secret-a")));
}

TEST_CASE("a clients file that is missing or wrong in any entry is refused at start") {
    const auto hash = crypto::Sha256Hex("x");
    const std::string one = Entry("a", hash);
    for (const auto& text :
         {std::string(), std::string("{}"), std::string("[]"), std::string(R"({"clients":{"id":"a"}})"),
          std::string(R"({"clients":["a"]})"), R"({"clients":[{"id":"a","secretSha256":")" + hash + "\"}]}",
          R"({"clients":[)" + one, R"({"clients":[)" + one + "," + one + "]}",
          R"({"clients":[)" + Entry("", hash) + "]}", R"({"clients":[)" + Entry("a", "") + "]}",
          R"({"clients":[)" + Entry("a", "plain-secret") + "]}",
          R"({"clients":[)" + Entry("a", std::string(64, 'X')) + "]}"}) {
        CAPTURE(text);
        const auto clients = LoadText(text);
        REQUIRE_FALSE(clients);
        CHECK(clients.error().code == Code::kFailedPrecondition);
        CHECK(clients.error().message.find("plain-secret") == std::string::npos);
    }
    CHECK_FALSE(Clients::Load("/no/such/file"));
    CHECK(LoadText(R"({"clients":[]})"));
}

}  // namespace suite::gateway
