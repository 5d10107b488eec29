// Whose licences are whose: the object rules of this service, in one place (ACC-02, ACC-03).
#pragma once

#include <vector>

#include "core/actor.hpp"
#include "core/error.hpp"

namespace suite::licence {

/// Coordinators of the school and the helpdesk. A school that is another's looks like none: NOT_FOUND school-unknown.
/// A teacher of the school: PERMISSION_DENIED.
[[nodiscard]] Status MaySeeLicences(const Actor& actor, SchoolId school);

/// Linking and ending a contract (LIC-10) are the coordinator's of that school: the helpdesk sees, and changes
/// nothing silently (DOMAIN "Its users").
[[nodiscard]] Status MayLink(const Actor& actor, SchoolId school);

/// What only the publisher's helpdesk may: undo what a school cannot (LIC-06).
[[nodiscard]] Status MayCorrect(const Actor& actor);

/// Scope orders:write (LIC-14).
[[nodiscard]] Status MayWriteOrders(const Actor& actor);

/// The catalogue is the order system's to write (LIC-01)...
[[nodiscard]] Status MayWriteCatalogue(const Actor& actor);
/// ...and everybody's to read who sees licences: any coordinator, the helpdesk, who writes it,
/// and the gateway for a pupil's way in (scope way-in).
[[nodiscard]] Status MaySeeCatalogue(const Actor& actor);

struct PersonSeen {
    PersonId id;
    bool staff = false;
    std::vector<GroupId> groups{};
};

/// What one person may use, and why: for the coordinator, the helpdesk, and a teacher about themselves and about pupils
/// who share a group with them (`own_groups`: the teacher's own). Others of the same school look like nobody: NOT_FOUND
/// person-unknown; another school like none: NOT_FOUND school-unknown.
[[nodiscard]] Status MaySeePerson(const Actor& actor, SchoolId school, const PersonSeen& person,
                                  const std::vector<GroupId>& own_groups);

[[nodiscard]] std::unexpected<Error> NoSuchSchool();
[[nodiscard]] std::unexpected<Error> NoSuchLicence();
[[nodiscard]] std::unexpected<Error> NoSuchGroup();
[[nodiscard]] std::unexpected<Error> NoSuchPerson();

}  // namespace suite::licence
