// Removals the guard holds: seen with what they would cost, and approved or dropped by a named user (ROS-09).
#pragma once

#include <map>

#include "core/time.hpp"
#include "services/roster_sync/app/deliver.hpp"

namespace suite::roster_sync {

/// Port: what persons can use now, by the name a coordinator knows it under. Answered by the licence service.
class ProductsOfPersons {
  public:
    virtual ~ProductsOfPersons() = default;
    /// Titles per person; persons without a product are absent. At most 500 persons a call.
    [[nodiscard]] virtual Result<std::map<PersonId, std::vector<std::string>>> Titles(
        const Actor& actor, SchoolId school, const std::vector<PersonId>& persons, Deadline deadline) = 0;
};

/// One who or that would go.
struct RemovalSubject {
    std::int64_t id = 0;
    std::string name;                   // of the group, or of the person as people say it
    std::string group{};                // pupil: name of the base group
    std::int64_t pupils = 0;            // group: how many pupils are in it
    std::vector<std::string> titles{};  // products that are lost
};

struct RemovalPreview {
    HeldRemoval removal;
    std::vector<RemovalSubject> subjects{};  // those still there, sorted by group and name
    bool products_known = true;              // false: the licence service did not answer, so `titles` says nothing
};

/// The coordinator of the school, and the helpdesk for any. Thread-safe.
class DecideRemovals {
  public:
    DecideRemovals(RosterStore& store, const Clock& clock, const Deliver& deliver, ProductsOfPersons& products,
                   std::function<void()> applied)
        : store_(store), clock_(clock), deliver_(deliver), products_(products), applied_(std::move(applied)) {}

    /// Newest first. Without a school: what waits in the whole country, for the helpdesk.
    [[nodiscard]] Result<std::vector<HeldRemoval>> List(const Actor& actor, std::optional<SchoolId> school,
                                                        std::optional<ListPlace> before, std::int64_t limit,
                                                        Deadline deadline) const;
    [[nodiscard]] Result<RemovalPreview> Preview(const Actor& actor, SchoolId school, RemovalId id,
                                                 Deadline deadline) const;
    /// Removes those who are still there.
    [[nodiscard]] Result<HeldRemoval> Approve(const Actor& actor, SchoolId school, RemovalId id, const std::string& why,
                                              Deadline deadline) const;
    /// They stay. The next snapshot that does not name them asks again.
    [[nodiscard]] Result<HeldRemoval> Drop(const Actor& actor, SchoolId school, RemovalId id, const std::string& why,
                                           Deadline deadline) const;

  private:
    [[nodiscard]] Result<HeldRemoval> Decide(const Actor& actor, SchoolId school, RemovalId id, const std::string& why,
                                             RemovalStatus status, Deadline deadline) const;

    RosterStore& store_;
    const Clock& clock_;
    const Deliver& deliver_;
    ProductsOfPersons& products_;
    std::function<void()> applied_;
};

}  // namespace suite::roster_sync
