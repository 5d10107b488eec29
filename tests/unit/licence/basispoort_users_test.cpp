#include "services/licence/domain/basispoort_users.hpp"

#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <random>
#include <set>

namespace {

using namespace suite;           // NOLINT: test
using namespace suite::licence;  // NOLINT: test

constexpr GroupId kGroup5{5};
constexpr GroupId kGroup6{6};
const Date kToday = *Date::Parse("2026-11-21");
const Instant kNow{std::chrono::milliseconds(2000)};
const Instant kEarlier{std::chrono::milliseconds(1000)};
const UserList kProduct{.method_id = "taal", .product_id = "taal-5"};
const UserList kMethod{.method_id = "taal"};
const UserKey kFirst{.basispoort_id = 501};
const UserKey kSecond{.basispoort_id = 502};

Addressee Person(std::int64_t id, GroupId group) {
    return {.id = PersonId{id}, .facts = {.groups = {group}}, .key = UserKey{.basispoort_id = 500 + id}};
}

MappedLicence LicenceFor(GroupId group, const char* product) {
    return {.id = LicenceId{1},
            .product_id = product,
            .start = *Date::Parse("2026-08-01"),
            .end = *Date::Parse("2027-07-31"),
            .groups = {{.id = group}}};
}

/// Persons 1 in group 5 and 2 in group 6; taal-5 for group 5, taal-6 for group 6, both of method taal.
SchoolUsers TwoGroups() {
    SchoolUsers users;
    users.school = {.known = true, .active = true};
    users.persons = {Person(1, kGroup5), Person(2, kGroup6)};
    users.mapping = {.version = 1, .licences = {LicenceFor(kGroup5, "taal-5"), LicenceFor(kGroup6, "taal-6")}};
    users.method_of = {{"taal-5", "taal"}, {"taal-6", "taal"}};
    return users;
}

ListedUser Row(UserState state, Instant changed_at = kEarlier) {
    ListedUser row{.list = kProduct,
                   .key = kFirst,
                   .person = PersonId{1},
                   .state = state,
                   .changed_at = changed_at,
                   .revision = 4};
    if (state == UserState::kVisible) row.visible_since = kEarlier;
    return row;
}

}  // namespace

TEST_CASE("a person is told by Basispoort id, else by school and ECK iD, else not at all", "[LIC-09]") {
    CHECK(KeyOf(501, "eck", 1001) == UserKey{.basispoort_id = 501});
    CHECK(KeyOf(std::nullopt, "eck", 1001) == UserKey{.institution = 1001, .eck_id = "eck"});
    CHECK_FALSE(KeyOf(std::nullopt, "eck", std::nullopt));
    CHECK_FALSE(KeyOf(std::nullopt, "", 1001));
}

TEST_CASE("a method's users are those of its products together", "[LIC-09]") {
    auto users = TwoGroups();
    const auto wanted = Wanted(users, kToday);
    CHECK(wanted.size() == 3);
    CHECK(wanted.at(kProduct) == std::map<UserKey, PersonId>{{kFirst, PersonId{1}}});
    CHECK(wanted.at(kMethod) == std::map<UserKey, PersonId>{{kFirst, PersonId{1}}, {kSecond, PersonId{2}}});
}

TEST_CASE("who may not use a product is not among its users", "[LIC-09]") {
    auto users = TwoGroups();
    SECTION("the school is closed") { users.school.active = false; }
    SECTION("the school took its consent back") { users.school.consent = false; }
    SECTION("the pupils have left") {
        for (auto& person : users.persons) person.facts.active = false;
    }
    SECTION("they have no key that Basispoort knows") {
        for (auto& person : users.persons) person.key.reset();
    }
    SECTION("the products are not in the catalogue") { users.method_of.clear(); }
    SECTION("the licences have ended") {
        for (auto& licence : users.mapping.licences) licence.end = *Date::Parse("2026-11-20");
    }
    CHECK(Wanted(users, kToday).empty());
}

TEST_CASE("the users are exactly those whom the entitlement check lets in", "[LIC-08][LIC-09]") {
    std::mt19937 random(9);  // NOLINT: the same worlds each time
    const auto below = [&](int bound) { return static_cast<int>(random() % static_cast<unsigned>(bound)); };
    for (int world = 0; world < 300; ++world) {
        SchoolUsers users;
        users.school = {.known = true, .active = below(8) > 0, .consent = below(8) > 0};
        for (int id = 1; id <= 6; ++id) {
            auto person = Person(id, GroupId{1 + below(3)});
            person.facts.active = below(5) > 0;
            if (below(4) == 0) person.facts.end_date = Date{kToday.days + std::chrono::days(below(3) - 1)};
            if (below(5) == 0) person.key.reset();
            users.persons.push_back(std::move(person));
        }
        const std::array products{"a", "b", "c"};
        for (const auto* product : products) {
            for (int i = below(3); i > 0; --i) {
                users.mapping.licences.push_back({.id = LicenceId{i},
                                                  .product_id = product,
                                                  .start = Date{kToday.days + std::chrono::days(below(3) - 1)},
                                                  .end = Date{kToday.days + std::chrono::days(below(3) - 1)},
                                                  .cancelled = below(4) == 0,
                                                  .groups = {{.id = GroupId{1 + below(3)}}}});
            }
            if (below(4) > 0) users.method_of[product] = "m";
        }
        const auto wanted = Wanted(users, kToday);
        std::set<UserKey> of_method;
        for (const auto* product : products) {
            std::set<UserKey> expected;
            for (const auto& person : users.persons) {
                SchoolFacts facts = users.school;
                facts.person = person.facts;
                const bool may = Decide(facts, users.mapping, product, kToday).Entitled();
                CHECK(may == MayUse(users, person, product, kToday));
                if (may && person.key && users.method_of.contains(product)) expected.insert(*person.key);
            }
            std::set<UserKey> got;
            if (const auto list = wanted.find({.method_id = "m", .product_id = product}); list != wanted.end()) {
                for (const auto& [key, person] : list->second) got.insert(key);
            }
            CHECK(got == expected);
            of_method.insert(expected.begin(), expected.end());
        }
        CHECK(of_method.size() == (wanted.contains({.method_id = "m"}) ? wanted.at({.method_id = "m"}).size() : 0));
    }
}

