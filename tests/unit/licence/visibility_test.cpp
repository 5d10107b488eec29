#include "services/licence/domain/visibility.hpp"

#include <catch2/catch.hpp>

namespace {

using namespace suite;           // NOLINT: test
using namespace suite::licence;  // NOLINT: test

const UserList kList{.method_id = "taal", .product_id = "taal-5"};
const Instant kFirst{std::chrono::milliseconds(1000)};
const Instant kLast{std::chrono::milliseconds(2000)};

/// Persons 1, 2, ... with these states; nullopt: nothing was said of them yet.
struct Class {
    explicit Class(const std::vector<std::optional<UserState>>& states) {
        for (std::size_t i = 0; i < states.size(); ++i) {
            const auto id = static_cast<std::int64_t>(i) + 1;
            persons.push_back({.id = PersonId{id}, .facts = {}, .key = UserKey{.basispoort_id = id}});
            may_use[PersonId{id}] = true;
            if (!states[i]) continue;
            ListedUser row{.list = kList,
                           .key = {.basispoort_id = id},
                           .person = PersonId{id},
                           .state = *states[i],
                           .changed_at = kFirst};
            if (*states[i] == UserState::kVisible) row.visible_since = i == 0 ? kFirst : kLast;
            rows.emplace(row.key, row);
        }
    }
    LinkIcons See() {
        std::vector<const Addressee*> people;
        for (const auto& person : persons) people.push_back(&person);
        return SeeLink(people, may_use, rows, problems);
    }

    std::vector<Addressee> persons;
    std::map<PersonId, bool> may_use;
    std::map<UserKey, ListedUser> rows;
    std::map<PersonId, IconProblem> problems;
};

}  // namespace

TEST_CASE("a link is visible when everyone of it is, since the last came", "[LIC-09]") {
    Class all({UserState::kVisible, UserState::kVisible});
    const auto seen = all.See();
    CHECK(seen.state == IconState::kVisible);
    CHECK(seen.visible_since == kLast);
    CHECK(seen.persons == 2);
    CHECK(seen.visible == 2);
    CHECK(all.problems.empty());
}

TEST_CASE("a link waits while one of it was not seen yet", "[LIC-09]") {
    const auto last = GENERATE(std::optional<UserState>(), std::optional(UserState::kAdding),
                               std::optional(UserState::kSent), std::optional(UserState::kRemoving));
    Class some({UserState::kVisible, last});
    const auto seen = some.See();
    CHECK(seen.state == IconState::kWaiting);
    CHECK(seen.visible == 1);
    CHECK(seen.waiting == 1);
    CHECK_FALSE(seen.visible_since);
}

TEST_CASE("whom Basispoort dropped, and who cannot be told of, is named", "[LIC-09]") {
    Class some({UserState::kVisible, UserState::kDropped, std::nullopt});
    some.persons[2].key.reset();
    const auto seen = some.See();
    CHECK(seen.state == IconState::kDropped);
    CHECK(seen.visible == 1);
    CHECK(seen.dropped == 2);
    CHECK(some.problems == std::map<PersonId, IconProblem>{{PersonId{2}, IconProblem::kUnknownThere},
                                                           {PersonId{3}, IconProblem::kNoKey}});
}

TEST_CASE("who may not use the product today is not waited for", "[LIC-09]") {
    Class some({UserState::kRemoving, std::nullopt, UserState::kDropped});
    for (auto& [person, may] : some.may_use) may = false;
    const auto seen = some.See();
    CHECK(seen.state == IconState::kNoAccess);
    CHECK(seen.persons == 0);
    CHECK(seen.leaving == 2);
    CHECK(some.problems.empty());
}

TEST_CASE("one person's icon is seen as in the link, and is late an hour after it was said", "[LIC-09][LIC-12]") {
    const Addressee person{.id = PersonId{1}, .facts = {}, .key = UserKey{.basispoort_id = 1}};
    const Instant said = *ParseInstant("2026-11-27T08:00:00Z");
    const auto see = [&](std::optional<UserState> state, Instant now, const Addressee& whose) {
        std::optional<ListedUser> row;
        if (state) {
            row =
                ListedUser{.list = kList, .key = *person.key, .person = person.id, .state = *state, .changed_at = said};
            if (state == UserState::kVisible) row->visible_since = said;
        }
        return SeePerson(IconSetup::kOn, whose, row, now);
    };
    for (const auto state : {UserState::kAdding, UserState::kSent, UserState::kRemoving}) {
        CHECK_FALSE(see(state, said + std::chrono::minutes(60), person).late);
        const auto late = see(state, said + std::chrono::minutes(61), person);
        CHECK(late.state == IconState::kWaiting);
        CHECK(late.late);
    }
    const auto untold = see(std::nullopt, said, person);
    CHECK(untold.state == IconState::kWaiting);
    CHECK_FALSE(untold.late);
    const auto visible = see(UserState::kVisible, said + std::chrono::hours(99), person);
    CHECK(visible.state == IconState::kVisible);
    CHECK(visible.visible_since == Date::Parse("2026-11-27"));
    CHECK_FALSE(visible.late);
    CHECK(see(UserState::kDropped, said, person).problem == IconProblem::kUnknownThere);
    Addressee nameless = person;
    nameless.key.reset();
    CHECK(see(std::nullopt, said, nameless).problem == IconProblem::kNoKey);
}

TEST_CASE("every state and problem says what to do, in both languages", "[LIC-09]") {
    for (const auto setup :
         {IconSetup::kOn, IconSetup::kOff, IconSetup::kNotInCatalogue, IconSetup::kWaiting, IconSetup::kRefused}) {
        CHECK_FALSE(TextOf(setup).nl.empty());
        CHECK_FALSE(TextOf(setup).en.empty());
    }
    for (const auto problem : {IconProblem::kUnknownThere, IconProblem::kNoKey}) {
        CHECK_FALSE(TextOf(problem).nl.empty());
        CHECK_FALSE(TextOf(problem).en.empty());
    }
}
