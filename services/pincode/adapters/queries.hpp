// All SQL of this service beside the bulk write; the same text for SQLite and PostgreSQL.
#pragma once

#include <string_view>

namespace suite::pincode::queries {

inline constexpr std::string_view kSchoolKnown = "SELECT 1 FROM copy_school WHERE school_id = :1";

inline constexpr std::string_view kGroupKnown = "SELECT 1 FROM copy_group WHERE school_id = :1 AND group_id = :2";

/// active, end_date
inline constexpr std::string_view kStaffOfGroup = R"sql(
SELECT p.active, p.end_date
FROM copy_member m JOIN copy_person p ON p.school_id = m.school_id AND p.person_id = m.person_id
WHERE m.school_id = :1 AND m.group_id = :2 AND m.person_id = :3 AND p.kind = 's')sql";

/// person_id, given_name, prefix, family_name, sealed
inline constexpr std::string_view kCodesOfGroup = R"sql(
SELECT p.person_id, p.given_name, p.prefix, p.family_name, c.sealed
FROM copy_member m
JOIN copy_person p ON p.school_id = m.school_id AND p.person_id = m.person_id
JOIN pincode c ON c.school_id = p.school_id AND c.pupil_id = p.person_id
WHERE m.school_id = :1 AND m.group_id = :2 AND p.kind = 'p' AND p.active = 1)sql";

/// school_id, pupil_id of those in `asked` (sql::WithRows) who have a code
inline constexpr std::string_view kCodesOfAsked =
    "SELECT c.school_id, c.pupil_id FROM asked JOIN pincode c ON c.school_id = asked.school_id"
    " AND c.pupil_id = asked.pupil_id";

inline constexpr std::string_view kDeleteCodesWithoutPupil = R"sql(
DELETE FROM pincode WHERE school_id = :1 AND NOT EXISTS (
    SELECT 1 FROM copy_person p
    WHERE p.school_id = pincode.school_id AND p.person_id = pincode.pupil_id AND p.kind = 'p' AND p.active = 1))sql";

/// school_id, pupil_id, sealed
inline constexpr std::string_view kAnyCode = "SELECT school_id, pupil_id, sealed FROM pincode LIMIT 1";

}  // namespace suite::pincode::queries
