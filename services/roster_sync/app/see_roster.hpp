// What a school's people see of the roster (ROS-01..04, ACC-02, ACC-03).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/actor.hpp"
#include "core/deadline.hpp"
#include "core/error.hpp"
#include "roster/roster.hpp"
#include "services/roster_sync/app/ports/imports.hpp"

namespace suite::roster_sync {

struct SchoolView {
    roster::School school;
    Instant updated_at{};
};
struct GroupRef {
    GroupId id;
    std::string name;
};
struct GroupView {
    roster::Group group;
    std::int64_t pupil_count = 0;
};
struct PupilView {
    roster::Pupil pupil;  // year_group is the one that counts: the pupil's own, else the base group's
    std::optional<GroupRef> base_group{};
    std::vector<GroupRef> composed_groups{};
};
struct StaffView {
    roster::StaffMember member;
    std::vector<GroupRef> groups{};
};
struct GroupDetailView {
    GroupView group;
    std::vector<StaffView> teachers{};
    std::vector<PupilView> pupils{};
};

/// Items with the cursor of the next page, empty on the last.
template <class View>
struct Page {
    std::vector<View> items{};
    std::string next_cursor{};
};
struct PageRequest {
    std::string cursor{};
    std::int64_t limit = 100;
};

struct SchoolFilter {
    std::optional<SchoolId> id{};
    std::optional<std::int64_t> basispoort_id{};
    std::string brin{}, location{}, q{};
};
/// Restricts a list to the groups of a teacher who has access on that day (ROS-04: past the end date nothing is seen).
struct OwnGroups {
    PersonId teacher;
    Date today;
};
struct GroupFilter {
    std::string q{}, year_group{}, las_key{};
    std::optional<GroupId> id{};
    std::optional<OwnGroups> of_teacher{};
    std::optional<Date> as_of{};  // as it was at the end of that day (ROS-11)
};
struct PersonFilter {
    std::string q{}, year_group{}, eck_id{}, las_key{};
    std::optional<std::int64_t> basispoort_id{};
    std::optional<GroupId> group{};
    std::optional<OwnGroups> of_teacher{};  // only persons of these groups
    std::optional<Date> as_of{};            // as it was at the end of that day (ROS-11)
};
enum class StaffKind { kTeachers, kIctCoordinators };

/// Port. Lists come sorted as a person expects; a cursor of another list is invalid-cursor.
class RosterReader {
  public:
    virtual ~RosterReader() = default;
    [[nodiscard]] virtual Result<Page<SchoolView>> Schools(const SchoolFilter& filter, const PageRequest& page,
                                                           Deadline deadline) = 0;
    [[nodiscard]] virtual Result<Page<GroupView>> Groups(SchoolId school, const GroupFilter& filter,
                                                         const PageRequest& page, Deadline deadline) = 0;
    [[nodiscard]] virtual Result<Page<PupilView>> Pupils(SchoolId school, const PersonFilter& filter,
                                                         const PageRequest& page, Deadline deadline) = 0;
    [[nodiscard]] virtual Result<Page<StaffView>> Staff(SchoolId school, StaffKind kind, const PersonFilter& filter,
                                                        const PageRequest& page, Deadline deadline) = 0;
    /// nullopt when there was no such school then, or its history is not kept so long.
    [[nodiscard]] virtual Result<std::optional<roster::SchoolState>> AsOf(SchoolId school, Instant at,
                                                                          Deadline deadline) = 0;
    /// In the order they came, after number `after`; of a teacher's own groups when `of_teacher`.
    [[nodiscard]] virtual Result<std::vector<JoinView>> Joins(SchoolId school, std::int64_t after,
                                                              const std::optional<OwnGroups>& of_teacher,
                                                              std::int64_t limit, Deadline deadline) = 0;
};

/// The object rules of roster-sync: staff see their own school, teachers their own groups and who is in them, the
/// helpdesk all schools; what is another's is NOT_FOUND like what does not exist. Machines only find schools, by key;
/// the gateway by id too (scope way-in). Thread-safe.
class SeeRoster {
  public:
    SeeRoster(RosterReader& reader, const Clock& clock) : reader_(reader), clock_(clock) {}

    [[nodiscard]] Result<Page<SchoolView>> Schools(const Actor& actor, SchoolFilter filter, const PageRequest& page,
                                                   Deadline deadline) const;
    [[nodiscard]] Result<SchoolView> School(const Actor& actor, SchoolId id, Deadline deadline) const;
    [[nodiscard]] Result<Page<GroupView>> Groups(const Actor& actor, SchoolId school, GroupFilter filter,
                                                 const PageRequest& page, Deadline deadline) const;
    [[nodiscard]] Result<GroupDetailView> Group(const Actor& actor, SchoolId school, GroupId group,
                                                Deadline deadline) const;
    [[nodiscard]] Result<Page<PupilView>> Pupils(const Actor& actor, SchoolId school, PersonFilter filter,
                                                 const PageRequest& page, Deadline deadline) const;
    [[nodiscard]] Result<Page<StaffView>> Staff(const Actor& actor, SchoolId school, StaffKind kind,
                                                PersonFilter filter, const PageRequest& page, Deadline deadline) const;
    /// Also for method software (scope entitlements:read), without names (ROS-15).
    [[nodiscard]] Result<std::vector<JoinView>> Joins(const Actor& actor, SchoolId school, std::int64_t after,
                                                      std::int64_t limit, Deadline deadline) const;

  private:
    [[nodiscard]] Result<SchoolView> Find(SchoolId id, Deadline deadline) const;
    /// For whoever asks for what is in it.
    [[nodiscard]] Result<SchoolView> OwnSchool(const Actor& actor, SchoolId id, Deadline deadline) const;
    /// The school as it was at the end of a day that is past or present; for coordinator and helpdesk.
    [[nodiscard]] Result<roster::SchoolState> AsOf(const Actor& actor, SchoolId school, Date day,
                                                   Deadline deadline) const;
    [[nodiscard]] std::optional<OwnGroups> OwnGroupsOnly(const Actor& actor) const;

    RosterReader& reader_;
    const Clock& clock_;
};

}  // namespace suite::roster_sync
