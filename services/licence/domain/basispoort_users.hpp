// Who should have a product's icon at Basispoort, and what has to be said so that it is so (LIC-09). Pure.
#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/id.hpp"
#include "core/time.hpp"
#include "services/licence/domain/entitlement.hpp"

namespace suite::licence {

/// How Basispoort is told of a person: by its own id, or by school and ECK iD of who came without one (FACTS §5.1).
struct UserKey {
    std::int64_t basispoort_id = 0;
    std::int64_t institution = 0;  // these two only without a Basispoort id
    std::string eck_id{};
    auto operator<=>(const UserKey&) const = default;
};

/// nullopt: Basispoort cannot be told of this person.
[[nodiscard]] std::optional<UserKey> KeyOf(std::optional<std::int64_t> basispoort_id, const std::string& eck_id,
                                           std::optional<std::int64_t> institution);

/// A list of users at Basispoort: of a product, or, without one, of a method.
struct UserList {
    std::string method_id;
    std::string product_id{};
    auto operator<=>(const UserList&) const = default;
};

/// What is known of one person in one list.
enum class UserState {
    kAdding,    // is to be added; maybe was, if the process ended at the wrong moment
    kSent,      // added; not looked at since
    kVisible,   // seen in the list
    kDropped,   // added and not seen: Basispoort does not know the person (it says nothing)
    kRemoving,  // is to be taken out; maybe was
};

struct ListedUser {
    UserList list;
    UserKey key;
    PersonId person;
    UserState state = UserState::kAdding;
    Instant changed_at;  // when it came into this state; of kSent: when the adding had been answered
    std::optional<Instant> visible_since{};  // kept while it stays listed
    std::int64_t revision = 0;               // grows with each change: says whether it is still what somebody saw
    bool operator==(const ListedUser&) const = default;
};

/// The same in another state, with the next revision; `visible_since` goes unless it is visible.
[[nodiscard]] ListedUser Turned(ListedUser row, UserState state, Instant now);

/// A person of the school with what entitlement and Basispoort need to know.
struct Addressee {
    PersonId id;
    PersonFacts facts;
    std::optional<UserKey> key{};
};

/// All that decides who of a school should be in which list.
struct SchoolUsers {
    SchoolFacts school;  // without a person
    std::vector<Addressee> persons{};
    SchoolMapping mapping{};
    std::map<std::string, std::string> method_of{};  // by product; those of the catalogue only
};

using WantedUsers = std::map<UserList, std::map<UserKey, PersonId>>;

/// By Decide, person by person and product by product; a method's list is the union of its products'. Persons without a
/// key and products that are not in the catalogue are in no list.
[[nodiscard]] WantedUsers Wanted(const SchoolUsers& users, Date today);

/// May this person use this product today, as Decide says?
[[nodiscard]] bool MayUse(const SchoolUsers& users, const Addressee& person, const std::string& product_id, Date today);

/// The smallest change: rows that are new or change their state, with `now` and the next revision. Who is to be taken
/// out and is wanted again is added again, for half of it may have happened. Rows that stay are not among them.
[[nodiscard]] std::vector<ListedUser> Plan(const WantedUsers& wanted, const std::vector<ListedUser>& rows, Instant now);

/// A list as it was read, sorted, of what was asked for at `read_at`.
struct ReadList {
    Instant read_at;
    std::vector<UserKey> keys;
};

/// What reading the list says about a row; nullopt when nothing is new. Who was added before the reading began and is
/// not there was dropped; who was visible and is gone was taken out by somebody else and is added again; who was
/// dropped and is there has become known. What changed since the reading began says nothing.
[[nodiscard]] std::optional<ListedUser> Judge(const ListedUser& row, const ReadList& list, Instant now);

/// Keys of `list` that are not in `ours` (sorted): somebody else's doing, or left behind.
[[nodiscard]] std::vector<UserKey> Strangers(const ReadList& list, const std::vector<UserKey>& ours);

/// May so many strangers be taken out without a person looking at it? Like ROS-09's guard: a database that was lost or
/// put back must not take the country's icons away. Few (20), or at most a tenth of the list.
[[nodiscard]] bool MayRemoveUnasked(std::size_t strangers, std::size_t list_size);

}  // namespace suite::licence
