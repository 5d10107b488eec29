#include "services/gateway/app/known_addresses.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <map>

#include "core/reasons.hpp"

namespace suite::gateway {
namespace {

constexpr SchoolId kSchool{1};
constexpr SchoolId kOther{2};
constexpr SchoolId kNowhere{3};

class MemoryAddresses final : public KnownAddressStore {
  public:
    std::map<SchoolId, std::vector<KnownAddress>> known;
    std::vector<AuditNote> notes;

    Result<std::vector<KnownAddress>> Of(SchoolId school, Deadline /*deadline*/) override { return known[school]; }
    Status Add(SchoolId school, const KnownAddress& address, const Judge& judge, const AuditNote& note,
               Deadline /*deadline*/) override {
        SUITE_RETURN_IF_ERROR(judge(known[school]));
        known[school].push_back(address);
        notes.push_back(note);
        return {};
    }
    Result<std::optional<KnownAddress>> Remove(SchoolId school, KnownAddressId id, const AuditNote& note,
                                               Deadline /*deadline*/) override {
        auto& list = known[school];
        const auto it = std::ranges::find(list, id, &KnownAddress::id);
        if (it == list.end()) return std::optional<KnownAddress>{};
        std::optional removed(*it);
        list.erase(it);
        notes.push_back(note);
        return removed;
    }
};

class TwoSchools final : public SchoolDirectory {
  public:
    int asked = 0;
    bool away = false;
    Result<SchoolEntry> Get(SchoolId school, Deadline /*deadline*/) override {
        ++asked;
        if (away) return Fail(Code::kUnavailable, reason::kUnavailable, "away");
        if (school == kSchool || school == kOther) return SchoolEntry{.id = school};
        return Fail(Code::kNotFound, reason::kSchoolUnknown, "no such school");
    }
    Result<SchoolEntry> Find(const SchoolNumber& /*number*/, Deadline /*deadline*/) override {
        return Fail(Code::kNotFound, reason::kSchoolUnknown, "no such school");
    }
};

class FixedClock final : public Clock {
  public:
    [[nodiscard]] Instant Now() const override { return *ParseInstant("2026-11-27T08:30:00Z"); }
};
class CountedIds final : public IdSource {
  public:
    [[nodiscard]] std::int64_t Next() override { return ++last_; }

