#include <catch2/catch.hpp>

#include "services/gateway/config.hpp"

namespace suite::gateway {
namespace {

Config Of(const std::string& listen) {
    Config config;
    config.listen = listen;
    return config;
}

std::string Refusal(const Config& config) {
    const auto checked = config.Check();
    return checked ? "" : checked.error().message;
}

TEST_CASE("plain HTTP is for this machine and for proxies that end TLS", "[ACC-04][ACC-07]") {
    for (const auto* listen : {"127.0.0.1:8080", "localhost:8080"}) CHECK(Refusal(Of(listen)).empty());
    for (const auto* listen : {"0.0.0.0:8080", "10.0.0.7:8080"}) {
        CAPTURE(listen);
        CHECK_THAT(Refusal(Of(listen)), Catch::StartsWith("--trusted-proxies is needed"));
        auto behind = Of(listen);
        behind.trusted_proxies = {"10.0.0.2"};
        CHECK(Refusal(behind).empty());
    }
}

TEST_CASE("requests are not counted over a network in plain text", "[ACC-04][ACC-07]") {
    auto config = Of("127.0.0.1:8080");
    for (const auto* redis : {"", "unix:/run/redis.sock", "127.0.0.1:6379"}) {
        config.redis = redis;
        CHECK(Refusal(config).empty());
    }
    config.redis = "redis.internal:6379";
    CHECK_THAT(Refusal(config), Catch::StartsWith("Redis at redis.internal:6379 is not on this machine"));
}

TEST_CASE("a cookie that anyone on the way could read is for loopback only", "[ACC-01]") {
    auto config = Of("127.0.0.1:8080");
    config.insecure_cookie = true;
    CHECK(Refusal(config).empty());
    config.public_url = "https://sleutelbos.example";
    CHECK(Refusal(config) == "--insecure-cookie is for http on loopback only");
    config = Of("10.0.0.7:8080");
    config.trusted_proxies = {"10.0.0.2"};
    config.insecure_cookie = true;
    CHECK(Refusal(config) == "--insecure-cookie is for http on loopback only");
}

}  // namespace
}  // namespace suite::gateway
