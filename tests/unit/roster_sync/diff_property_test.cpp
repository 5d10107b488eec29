// Properties of Diff over many random schools. A failure prints the seed.
#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <random>
#include <set>
#include <tuple>

#include "services/roster_sync/domain/joins.hpp"
#include "services/roster_sync/domain/partial.hpp"
#include "world.hpp"

namespace suite::roster_sync::test {
namespace {

using Random = std::mt19937;

int Pick(Random& random, int low, int high) { return std::uniform_int_distribution(low, high)(random); }

std::string PickName(Random& random) {
    static const std::vector<std::string> kNames{"Ada", "Bo", "Çelik", "Duijn", "Eßer", "Faber", "Gülsen", "Hof"};
    return kNames.at(static_cast<std::size_t>(Pick(random, 0, static_cast<int>(kNames.size()) - 1)));
}

/// Every record of a school; few keys, so that two worlds share many.
IncomingRoster RandomWorld(Random& random) {
    IncomingRoster world;
    std::vector<std::string> base;
    std::vector<std::string> composed;
    for (int i = 0; i < 8; ++i) {
        if (Pick(random, 0, 2) == 0) continue;
        const auto key = "G" + std::to_string(i);
        const bool is_base = i < 5;
        (is_base ? base : composed).push_back(key);
        auto group = is_base ? BaseGroup(key) : ComposedGroup(key);
        group.name = PickName(random);
        if (is_base) group.year_group = std::to_string(Pick(random, 1, 8));
        world.groups.push_back(group);
        if (Pick(random, 0, 3) == 0) {
            group.school_year = Year(2025);
            world.groups.push_back(group);
        }
    }
    const auto pick_of = [&](const std::vector<std::string>& keys) {
        return keys.at(static_cast<std::size_t>(Pick(random, 0, static_cast<int>(keys.size()) - 1)));
    };
    for (int i = 1; i <= 30; ++i) {
        if (Pick(random, 0, 3) == 0) continue;
        auto pupil = PupilRecord(i, PickName(random), 0);
        if (i % 2 == 0) pupil.keys.eck_id = "eck-" + std::to_string(i);
        if (i % 3 == 0) pupil.keys.las_key = "ll-" + std::to_string(i);
        if (i % 6 == 0) pupil.keys.basispoort_id.reset();
        pupil.year_group = Pick(random, 0, 1) == 0 ? "" : std::to_string(Pick(random, 1, 8));
        if (!base.empty() && Pick(random, 0, 4) > 0) pupil.group = pick_of(base);
        while (!composed.empty() && Pick(random, 0, 2) == 0) pupil.composed_groups.push_back(pick_of(composed));
        world.pupils.push_back(pupil);
    }
    for (int i = 1; i <= 8; ++i) {
        if (Pick(random, 0, 3) == 0) continue;
        // The address moves between members from world to world: swaps and chains.
        auto member = StaffRecord(100 + i, "", 0);
        member.name.family = PickName(random);
        if (Pick(random, 0, 1) == 0) member.roles = {roster::StaffRole::kIctCoordinator, roster::StaffRole::kIntern};
        if (Pick(random, 0, 2) == 0) member.end_date = Day("2027-02-01");
        while (!base.empty() && Pick(random, 0, 1) == 0) member.groups.push_back(pick_of(base));
        world.staff.push_back(member);
    }
    std::vector<int> boxes{1, 2, 3, 4, 5, 6, 7, 8};
    std::ranges::shuffle(boxes, random);
    for (std::size_t i = 0; i < world.staff.size(); ++i) {
        if (boxes[i] != 8) world.staff[i].email = "box" + std::to_string(boxes[i]) + "@school.test";
    }
    return world;
}

template <class Record>
void Shuffle(std::vector<Record>& records, Random& random) {
    std::ranges::shuffle(records, random);
}

/// Another order on the wire: positions follow the new order.
void Renumber(IncomingRoster& roster, Random& random) {
    Shuffle(roster.groups, random);
    Shuffle(roster.pupils, random);
    Shuffle(roster.staff, random);
    std::vector<RecordHead*> heads;
    for (auto& record : roster.groups) heads.push_back(&record.head);
    for (auto& record : roster.pupils) heads.push_back(&record.head);
    for (auto& record : roster.staff) heads.push_back(&record.head);
    std::ranges::shuffle(heads, random);
    for (int line = 1; auto* head : heads) head->at = At(line++);
}

/// Upserts of all that is in `to` and deletes of what is only in `from`.
IncomingRoster Delta(const IncomingRoster& from, const IncomingRoster& to) {
    auto delta = to;
    const auto add_deletes = [](const auto& before, const auto& after, auto& out, auto key) {
        for (const auto& record : before) {
            if (std::ranges::none_of(after, [&](const auto& other) { return key(other) == key(record); })) {
                out.push_back(Deleting(record));
            }
        }
    };
    add_deletes(from.groups, to.groups, delta.groups,
                [](const auto& g) { return std::pair(g.las_key, g.school_year); });
    const auto person = [](const auto& p) { return std::tuple(p.keys.basispoort_id, p.keys.eck_id, p.keys.las_key); };
    add_deletes(from.pupils, to.pupils, delta.pupils, person);
    add_deletes(from.staff, to.staff, delta.staff, person);
    return delta;
}

/// The state without our ids: what an outsider could compare.
struct Canonical {
    using GroupKey = std::pair<int, std::string>;
    std::map<GroupKey, std::tuple<std::string, roster::GroupKind, std::string>> groups;
    std::set<std::tuple<std::optional<std::int64_t>, std::string, std::string, std::string, std::string, std::string,
                        std::optional<GroupKey>, std::set<GroupKey>>>
        pupils;
    std::set<std::tuple<std::optional<std::int64_t>, std::string, std::string, std::optional<Date>,
                        std::vector<roster::StaffRole>, std::set<GroupKey>>>
        staff;
    bool operator==(const Canonical&) const = default;
};

Canonical Canon(const roster::SchoolState& state) {
    Canonical out;
    std::map<GroupId, Canonical::GroupKey> names;
    for (const auto& group : state.groups) {
        const Canonical::GroupKey key{group.school_year.first_year, group.las_key};
        names.emplace(group.id, key);
        out.groups.emplace(key, std::tuple(group.name, group.kind, group.year_group));
    }
    const auto named = [&](const std::vector<GroupId>& ids) {
        std::set<Canonical::GroupKey> keys;
        for (const auto id : ids) keys.insert(names.at(id));
        return keys;
    };
    for (const auto& p : state.pupils) {
        std::optional<Canonical::GroupKey> base;
        if (p.base_group) base = names.at(*p.base_group);
        out.pupils.emplace(p.keys.basispoort_id, p.keys.eck_id, p.keys.las_key, p.name.given, p.name.family,
                           p.year_group, base, named(p.composed_groups));
    }
    for (const auto& m : state.staff) {
        out.staff.emplace(m.keys.basispoort_id, m.name.family, m.email, m.end_date, m.roles, named(m.groups));
    }
    REQUIRE(out.groups.size() == state.groups.size());
    REQUIRE(out.pupils.size() == state.pupils.size());
    REQUIRE(out.staff.size() == state.staff.size());
    return out;
}

World WorldOf(const IncomingRoster& roster) {
    World world;
    world.options.guard.enabled = false;
    world.Take(roster);
    return world;
}

constexpr unsigned kWorlds = 300;

TEST_CASE("a random school taken in twice is the same as once", "[ROS-05]") {
    for (unsigned seed = 1; seed <= kWorlds; ++seed) {
        CAPTURE(seed);
        Random random(seed);
        auto roster = RandomWorld(random);
        Renumber(roster, random);
        auto world = WorldOf(roster);
        REQUIRE(world.state.pupils.size() == roster.pupils.size());
        const auto once = world.state;
        const auto again = world.Take(roster);
        REQUIRE(again.changes.Empty());
        REQUIRE(again.rejections.empty());
        REQUIRE(again.pupils == Counts{.unchanged = roster.pupils.size()});
        REQUIRE(again.staff == Counts{.unchanged = roster.staff.size()});
        REQUIRE(world.state == once);
        REQUIRE(world.TakeSnapshot(roster).changes.Empty());
    }
}

TEST_CASE("a delta from one random school to another leads to that other, in any order", "[ROS-05]") {
    for (unsigned seed = 1; seed <= kWorlds; ++seed) {
        CAPTURE(seed);
        Random random(seed);
        const auto from = RandomWorld(random);
        const auto to = RandomWorld(random);
        const auto target = Canon(WorldOf(to).state);
        auto delta = Delta(from, to);
        for (int order = 0; order < 3; ++order) {
            Renumber(delta, random);
            auto world = WorldOf(from);
            const auto before = world.state;
            const auto result = world.Take(delta);
            auto back = world.state;  // and what leads there leads back (ROS-11)
            roster::Apply(back, roster::Undo(before, result.changes));
            REQUIRE(back == before);
            REQUIRE(result.rejections.empty());
            REQUIRE(Canon(world.state) == target);
            const auto again = world.Preview(delta);
            REQUIRE(again.changes.Empty());
        }
    }
}

TEST_CASE("a snapshot leads to itself from any random school", "[ROS-05][ROS-08]") {
    std::size_t moved_ever = 0;
    for (unsigned seed = 1; seed <= kWorlds; ++seed) {
        CAPTURE(seed);
        Random random(seed);
        auto world = WorldOf(RandomWorld(random));
        auto to = RandomWorld(random);
        Renumber(to, random);
        const auto before = world.state;
        const auto result = world.TakeSnapshot(to);
        REQUIRE(result.rejections.empty());
        REQUIRE(Canon(world.state) == Canon(WorldOf(to).state));
        // Who stays keeps the registration.
        std::size_t moved = 0;
        for (const auto& pupil : before.pupils) {
            const auto same = std::ranges::find(world.state.pupils, pupil.keys, &roster::Pupil::keys);
            if (same == world.state.pupils.end()) continue;
            REQUIRE(same->id == pupil.id);
            if (pupil.base_group && same->base_group && pupil.base_group != same->base_group) ++moved;
        }
        REQUIRE(result.pupils.moved == moved);
        moved_ever += moved;
        REQUIRE(result.pupils.removed + world.state.pupils.size() == before.pupils.size() + result.pupils.added);
        REQUIRE(result.pupils.added + result.pupils.changed + result.pupils.moved + result.pupils.unchanged ==
                to.pupils.size());
    }
    CHECK(moved_ever > kWorlds);
}

TEST_CASE("with the guard on, a random snapshot either removes a type's leavers or holds them all", "[ROS-09]") {
    std::size_t held_times = 0;
    for (unsigned seed = 1; seed <= kWorlds; ++seed) {
        CAPTURE(seed);
        Random random(seed);
        auto world = WorldOf(RandomWorld(random));
        const auto to = RandomWorld(random);
        world.options.guard.enabled = false;
        world.options.kind = BatchKind::kSnapshot;
        const auto open = world.Preview(to);
        world.options.guard.enabled = true;
        const auto guarded = world.Preview(to);
        const bool holds = HoldsRemovals({.present = world.state.pupils.size(), .removed = open.pupils.removed}, {});
        held_times += holds ? 1 : 0;
        REQUIRE(guarded.pupils.held == (holds ? open.pupils.removed : 0));
        REQUIRE(guarded.pupils.removed == (holds ? 0 : open.pupils.removed));
        REQUIRE(guarded.pupils.added == open.pupils.added);
    }
    CHECK(held_times > 0);
    CHECK(held_times < kWorlds);
}

/// A small delta: some pupils of `to`, some of `from` to be deleted, perhaps under fewer or another's keys; staff or
/// none.
IncomingRoster SmallDelta(Random& random, const IncomingRoster& from, const IncomingRoster& to) {
    IncomingRoster delta;
    const auto some = [&](const IncomingRoster& of) {
        return of.pupils.at(static_cast<std::size_t>(Pick(random, 0, static_cast<int>(of.pupils.size()) - 1)));
    };
    for (int i = Pick(random, 0, 5); i > 0; --i) {
        auto record = Pick(random, 0, 3) == 0 ? Deleting(some(from)) : some(to);
        if (Pick(random, 0, 4) == 0) record.keys.las_key = some(from).keys.las_key;
        if (Pick(random, 0, 4) == 0) record.keys.eck_id = some(from).keys.eck_id;
        if (Pick(random, 0, 4) == 0 && !record.keys.eck_id.empty()) record.keys.basispoort_id.reset();
        delta.pupils.push_back(std::move(record));
    }
    if (Pick(random, 0, 1) == 0) delta.staff = to.staff;
    Renumber(delta, random);
    return delta;
}

/// As the store reads it in part.
roster::SchoolState PartFor(const roster::SchoolState& whole, const IncomingRoster& records) {
    auto part = whole;
    const auto keys = PupilKeysOf(records);
    std::erase_if(part.pupils, [&](const roster::Pupil& pupil) {
        return std::ranges::none_of(keys, [&](const roster::PersonKeys& named) {
            return (named.basispoort_id && named.basispoort_id == pupil.keys.basispoort_id) ||
                   (!named.eck_id.empty() && named.eck_id == pupil.keys.eck_id) ||
                   (!named.las_key.empty() && named.las_key == pupil.keys.las_key);
        });
    });
    if (records.staff.empty()) part.staff.clear();
    return part;
}

std::vector<GroupId> GroupsWithPupils(const roster::SchoolState& state) {
    std::vector<GroupId> groups;
    for (const auto& pupil : state.pupils) {
        if (pupil.base_group) groups.push_back(*pupil.base_group);
        groups.insert(groups.end(), pupil.composed_groups.begin(), pupil.composed_groups.end());
    }
    return groups;
}

TEST_CASE("a small delta comes to the same when only what it speaks of is read", "[ROS-05]") {
    std::size_t judged = 0;
    for (unsigned seed = 1; seed <= 4 * kWorlds; ++seed) {
        CAPTURE(seed);
        Random random(seed);
        const auto from = RandomWorld(random);
        const auto to = RandomWorld(random);
        const auto delta = SmallDelta(random, from, to);
        auto whole = WorldOf(from);
        whole.options.guard = {};
        auto part = whole;
        part.state = PartFor(whole.state, delta);
        REQUIRE(MayJudgeInPart(BatchKind::kDelta, delta));
        const auto expected = whole.Preview(delta);
        const auto result = part.Preview(delta);
        REQUIRE(result.changes.groups == expected.changes.groups);
        REQUIRE(result.changes.pupils == expected.changes.pupils);
        REQUIRE(result.changes.staff == expected.changes.staff);
        REQUIRE(result.changes.removed_pupils == expected.changes.removed_pupils);
        REQUIRE(result.changes.removed_staff == expected.changes.removed_staff);
        REQUIRE(result.pupils == expected.pupils);
        REQUIRE(result.staff == expected.staff);
        REQUIRE(result.rejections == expected.rejections);
        REQUIRE(result.held_pupils == expected.held_pupils);
        REQUIRE(result.held_staff == expected.held_staff);
        REQUIRE(result.confirmed_pupils == expected.confirmed_pupils);
        REQUIRE(result.confirmed_staff == expected.confirmed_staff);
        REQUIRE(MidYearJoins(part.state, result.changes, Day("2026-11-21"), GroupsWithPupils(whole.state)) ==
                MidYearJoins(whole.state, expected.changes, Day("2026-11-21")));
        const auto undo = roster::Undo(part.state, result.changes);
        const auto wanted = roster::Undo(whole.state, expected.changes);
        REQUIRE(undo.pupils == wanted.pupils);
        REQUIRE(undo.staff == wanted.staff);
        REQUIRE(undo.removed_pupils == wanted.removed_pupils);
        REQUIRE(undo.removed_staff == wanted.removed_staff);
        judged += result.pupils.changed + result.pupils.removed + result.pupils.rejected;
    }
    CHECK(judged > kWorlds);  // the deltas do say something
}

TEST_CASE("what touches groups, or could trip the guard, needs the whole school", "[ROS-09]") {
    IncomingRoster delta;
    CHECK(MayJudgeInPart(BatchKind::kDelta, delta));
    CHECK_FALSE(MayJudgeInPart(BatchKind::kSnapshot, delta));
    for (int i = 1; i <= 5; ++i) delta.pupils.push_back(Deleting(PupilRecord(i, "", i)));
    CHECK(MayJudgeInPart(BatchKind::kDelta, delta));
    delta.pupils.push_back(Deleting(PupilRecord(6, "", 6)));
    CHECK_FALSE(MayJudgeInPart(BatchKind::kDelta, delta));
    CHECK_FALSE(MayJudgeInPart(BatchKind::kDelta, {.groups = {BaseGroup("G5")}}));
}

}  // namespace
}  // namespace suite::roster_sync::test