  private:
    std::int64_t last_ = 0;
};

struct World {
    MemoryAddresses store;
    TwoSchools schools;
    FixedClock clock;
    CountedIds ids;
    KnownAddresses addresses{store, schools, clock, ids};
};

const Actor kCoordinator{.role = Role::kCoordinator, .school = kSchool, .person = PersonId{7}};
const Actor kTeacher{.role = Role::kTeacher, .school = kSchool, .person = PersonId{8}};
const Actor kHelpdesk{.role = Role::kHelpdesk};
const Actor kSoftware{.role = Role::kMachine, .client_id = "bingel", .scopes = {"entitlements:read"}};
const Actor kOrders{.role = Role::kMachine, .client_id = "orders", .scopes = {"orders:write"}};

SchoolQuestion By(const Actor& actor, SchoolId school = kSchool) {
    return {.actor = actor, .school = school, .deadline = Deadline::In(std::chrono::seconds(5))};
}
IpAddress Address(std::string_view text) { return *IpAddress::Parse(text); }

template <class T>
std::string ReasonOf(const Result<T>& result) {
    return result ? "" : result.error().reason;
}

}  // namespace

TEST_CASE("an address that is added is listed, counts and is written into the log with who did it",
          "[ACC-05][ACC-06]") {
    World world;
    const auto added = world.addresses.Add(By(kCoordinator), " 93.184.216.32 - 93.184.216.47 ", " hoofd  gebouw", "r1");
    REQUIRE(added);
    CHECK(added->range.ToString() == "93.184.216.32/28");
    CHECK(added->note == "hoofd gebouw");
    CHECK(added->added_by_role == Role::kCoordinator);
    CHECK(added->added_by == PersonId{7});
    CHECK(world.addresses.List(By(kCoordinator)) == std::vector{*added});
    CHECK(world.addresses.AtSchool(By(kTeacher), Address("93.184.216.34")) == true);
    CHECK(world.addresses.AtSchool(By(kTeacher), Address("93.184.216.48")) == false);
    CHECK(world.addresses.AtSchool(By(kSoftware), Address("93.184.216.34")) == true);
    CHECK(world.schools.asked == 0);

    REQUIRE(world.addresses.Remove(By(kHelpdesk), added->id, "r2") == *added);
    CHECK(ReasonOf(world.addresses.Remove(By(kHelpdesk), added->id, "r3")) == reason::kAddressUnknown);
    REQUIRE(world.store.notes.size() == 2);
    CHECK(world.store.notes[0].operation == "address-added");
    CHECK(world.store.notes[0].actor.person == PersonId{7});
    CHECK(world.store.notes[0].object_id == added->id.ToString());
    CHECK(world.store.notes[0].request_id == "r1");
    CHECK(world.store.notes[0].facts.empty());
    CHECK(world.store.notes[1].operation == "address-removed");
    CHECK(world.store.notes[1].actor.role == Role::kHelpdesk);
}

TEST_CASE("the list is for the coordinator and the helpdesk, of schools that there are", "[ACC-03][ACC-05]") {
    World world;
    for (const auto* actor : {&kTeacher, &kSoftware, &kOrders}) {
        const auto wanted = actor == &kTeacher ? reason::kForbidden : reason::kSchoolUnknown;
        CHECK(ReasonOf(world.addresses.List(By(*actor))) == wanted);
        CHECK(ReasonOf(world.addresses.Add(By(*actor), "93.184.216.34", "", "")) == wanted);
        CHECK(ReasonOf(world.addresses.Remove(By(*actor), KnownAddressId{1}, "")) == wanted);
    }
    for (const auto school : {kNowhere, SchoolId{}}) {
        CHECK(ReasonOf(world.addresses.List(By(kHelpdesk, school))) == reason::kSchoolUnknown);
        CHECK(ReasonOf(world.addresses.Add(By(kHelpdesk, school), "93.184.216.34", "", "")) == reason::kSchoolUnknown);
        CHECK(ReasonOf(world.addresses.Remove(By(kHelpdesk, school), KnownAddressId{1}, "")) == reason::kSchoolUnknown);
        CHECK(ReasonOf(world.addresses.AtSchool(By(kSoftware, school), Address("93.184.216.34"))) ==
              reason::kSchoolUnknown);
    }
    CHECK(ReasonOf(world.addresses.List(By(kCoordinator, kOther))) == reason::kSchoolUnknown);
    CHECK(ReasonOf(world.addresses.AtSchool(By(kTeacher, kOther), Address("93.184.216.34"))) == reason::kSchoolUnknown);
    CHECK(ReasonOf(world.addresses.AtSchool(By(kOrders), Address("93.184.216.34"))) == reason::kForbidden);
    CHECK(ReasonOf(world.addresses.AtSchool(By(Actor{}), Address("93.184.216.34"))) == reason::kSchoolUnknown);
    CHECK(world.store.notes.empty());
}

TEST_CASE("whether a pupil is at school is known while the roster is away, where there are addresses", "[ACC-05]") {
    World world;
    REQUIRE(world.addresses.Add(By(kCoordinator), "93.184.216.34", "", ""));
    world.schools.away = true;
    CHECK(world.addresses.AtSchool(By(kSoftware), Address("93.184.216.34")) == true);
    CHECK(ReasonOf(world.addresses.AtSchool(By(kSoftware, kOther), Address("93.184.216.34"))) == reason::kUnavailable);
}

}  // namespace suite::gateway