TEST_CASE("only what differs is said to Basispoort", "[LIC-09]") {
    const WantedUsers wanted{{kProduct, {{kFirst, PersonId{1}}}}};
    SECTION("who is there already") {
        for (const auto state : {UserState::kAdding, UserState::kSent, UserState::kVisible, UserState::kDropped}) {
            CHECK(Plan(wanted, {Row(state)}, kNow).empty());
        }
    }
    SECTION("a newcomer is added") {
        CHECK(Plan(wanted, {}, kNow) ==
              std::vector{ListedUser{
                  .list = kProduct, .key = kFirst, .person = PersonId{1}, .changed_at = kNow, .revision = 1}});
    }
    SECTION("who may no longer is taken out, whatever Basispoort made of it") {
        for (const auto state : {UserState::kAdding, UserState::kSent, UserState::kVisible, UserState::kDropped}) {
            const auto plan = Plan({}, {Row(state)}, kNow);
            REQUIRE(plan.size() == 1);
            CHECK(plan[0].state == UserState::kRemoving);
            CHECK(plan[0].revision == 5);
        }
        CHECK(Plan({}, {Row(UserState::kRemoving)}, kNow).empty());
    }
    SECTION("who comes back while being taken out is added again") {
        const auto plan = Plan(wanted, {Row(UserState::kRemoving)}, kNow);
        REQUIRE(plan.size() == 1);
        CHECK(plan[0].state == UserState::kAdding);
        CHECK_FALSE(plan[0].visible_since);
    }
    SECTION("another number of the same pupil: the old one out, the new one in") {
        const WantedUsers renumbered{{kProduct, {{kSecond, PersonId{1}}}}};
        const auto plan = Plan(renumbered, {Row(UserState::kVisible)}, kNow);
        REQUIRE(plan.size() == 2);
        CHECK(plan[0].key == kFirst);
        CHECK(plan[0].state == UserState::kRemoving);
        CHECK(plan[1].key == kSecond);
        CHECK(plan[1].state == UserState::kAdding);
    }
}

TEST_CASE("what the list says of each who was sent", "[LIC-09]") {
    const bool there = GENERATE(true, false);
    const ReadList list{.read_at = Instant{std::chrono::milliseconds(1500)},
                        .keys = there ? std::vector{kFirst, kSecond} : std::vector{kSecond}};
    const auto judged = [&](UserState state, Instant at = kEarlier) {
        const auto row = Judge(Row(state, at), list, kNow);
        return row ? std::optional(row->state) : std::nullopt;
    };
    CHECK(judged(UserState::kSent) == (there ? UserState::kVisible : UserState::kDropped));
    CHECK(judged(UserState::kVisible) == (there ? std::nullopt : std::optional(UserState::kAdding)));
    CHECK(judged(UserState::kDropped) == (there ? std::optional(UserState::kVisible) : std::nullopt));
    CHECK_FALSE(judged(UserState::kAdding));
    CHECK_FALSE(judged(UserState::kRemoving));
    // Sent while the list was being read: it says nothing yet.
    CHECK_FALSE(judged(UserState::kSent, list.read_at));
    CHECK_FALSE(judged(UserState::kSent, kNow));
    if (there) {
        CHECK(Judge(Row(UserState::kSent), list, kNow)->visible_since == kNow);
    } else {
        CHECK_FALSE(Judge(Row(UserState::kVisible), list, kNow)->visible_since);
    }
}

TEST_CASE("strangers in the list are taken out, unless they are so many that we must be wrong", "[LIC-09]") {
    const ReadList list{.read_at = kNow, .keys = {kFirst, kSecond}};
    CHECK(Strangers(list, {kFirst}) == std::vector{kSecond});
    CHECK(Strangers(list, {kFirst, kSecond}).empty());
    CHECK(MayRemoveUnasked(20, 20));
    CHECK_FALSE(MayRemoveUnasked(21, 209));
    CHECK(MayRemoveUnasked(21, 210));
    CHECK_FALSE(MayRemoveUnasked(1'360'000, 1'360'000));
}
