#include "services/licence/adapters/memory_mapping.hpp"

#include <array>
#include <catch2/catch.hpp>
#include <map>

#include "core/reasons.hpp"

namespace {

using namespace suite;           // NOLINT: test
using namespace suite::licence;  // NOLINT: test

MappingPtr Version(std::int64_t version, std::size_t licences = 1) {
    SchoolMapping mapping{.version = version};
    mapping.licences.resize(licences);
    return std::make_shared<const SchoolMapping>(std::move(mapping));
}

struct Behind final : MappingCache {
    std::map<SchoolId, MappingPtr> held{};
    bool dead = false;
    int asked = 0;
    std::vector<MappingPtr> Get(std::span<const WantedMapping> wanted) override {
        std::vector<MappingPtr> found;
        for (const auto& [school, version] : wanted) {
            ++asked;
            const auto at = held.find(school);
            const bool here = !dead && at != held.end() && at->second->version == version;
            found.push_back(here ? at->second : nullptr);
        }
        return found;
    }
    Status Put(std::span<const MappingOfSchool> mappings) override {
        if (dead) return Fail(Code::kUnavailable, reason::kUnavailable, "dead");
        for (const auto& [school, mapping] : mappings) held[school] = mapping;
        return {};
    }
};

MappingPtr GetOne(MappingCache& cache, SchoolId school, std::int64_t version) {
    return cache.Get(std::array{WantedMapping{school, version}}).front();
}
Status PutOne(MappingCache& cache, SchoolId school, const MappingPtr& mapping) {
    return cache.Put(std::array{MappingOfSchool{school, mapping}});
}

constexpr SchoolId kSchool{1};

}  // namespace

TEST_CASE("a mapping in memory is not asked for behind it, and another version is", "[LIC-13]") {
    metrics::Registry metrics;
    Behind behind;
    MemoryMapping cache(behind, 1 << 20, metrics);
    const auto first = Version(1);
    REQUIRE(PutOne(cache, kSchool, first));
    CHECK(GetOne(cache, kSchool, 1) == first);
    CHECK(behind.asked == 0);
    // Another instance of the service has put a newer one behind.
    const auto second = Version(2);
    behind.held[kSchool] = second;
    CHECK(GetOne(cache, kSchool, 2) == second);
    CHECK(GetOne(cache, kSchool, 2) == second);
    CHECK(behind.asked == 1);
    CHECK_FALSE(GetOne(cache, kSchool, 1));
    CHECK(metrics.Text().find(R"(licence_mapping_total{layer="memory",outcome="hit"} 2)") != std::string::npos);
    CHECK(metrics.Text().find(R"(licence_mapping_total{layer="memory",outcome="miss"} 2)") != std::string::npos);
}

TEST_CASE("a slow reader does not put an old mapping over a newer one in memory", "[LIC-13]") {
    metrics::Registry metrics;
    Behind behind;
    behind.dead = true;
    MemoryMapping cache(behind, 1 << 20, metrics);
    const auto second = Version(2);
    CHECK_FALSE(PutOne(cache, kSchool, second));  // not kept behind, which the outbox must know, but here
    CHECK_FALSE(PutOne(cache, kSchool, Version(1)));
    CHECK(GetOne(cache, kSchool, 2) == second);
}

TEST_CASE("answers come in the order of the questions, from both layers", "[LIC-13]") {
    metrics::Registry metrics;
    Behind behind;
    MemoryMapping cache(behind, 1 << 20, metrics);
    behind.held[SchoolId{2}] = Version(22);
    behind.held[SchoolId{4}] = Version(44);
    REQUIRE(PutOne(cache, SchoolId{3}, Version(33)));
    const std::array wanted{WantedMapping{SchoolId{1}, 11}, WantedMapping{SchoolId{2}, 22},
                            WantedMapping{SchoolId{3}, 33}, WantedMapping{SchoolId{4}, 44}};
    const auto found = cache.Get(wanted);
    REQUIRE(found.size() == 4);
    CHECK_FALSE(found[0]);
    CHECK(found[1]->version == 22);
    CHECK(found[2]->version == 33);
    CHECK(found[3]->version == 44);
}

TEST_CASE("memory stays within its bound, and keeps what is asked for", "[LIC-13]") {
    metrics::Registry metrics;
    Behind behind;
    constexpr std::size_t kBound = 1 << 20;
    MemoryMapping cache(behind, kBound, metrics);
    const auto wanted = Version(7, 20);
    REQUIRE(PutOne(cache, kSchool, wanted));
    for (int i = 2; i < 5000; ++i) {
        REQUIRE(PutOne(cache, SchoolId{i}, Version(i, 20)));
        REQUIRE(GetOne(cache, kSchool, 7) == wanted);
        REQUIRE(cache.Bytes() <= kBound);
    }
    CHECK(behind.asked == 0);
    CHECK(cache.Bytes() > kBound / 2);
    behind.held.clear();
    CHECK_FALSE(GetOne(cache, SchoolId{2}, 2));
    CHECK(GetOne(cache, SchoolId{4999}, 4999));
    // One that would push out everything else is not kept.
    static_cast<void>(PutOne(cache, SchoolId{9999}, Version(1, 20000)));
    behind.held.clear();
    CHECK_FALSE(GetOne(cache, SchoolId{9999}, 1));
    CHECK(cache.Bytes() <= kBound);
}
