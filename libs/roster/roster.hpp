// The words of the roster (DOMAIN.md "Words", ROS-01..04) as plain values. Written by roster-sync only; licence,
// pincode and result-exchange hold copies (libs/roster_copy). Holds all that may be stored about a person and nothing
// else (ROS-03).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/id.hpp"
#include "core/time.hpp"

namespace suite::roster {

struct School {
    SchoolId id;
    std::optional<std::int64_t> basispoort_id;
    std::string name;
    std::string brin;                // "99XX", or empty
    std::string location;            // dependancecode "00".."99"; empty only without BRIN
    std::string school_key;          // key in the school's own administration, or empty
    std::string institution_number;  // instellingsnummer, Flanders, or empty
    std::string street, house_number, postal_code, city;
    std::string board_code;  // bestuurscode, or empty
    bool active = true;
    std::optional<std::int64_t> merged_into_basispoort_id;  // gefuseerdNaar
    bool consent = true;  // false once the school took its tick for this publisher away (ROS-12)
    bool operator==(const School&) const = default;
};

enum class GroupKind { kBase, kComposed };

struct Group {
    GroupId id;
    SchoolYear school_year;
    std::string las_key;  // unique per school, year; empty when the source's key starts with '#'
    std::string name;
    GroupKind kind = GroupKind::kBase;
    std::string year_group;  // "0".."8", "C", ...; empty for composed groups
    bool operator==(const Group&) const = default;
};

/// What identifies a person across deliveries, strongest first; keys that start with '#' identify nothing (FACTS §2.4).
struct PersonKeys {
    std::optional<std::int64_t> basispoort_id;
    std::string eck_id;
    std::string las_key;
    bool operator==(const PersonKeys&) const = default;
};

struct PersonName {
    std::string given;   // voornaam / roepnaam
    std::string prefix;  // voorvoegsel
    std::string family;  // achternaam
    bool operator==(const PersonName&) const = default;
};

/// "Aatje van der Voorbeeld". A part that is no clean text or longer than such a name can be is left out, because it
/// comes from a record that was not checked.
[[nodiscard]] std::string ShownName(const PersonName& name);

struct Pupil {
    PersonId id;
    PersonKeys keys;
    PersonName name;
    std::string year_group;  // the pupil's own wins over the group's
    std::optional<GroupId> base_group;
    std::vector<GroupId> composed_groups;  // sorted
    bool active = true;
    bool operator==(const Pupil&) const = default;
};

/// Basispoort's rollen. EDEXML roles give no rights, so they are not here (ROS-04).
enum class StaffRole { kTeacher, kIctCoordinator, kInternalSupervisor, kIntern, kSubstitute };

struct StaffMember {
    PersonId id;
    PersonKeys keys;
    PersonName name;
    std::string email;             // case-folded, unique within the school; or empty
    std::optional<Date> end_date;  // last day with access
    std::vector<StaffRole> roles;  // sorted
    std::vector<GroupId> groups;   // base and composed, sorted
    bool active = true;
    bool operator==(const StaffMember&) const = default;
};

/// All that is known of one school: the unit that is loaded, diffed, written and read.
struct SchoolState {
    School school;
    std::vector<Group> groups;
    std::vector<Pupil> pupils;
    std::vector<StaffMember> staff;
    bool operator==(const SchoolState&) const = default;
};

/// A pupil who came into a group that was under way: the running lesson week must be started for that child (ROS-15).
struct GroupJoin {
    PersonId pupil;
    GroupId group;
    auto operator<=>(const GroupJoin&) const = default;
};

/// What one applied batch did to one school; also the payload of the change feed (ROS-13). Removed ids are tombstones.
struct SchoolChanges {
    SchoolId school_id;
    std::int64_t version = 0;  // of the school, gapless from 1
    /// The lists are the school's whole state; what they do not name is gone. Used for snapshots.
    bool complete = false;
    std::optional<School> school;
    std::vector<Group> groups;
    std::vector<Pupil> pupils;
    std::vector<StaffMember> staff;
    std::vector<GroupId> removed_groups;
    std::vector<PersonId> removed_pupils;
    std::vector<PersonId> removed_staff;
    std::vector<GroupJoin> joins{};  // of pupils named in `pupils`; sorted
    /// The school's data went because its consent ended a term ago (ROS-12): what a service keeps besides goes too.
    [[nodiscard]] bool Erased() const {
        return complete && school && !school->consent && groups.empty() && pupils.empty() && staff.empty();
    }
    [[nodiscard]] bool Empty() const {
        return !school && groups.empty() && pupils.empty() && staff.empty() && removed_groups.empty() &&
               removed_pupils.empty() && removed_staff.empty();
    }
};

[[nodiscard]] std::string_view ToString(StaffRole role);  // Basispoort's own words: "Leerkracht", "ICTCoordinator", ...
[[nodiscard]] std::optional<StaffRole> ParseStaffRole(std::string_view text);
/// EDEXML's jaargroep list (FACTS §2.3), 22 codes.
[[nodiscard]] bool IsYearGroup(std::string_view code);

}  // namespace suite::roster
