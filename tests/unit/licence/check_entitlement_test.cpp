#include "services/licence/app/check_entitlement.hpp"

#include <catch2/catch.hpp>

#include "core/reasons.hpp"

namespace {

using namespace suite;           // NOLINT: test
using namespace suite::licence;  // NOLINT: test

constexpr SchoolId kSchool{1};
constexpr GroupId kGroup{5};
const PersonKey kPerson = PersonId{9};
const Actor kSoftware{.role = Role::kMachine, .client_id = "method-software", .scopes = {"entitlements:read"}};

class FixedClock final : public Clock {
  public:
    Instant Now() const override { return *ParseInstant("2026-11-21T08:30:00Z"); }
};

ProductMapping MappingOf(std::int64_t version, std::vector<GroupId> groups) {
    return {.version = version,
            .licences = {{.id = LicenceId{3},
                          .start = *Date::Parse("2026-08-01"),
                          .end = *Date::Parse("2027-07-31"),
                          .groups = std::move(groups)}}};
}

struct FakeStore final : EntitlementStore {
    SchoolFacts facts{.known = true, .active = true, .licence_version = 2, .person = PersonFacts{.groups = {kGroup}}};
    ProductMapping mapping = MappingOf(2, {kGroup});
    int mappings_read = 0;
    Result<SchoolFacts> Facts(SchoolId, const PersonKey&, Deadline) override { return facts; }
    Result<ProductMapping> Mapping(SchoolId, const std::string&, Deadline) override {
        ++mappings_read;
        return mapping;
    }
};

struct FakeCache final : MappingCache {
    std::optional<ProductMapping> held{};
    bool dead = false;
    std::optional<ProductMapping> Get(SchoolId, const std::string&, std::int64_t version) override {
        return !dead && held && held->version == version ? held : std::nullopt;
    }
    Status Put(SchoolId, const std::string&, const ProductMapping& mapping) override {
        if (dead) return Fail(Code::kUnavailable, reason::kUnavailable, "dead");
        held = mapping;
        return {};
    }
};

struct World {
    FakeStore store{};
    FakeCache cache{};
    FixedClock clock{};
    CheckEntitlement check{store, cache, clock};
    Result<Entitlement> Ask(const Actor& actor = kSoftware, const std::string& product = "taal-5") {
        return check(actor, kSchool, kPerson, product, Deadline::In(std::chrono::seconds(1)));
    }
};

}  // namespace

TEST_CASE("a cold cache is filled by the first question and answers the second", "[LIC-08][LIC-13]") {
    World world;
    REQUIRE(world.Ask()->Entitled());
    REQUIRE(world.Ask()->Entitled());
    CHECK(world.store.mappings_read == 1);
}

TEST_CASE("a mapping of another version than the database's is not believed", "[LIC-13]") {
    World world;
    world.cache.held = MappingOf(1, {});  // before the group was linked
    CHECK(world.Ask()->Entitled());
    world.store.facts.licence_version = 3;
    world.store.mapping = MappingOf(3, {});  // unlinked since
    CHECK_FALSE(world.Ask()->Entitled());
}

TEST_CASE("with a dead cache the answers are the same", "[LIC-13]") {
    World world;
    world.cache.dead = true;
    CHECK(world.Ask()->Entitled());
    world.store.mapping.licences.clear();
    CHECK(world.Ask()->reason == Reason::kNoLicence);
}

TEST_CASE("who is ruled out by the roster costs no look at licences", "[LIC-08]") {
    World world;
    world.store.facts.person.reset();
    CHECK(world.Ask()->reason == Reason::kPersonUnknown);
    CHECK(world.store.mappings_read == 0);
}

TEST_CASE("only machines with the scope may ask, and only about a product", "[LIC-08][ACC-04]") {
    World world;
    CHECK(world.Ask({.role = Role::kMachine, .scopes = {"results:write"}}).error().code == Code::kPermissionDenied);
    CHECK(world.Ask({.role = Role::kCoordinator, .school = kSchool}).error().code == Code::kPermissionDenied);
    CHECK(world.Ask(kSoftware, "").error().code == Code::kInvalidArgument);
}
