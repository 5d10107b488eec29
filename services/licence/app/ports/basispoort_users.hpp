// Port: what Basispoort was told, and what is to be told (LIC-09). Of one transaction.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "core/error.hpp"
#include "core/time.hpp"
#include "services/licence/app/ports/hosted_lika.hpp"

namespace suite::licence {

/// A method or product as it was last put at Basispoort.
struct ListState {
    UserList list;
    std::string fingerprint{};          // of what was put or refused; empty: it has to be put again
    bool listed = false;                // it is there, so that users can be added
    bool refused = false;               // Basispoort does not want it as it is
    bool announced = false;             // schools whose users wait for it have been told
    std::optional<Instant> read_at{};   // when the users were last read
    std::optional<Date> compared_on{};  // when they were last compared in full
};

/// Rows of one list, of some schools.
using RowsBySchool = std::map<SchoolId, std::vector<ListedUser>>;

enum class OfState { kAny, kSent, kDropped };

/// One person and one product.
struct IconOfPerson {
    UserList list;  // without a method: the product is not in the catalogue
    Addressee person;
    std::optional<ListedUser> row{};
};

class BasispoortUsersTx {
  public:
    virtual ~BasispoortUsersTx() = default;
    /// Everyone of the school with what decides on access. An unknown school has nobody.
    [[nodiscard]] virtual Result<SchoolUsers> Load(SchoolId school) = 0;
    /// All rows of the school, or those of one list.
    [[nodiscard]] virtual Result<std::vector<ListedUser>> Rows(SchoolId school) = 0;
    [[nodiscard]] virtual Result<std::vector<ListedUser>> Rows(SchoolId school, const UserList& list) = 0;
    /// The person's row in the product's list, and the key that it goes by; of a person who is unknown neither. The
    /// facts about the person are not filled.
    [[nodiscard]] virtual Result<IconOfPerson> Icon(SchoolId school, PersonId person,
                                                    const std::string& product_id) = 0;
    /// Whole schools of the list in the order of their ids, after `after`, that have a row in that state; at most
    /// `schools` of them.
    [[nodiscard]] virtual Result<RowsBySchool> RowsOfSchools(const UserList& list, OfState state, SchoolId after,
                                                             std::int64_t schools) = 0;
    /// These two under the school's lock: every writer of the rows holds it.
    [[nodiscard]] virtual Status Save(SchoolId school, const std::vector<ListedUser>& rows) = 0;
    [[nodiscard]] virtual Status Remove(SchoolId school, const std::vector<ListedUser>& rows) = 0;
    /// Schools but `but` that want this user in this list.
    [[nodiscard]] virtual Result<std::vector<SchoolId>> SchoolsWanting(const UserList& list, const UserKey& key,
                                                                       SchoolId but) = 0;
    /// Given and family names as shown to the school; persons who are gone are absent.
    [[nodiscard]] virtual Result<std::map<PersonId, std::string>> Names(SchoolId school,
                                                                        const std::set<PersonId>& persons) = 0;
    /// Pupils of other groups with a link on this licence, and those with a seat.
    [[nodiscard]] virtual Result<std::vector<PersonId>> PupilsOn(SchoolId school, LicenceId licence) = 0;

    [[nodiscard]] virtual Result<std::vector<ListState>> Lists() = 0;
    /// All but the times of reading; of what is not listed those are forgotten.
    [[nodiscard]] virtual Status SaveList(const ListState& state) = 0;
    /// The list was read at `at`, and is read again from `next` on; `compared`: in full, on that day.
    [[nodiscard]] virtual Status SaveRead(const UserList& list, Instant at, std::optional<Date> compared,
                                          Instant next) = 0;
    [[nodiscard]] virtual Status RemoveList(const UserList& list) = 0;
    /// Lists in which somebody was sent before `sent` and not seen yet, and whose turn it is; likewise those not
    /// compared on `day`.
    [[nodiscard]] virtual Result<std::vector<UserList>> ListsToRead(Instant now, Instant sent) = 0;
    [[nodiscard]] virtual Result<std::vector<UserList>> ListsToCompare(Instant now, Date day) = 0;
    /// False when another instance was faster. Until `until` nobody else reads the list.
    [[nodiscard]] virtual Result<bool> Claim(const UserList& list, Instant now, Instant until) = 0;

    /// The school's users are to be looked at: one message, unless one waits.
    [[nodiscard]] virtual Status Tell(SchoolId school, Instant at) = 0;
    /// The catalogue is to be put at Basispoort; likewise.
    [[nodiscard]] virtual Status TellCatalogue(Instant at) = 0;
    /// The product's lists are to be put whole; likewise.
    [[nodiscard]] virtual Status TellRepair(const std::string& product_id, Instant at) = 0;

    /// Schools with a licence of the product, or of a product of the method; after `after`, at most `limit`.
    [[nodiscard]] virtual Result<std::vector<SchoolId>> SchoolsLicensed(const UserList& list, SchoolId after,
                                                                        std::int64_t limit) = 0;
    /// The last day for which the sweep was made; nullopt before the first.
    [[nodiscard]] virtual Result<std::optional<Date>> SweptDay() = 0;
    [[nodiscard]] virtual Status SaveSweptDay(Date day) = 0;
    /// Schools where access changes by the calendar alone between the days `after` and `until`: a licence starts or has
    /// ended, staff of a school with licences has ended; besides, those with something still to be said, and those that
    /// the roster does not know any more.
    [[nodiscard]] virtual Result<std::vector<SchoolId>> SchoolsChanging(Date after, Date until) = 0;
};

}  // namespace suite::licence
