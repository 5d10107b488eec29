// What is done with the seats of one licence inside a write transaction: each step with its history (LIC-06, LIC-07).
#pragma once

#include <optional>
#include <string>

#include "services/licence/app/ports.hpp"

namespace suite::licence {

/// The history's reason for a seat that came from the waiting list by itself.
inline constexpr std::string_view kFromWaitingList = "from-waiting-list";

/// On whose account a step goes into the history.
struct Doer {
    How how = How::kHand;
    Role role = Role::kNone;
    PersonId person{};
    std::string client_id{};
    std::string reason{};
};
[[nodiscard]] Doer ByHand(const Actor& actor, std::string reason = {});

/// The caller holds the school's lock, calls Finish at the end, and throws all away when a step fails. One use.
class SeatSteps {
  public:
    SeatSteps(LicenceTx& tx, SchoolId school, const Licence& licence, Instant now)
        : tx_(tx), school_(school), licence_(licence), now_(now) {}

    [[nodiscard]] Result<SeatCounts> Counts();

    /// Gives the free seats, if any, to those who wait, in their turn. `first` goes before the list, `last` after it; a
    /// seat for either is on `doer`'s account, the others come from the list by themselves. Takes those who got one,
    /// and those who left, off the list. Who got a seat, in order.
    [[nodiscard]] Result<std::vector<PersonId>> Fill(const Doer& doer = {}, std::optional<Candidate> first = {},
                                                     std::optional<Candidate> last = {});
    /// True when there was a seat. An open correction request for it lapses.
    [[nodiscard]] Result<bool> Free(PersonId person, const Doer& doer);
    /// At the end of the list. True when not on it yet.
    [[nodiscard]] Result<bool> Queue(PersonId person, const Doer& doer);
    [[nodiscard]] Result<bool> Unqueue(PersonId person, const Doer& doer);
    /// An entry about a seat without a change of it.
    [[nodiscard]] Status Note(PersonId person, LinkAction action, const Doer& doer);

    /// The product's mapping has a new version if anything changed.
    [[nodiscard]] Status Finish();

  private:
    [[nodiscard]] Status Add(Subject subject, PersonId person, LinkAction action, const Doer& doer);

    LicenceTx& tx_;
    SchoolId school_;
    const Licence& licence_;
    Instant now_;
    bool changed_ = false;
};

/// After any change of a licence that may have brought seats: an order with more of them, a licence that goes on. Under
/// the school's lock, in the transaction of the change.
[[nodiscard]] Status FillSeats(LicenceTx& tx, SchoolId school, const Licence& licence, Instant now);

/// After a change of the roster was copied, in its transaction. The seat of a pupil whose registration is gone is free
/// again, such a pupil waits no longer, and who was inactive and is back gets a seat when one is free. `gone`: the
/// change took pupils away.
[[nodiscard]] Status SeatsFollowRoster(LicenceTx& tx, SchoolId school, bool gone, Instant now);

}  // namespace suite::licence
