#include "services/licence/app/check_entitlement.hpp"

#include <catch2/catch.hpp>
#include <map>

#include "core/reasons.hpp"
#include "services/licence/app/refresh_mapping.hpp"
#include "worlds.hpp"

namespace {

using namespace suite;           // NOLINT: test
using namespace suite::licence;  // NOLINT: test

constexpr SchoolId kSchool{1};
constexpr SchoolId kOtherSchool{2};
constexpr GroupId kGroup{5};
const AskedPerson kPerson{kSchool, PersonId{9}};
const Actor kSoftware{.role = Role::kMachine, .client_id = "method-software", .scopes = {"entitlements:read"}};
const auto kSoon = Deadline::In(std::chrono::seconds(60));

class FixedClock final : public Clock {
  public:
    Instant Now() const override { return *ParseInstant("2026-11-21T08:30:00Z"); }
};

MappingPtr MappingOf(std::int64_t version, const std::vector<GroupId>& groups) {
    return std::make_shared<const SchoolMapping>(SchoolMapping{.version = version,
                                                               .licences = {{.id = LicenceId{3},
                                                                             .product_id = "taal-5",
                                                                             .start = *Date::Parse("2026-08-01"),
                                                                             .end = *Date::Parse("2027-07-31"),
                                                                             .groups = LinkedTo(groups)}}});
}

struct FakeStore final : EntitlementStore {
    SchoolFacts facts{.known = true, .active = true, .licence_version = 2, .person = PersonFacts{.groups = {kGroup}}};
    MappingPtr mapping = MappingOf(2, {kGroup});
    std::function<void()> between{};  // the facts and what is asked after them
    int facts_read = 0;
    int mappings_read = 0;
    Result<SchoolFacts> Facts(SchoolId, const PersonKey&, Deadline) override {
        ++facts_read;
        auto answer = facts;
        if (between) between();
        return answer;
    }
    Result<std::vector<SchoolFacts>> Facts(std::span<const AskedPerson> asked, Deadline) override {
        ++facts_read;
        return std::vector<SchoolFacts>(asked.size(), facts);
    }
    Result<std::vector<Known>> Whole(std::span<const AskedPerson> asked, Deadline) override {
        ++mappings_read;
        return std::vector<Known>(asked.size(), Known{facts, mapping});
    }
    Result<MappingPtr> Mapping(SchoolId, Deadline) override {
        ++mappings_read;
        return mapping;
    }
};

struct FakeCache final : MappingCache {
    std::map<SchoolId, MappingPtr> held{};
    bool dead = false;
    int asked = 0;
    std::vector<MappingPtr> Get(std::span<const WantedMapping> wanted) override {
        ++asked;
        std::vector<MappingPtr> found;
        for (const auto& [school, version] : wanted) {
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

struct World {
    FakeStore store{};
    FakeCache cache{};
    FixedClock clock{};
    KnownPersons persons{store, cache};
    CheckEntitlement check{persons, clock};
    Result<Entitlement> Ask(const Actor& actor = kSoftware, const std::string& product = "taal-5") const {
        return check(actor, {kPerson, product}, kSoon);
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
    world.cache.held[kSchool] = MappingOf(1, {});  // before the group was linked
    CHECK(world.Ask()->Entitled());
    world.store.facts.licence_version = 3;
    world.store.mapping = MappingOf(3, {});  // unlinked since
    CHECK_FALSE(world.Ask()->Entitled());
}

TEST_CASE("what changed between the two looks at the database is answered as of one moment", "[LIC-13]") {
    World world;
    // The pupil moved to a group of which the licence was taken at once: neither before nor after was there no access,
    // but the old group with the new links would say so.
    world.store.facts.person->groups = {GroupId{4}};
    world.store.mapping = MappingOf(2, {GroupId{4}});
    world.store.between = [&] {
        world.store.facts.licence_version = 3;
        world.store.facts.person->groups = {kGroup};
        world.store.mapping = MappingOf(3, {kGroup});
    };
    CHECK(world.Ask()->Entitled());
}

TEST_CASE("with a dead cache the answers are the same", "[LIC-13]") {
    World world;
    world.cache.dead = true;
    CHECK(world.Ask()->Entitled());
    world.store.mapping = std::make_shared<const SchoolMapping>(SchoolMapping{.version = 2});
    CHECK(world.Ask()->reason == Reason::kNoLicence);
}

TEST_CASE("who is ruled out by the roster, or at a school without licences, costs no look at licences", "[LIC-08]") {
    World world;
    world.store.facts.licence_version = 0;
    CHECK(world.Ask()->reason == Reason::kNoLicence);
    world.store.facts.licence_version = 2;
    world.store.facts.person.reset();
    CHECK(world.Ask()->reason == Reason::kPersonUnknown);
    CHECK(world.store.mappings_read == 0);
    CHECK(world.cache.asked == 0);
}

TEST_CASE("only machines with the scope may ask, and only about a product", "[LIC-08][ACC-04]") {
    World world;
    const Actor other{.role = Role::kMachine, .client_id = "x", .scopes = {"results:write"}};
    const Actor staff{.role = Role::kCoordinator, .school = kSchool};
    for (const auto& actor : {other, staff}) {
        CHECK(world.Ask(actor).error().code == Code::kPermissionDenied);
        CHECK(world.check.Many(actor, {}, kSoon).error().code == Code::kPermissionDenied);
        CHECK(world.check.Usable(actor, kPerson, kSoon).error().code == Code::kPermissionDenied);
    }
    CHECK(world.Ask(kSoftware, "").error().code == Code::kInvalidArgument);
    CHECK(world.store.facts_read == 0);
}

TEST_CASE("many checks are answered in order, each with its own outcome, by few looks", "[LIC-08]") {
    World world;
    const Result<Check> unreadable = Fail(Code::kInvalidArgument, reason::kInvalidRequest, "names nobody");
    std::vector<Result<Check>> checks{Check{kPerson, "taal-5"}, unreadable, Check{kPerson, "taal-6"},
                                      Check{kPerson, ""}, Check{{kOtherSchool, std::string("eck")}, "taal-5"}};
    for (int i = 0; i < 90; ++i) checks.emplace_back(Check{{kSchool, std::int64_t{i % 30}}, "taal-5"});
    const auto answers = world.check.Many(kSoftware, checks, kSoon);
    REQUIRE(answers);
    REQUIRE(answers->size() == checks.size());
    CHECK((*answers)[0]->Entitled());
    CHECK((*answers)[1].error().message == "names nobody");
    CHECK((*answers)[2]->reason == Reason::kNoLicence);
    CHECK((*answers)[3].error().fields.front().pointer == "productId");
    for (std::size_t i = 4; i < checks.size(); ++i) CHECK((*answers)[i]->Entitled());
    CHECK(world.store.facts_read == 1);
    CHECK(world.cache.asked == 1);
    CHECK(world.store.mappings_read == 1);
    CHECK(world.cache.held.size() == 2);
    REQUIRE(world.check.Many(kSoftware, checks, kSoon));
    CHECK(world.store.mappings_read == 1);
    // Nothing readable: nothing to look up.
    CHECK(world.check.Many(kSoftware, std::vector<Result<Check>>{unreadable}, kSoon)->size() == 1);
    CHECK(world.store.facts_read == 2);
}

TEST_CASE("all products of a person, or why there are none", "[LIC-08]") {
    World world;
    auto usable = world.check.Usable(kSoftware, kPerson, kSoon);
    REQUIRE(usable);
    CHECK_FALSE(usable->ruled_out);
    REQUIRE(usable->products.size() == 1);
    CHECK(usable->products[0].product_id == "taal-5");
    CHECK(usable->products[0].entitlement.until == Date::Parse("2027-07-31"));
    world.store.facts.consent = false;
    usable = world.check.Usable(kSoftware, kPerson, kSoon);
    CHECK(usable->ruled_out == Reason::kConsentWithdrawn);
    CHECK(usable->products.empty());
}

TEST_CASE("a refresh brings the mapping of now, and tells when the cache did not take it", "[LIC-13]") {
    World world;
    const RefreshMapping refresh(world.store, world.cache);
    REQUIRE(refresh(kSchool, kSoon));
    CHECK(world.cache.held.at(kSchool) == world.store.mapping);
    world.store.mapping = MappingOf(3, {});
    world.cache.dead = true;
    CHECK_FALSE(refresh(kSchool, kSoon));  // the outbox tries again
    world.cache.dead = false;
    REQUIRE(refresh(kSchool, kSoon));
    CHECK(world.cache.held.at(kSchool) == world.store.mapping);
}
