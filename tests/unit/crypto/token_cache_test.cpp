#include "crypto/token_cache.hpp"

#include <catch2/catch.hpp>

namespace suite::crypto {
namespace {

const Instant kNow = *ParseInstant("2026-11-22T08:30:00Z");
constexpr std::chrono::seconds kLifetime{600};
constexpr std::chrono::seconds kSkew{5};

struct World {
    TokenSigner signer{Secret(std::string(32, 'k'))};
    TokenCache cache{signer, 100};

    std::string TokenOf(const std::string& client) const {
        const Actor actor{.role = Role::kMachine,
                          .school = {},
                          .person = {},
                          .client_id = client,
                          .las = {},
                          .scopes = {"results:pull"}};
        return *signer.Sign(actor, kNow, kLifetime);
    }
};

}  // namespace

TEST_CASE("a token that was verified is whose it was, each time", "[ACC-04]") {
    World world;
    const auto first = world.TokenOf("first");
    const auto second = world.TokenOf("second");
    for (int i = 0; i < 3; ++i) {
        CHECK(world.cache.Verify(first, kNow)->actor.client_id == "first");
        CHECK(world.cache.Verify(second, kNow)->actor.client_id == "second");
        CHECK(world.cache.Verify(second, kNow)->actor.scopes == std::vector<std::string>{"results:pull"});
    }
    CHECK(world.cache.Size() == 2);
}

TEST_CASE("a kept token expires to the second as one that is not kept", "[ACC-01][ACC-04]") {
    World world;
    const auto token = world.TokenOf("machine");
    REQUIRE(world.cache.Verify(token, kNow));
    for (const auto after : {kLifetime + kSkew - std::chrono::seconds(1), kLifetime + kSkew, kLifetime * 2}) {
        const Instant then = kNow + after;
        CHECK(world.cache.Verify(token, then).has_value() == world.signer.Verify(token, then).has_value());
    }
    CHECK_FALSE(world.cache.Verify(token, kNow + kLifetime + kSkew));
    CHECK(world.cache.Size() == 0);
    // A clock that is set back makes it valid again, and nothing else.
    CHECK(world.cache.Verify(token, kNow));
}

TEST_CASE("what is no valid token is refused each time, and not kept", "[ACC-04]") {
    World world;
    const auto token = world.TokenOf("machine");
    REQUIRE(world.cache.Verify(token, kNow));
    for (int i = 0; i < 2; ++i) {
        for (const auto& wrong : {std::string(), std::string("a.b.c"), token + "x", token.substr(0, token.size() - 1)})
            CHECK_FALSE(world.cache.Verify(wrong, kNow));
    }
    CHECK(world.cache.Size() == 1);
}

TEST_CASE("the cache of tokens stays within its bound", "[ACC-07]") {
    World world;
    for (int i = 0; i < 250; ++i) {
        CHECK(world.cache.Verify(world.TokenOf(std::to_string(i)), kNow));
        CHECK(world.cache.Size() <= 100);
    }
}

}  // namespace suite::crypto
