#include <array>
#include <atomic>
#include <thread>

#include "redis/redis.hpp"
#include "services/licence/adapters/redis_mapping.hpp"
#include "support.hpp"

namespace {

using namespace suite;           // NOLINT: test
using namespace suite::licence;  // NOLINT: test
using sql::Dialect;

constexpr const char* kProduct = "taal-5";

SchoolMapping Version(std::int64_t version) {
    return {.version = version,
            .licences = {{.id = LicenceId{version},
                          .product_id = kProduct,
                          .start = *Date::Parse("2026-08-01"),
                          .end = *Date::Parse("2027-07-31")}}};
}

std::string KeyOf(SchoolId school) { return "sleutelbos:{" + school.ToString() + "}:mapping"; }

}  // namespace

TEST_CASE("an older mapping never replaces a newer one in Redis", "[LIC-13]") {
    testing::TempRedis server;
    redis::Client client({.address = server.Address()});
    metrics::Registry metrics;
    RedisMapping cache(client, metrics);
    const auto put = [&](std::int64_t version) {
        const std::array one{MappingOfSchool{kSchool, std::make_shared<const SchoolMapping>(Version(version))}};
        return cache.Put(one).has_value();
    };
    const auto get = [&](std::int64_t version) {
        const auto found = cache.Get(std::array{WantedMapping{kSchool, version}});
        return found.front() ? std::optional(*found.front()) : std::nullopt;
    };
    REQUIRE(put(2));
    REQUIRE(put(1));  // a slow reader
    CHECK(get(2) == Version(2));
    CHECK_FALSE(get(1));
    REQUIRE(put(10));
    REQUIRE(put(9));  // as numbers, not as text
    CHECK(get(10) == Version(10));
    const std::int64_t by_the_clock = 1795639380123;  // what versions look like
    REQUIRE(put(by_the_clock));
    REQUIRE(put(by_the_clock - 1));
    CHECK(get(by_the_clock) == Version(by_the_clock));
    REQUIRE(client.Set(KeyOf(kSchool), "garbage", std::chrono::seconds(60)));
    CHECK_FALSE(get(by_the_clock));
    REQUIRE(put(3));
    CHECK(get(3) == Version(3));
}

TEST_CASE("many schools are put and got in one exchange with Redis", "[LIC-13]") {
    testing::TempRedis server;
    redis::Client client({.address = server.Address()});
    metrics::Registry metrics;
    RedisMapping cache(client, metrics);
    std::vector<MappingOfSchool> mappings;
    std::vector<WantedMapping> wanted;
    for (std::int64_t i = 1; i <= 100; ++i) {
        mappings.push_back({SchoolId{i}, std::make_shared<const SchoolMapping>(Version(i))});
        wanted.push_back({SchoolId{i}, i % 2 == 0 ? i : i + 1});
    }
    REQUIRE(cache.Put(mappings));
    const auto found = cache.Get(wanted);
    REQUIRE(found.size() == 100);
    for (std::int64_t i = 1; i <= 100; ++i) {
        const auto& mapping = found[static_cast<std::size_t>(i - 1)];
        CHECK((mapping != nullptr) == (i % 2 == 0));
        if (mapping) CHECK(*mapping == Version(i));
    }
    server.Kill();
    for (const auto& mapping : cache.Get(wanted)) CHECK_FALSE(mapping);
    CHECK_FALSE(cache.Put(mappings));
}

TEST_CASE("a dead Redis is left alone after a few failures and found again", "[LIC-13]") {
    testing::TempRedis server;
    redis::Client client({.address = server.Address(), .pause = std::chrono::milliseconds(50)});
    REQUIRE(client.Ping());
    server.Kill();
    for (int i = 0; i < 10 && !client.BreakerOpen(); ++i) CHECK_FALSE(client.Ping());
    CHECK(client.BreakerOpen());
    server.Start();
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (!client.Ping() && std::chrono::steady_clock::now() < until)
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    CHECK(client.Ping());
}

TEST_CASE("a linked group's mapping is in Redis before anybody asks", "[LIC-13]") {
    const Service service(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    const auto licence = service.Put(Service::Order())->licence_id();
    REQUIRE(service.Link(licence, kGroup5));
    redis::Client client({.address = service.redis.Address()});
    const auto linked = [&] {
        const auto held = client.Get(KeyOf(kSchool));
        return held && *held && (*held)->find(kGroup5.ToString()) != std::string::npos;
    };
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (!linked() && std::chrono::steady_clock::now() < until) std::this_thread::yield();
    CHECK(linked());
}

TEST_CASE("answers stay right while Redis is killed, empty and back, and links change", "[LIC-13]") {
    Service service(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    const auto licence = service.Put(Service::Order())->licence_id();
    for (int round = 0; round < 6; ++round) {
        if (round % 3 == 1) service.redis.Kill();
        if (round % 3 == 2) service.redis.Start();
        REQUIRE(service.Link(licence, kGroup5));
        CHECK(service.Check(kPupil5).entitled());
        CHECK(service.Check(kPupil5).entitled());
        REQUIRE(service.Link(licence, kGroup5, "UnlinkGroup"));
        CHECK_FALSE(service.Check(kPupil5).entitled());
        CHECK_FALSE(service.Check(kPupil5).entitled());
    }
}

TEST_CASE("what was linked before the question was asked is in the answer, with readers beside", "[LIC-08][LIC-13]") {
    Service service(Dialect::kSqlite);
    const auto licence = service.Put(Service::Order())->licence_id();
    std::atomic<bool> done = false;
    std::atomic<int> asked = 0;
    std::vector<std::thread> readers;
    for (int i = 0; i < 3; ++i) {
        readers.emplace_back([&] {
            v1::CheckEntitlementRequest request;
            request.set_school_id(kSchool.ToString());
            request.set_person_id(kPupil5.ToString());
            request.set_product_id("taal-5");
            while (!done) {
                if (service.Call<v1::Entitlement>("EntitlementService/CheckEntitlement", request, kSoftware)) ++asked;
            }
        });
    }
    int wrong = 0;
    for (int round = 0; round < 50; ++round) {
        const bool link = round % 2 == 0;
        if (!service.Link(licence, kGroup5, link ? "LinkGroup" : "UnlinkGroup")) ++wrong;
        if (service.Check(kPupil5).entitled() != link) ++wrong;
    }
    done = true;
    for (auto& reader : readers) reader.join();
    CHECK(wrong == 0);
    CHECK(asked > 0);
}
