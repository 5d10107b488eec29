// Every SQL text of the licence service: the same for SQLite and PostgreSQL.
#pragma once

#include <string>
#include <string_view>

namespace suite::licence::query {

inline constexpr std::string_view kSchoolById = "SELECT school_id FROM copy_school WHERE school_id = :1";
inline constexpr std::string_view kSchoolByBasispoort = "SELECT school_id FROM copy_school WHERE basispoort_id = :1";
inline constexpr std::string_view kSchoolByBrin =
    "SELECT school_id FROM copy_school WHERE brin = :1 AND location = :2 AND active = 1";
inline constexpr std::string_view kGroup =
    "SELECT name, year_group, school_year, composed FROM copy_group WHERE school_id = :1 AND group_id = :2";
// With the base group of the newest school year; a pupil has one at most (ROS-02).
inline constexpr std::string_view kPupil =
    "SELECT p.given_name, p.prefix, p.family_name, p.year_group, p.active, g.group_id, g.year_group"
    " FROM copy_person p LEFT JOIN copy_member m ON m.school_id = p.school_id AND m.person_id = p.person_id"
    "  AND EXISTS (SELECT 1 FROM copy_group b WHERE b.school_id = m.school_id AND b.group_id = m.group_id"
    "   AND b.composed = 0)"
    " LEFT JOIN copy_group g ON g.school_id = m.school_id AND g.group_id = m.group_id"
    " WHERE p.school_id = :1 AND p.person_id = :2 AND p.kind = 'p' ORDER BY g.school_year DESC LIMIT 1";

#define SUITE_LICENCE_COLUMNS                                                                             \
    "l.school_id, l.licence_id, l.order_line_id, l.contract_number, l.title, l.method_id, l.product_id, " \
    "l.kind, l.start_date, l.end_date, l.year_groups, l.seats, l.cancelled, l.renews, l.ends_on"
inline constexpr std::string_view kLicenceByOrder =
    "SELECT " SUITE_LICENCE_COLUMNS " FROM licence l WHERE l.order_line_id = :1";
inline constexpr std::string_view kLicence =
    "SELECT " SUITE_LICENCE_COLUMNS " FROM licence l WHERE l.school_id = :1 AND l.licence_id = :2";
// Pupils are counted once, however many linked groups they are in.
#define SUITE_LICENCE_COUNTS                                                                                \
    ", (SELECT count(*) FROM group_link k WHERE k.school_id = l.school_id AND k.licence_id = l.licence_id)" \
    ", (SELECT count(DISTINCT m.person_id) FROM group_link k"                                               \
    "   JOIN copy_member m ON m.school_id = k.school_id AND m.group_id = k.group_id"                        \
    "   JOIN copy_person p ON p.school_id = m.school_id AND p.person_id = m.person_id"                      \
    "   WHERE k.school_id = l.school_id AND k.licence_id = l.licence_id AND p.kind = 'p' AND p.active = 1)"
inline constexpr std::string_view kOverview =
    "SELECT " SUITE_LICENCE_COLUMNS SUITE_LICENCE_COUNTS " FROM licence l WHERE l.school_id = :1 AND l.licence_id = :2";
inline constexpr std::string_view kOverviews =
    "SELECT " SUITE_LICENCE_COLUMNS SUITE_LICENCE_COUNTS
    " FROM licence l WHERE l.school_id = :1 AND (CAST(:2 AS BIGINT) = 0 OR (l.title, l.licence_id) >"
    " (SELECT a.title, a.licence_id FROM licence a WHERE a.school_id = :1 AND a.licence_id = :2))"
    " ORDER BY l.title, l.licence_id LIMIT :3";
#undef SUITE_LICENCE_COLUMNS
#undef SUITE_LICENCE_COUNTS

inline constexpr std::string_view kLinkedGroups =
    "SELECT k.group_id, g.name, g.year_group, k.linked_at FROM group_link k"
    " JOIN copy_group g ON g.school_id = k.school_id AND g.group_id = k.group_id"
    " WHERE k.school_id = :1 AND k.licence_id = :2 ORDER BY g.name, k.group_id";
inline constexpr std::string_view kAllLinkedGroups =
    "SELECT k.group_id, g.name, g.year_group, k.linked_at, k.licence_id FROM group_link k"
    " JOIN copy_group g ON g.school_id = k.school_id AND g.group_id = k.group_id"
    " WHERE k.school_id = :1 ORDER BY g.name, k.group_id";
inline constexpr std::string_view kAddLink =
    "INSERT INTO group_link (school_id, licence_id, group_id, linked_at, how, group_name)"
    " VALUES (:1, :2, :3, :4, :5, :6)"
    " ON CONFLICT DO NOTHING";
inline constexpr std::string_view kRemoveLink =
    "DELETE FROM group_link WHERE school_id = :1 AND licence_id = :2 AND group_id = :3";
// Numbered under the school's lock.
inline constexpr std::string_view kAddHistory =
    "INSERT INTO licence_history (school_id, number, at, licence_id, subject, subject_id, group_name, action, how, "
    "role,"
    " person_id, client_id, reason)"
    " SELECT :1, COALESCE(MAX(number), 0) + 1, :2, :3, :4, :5, :6, :7, :8, :9, CAST(:10 AS BIGINT), :11, :12"
    " FROM licence_history WHERE school_id = :1";
inline constexpr std::string_view kTitles =
    "SELECT DISTINCT m.person_id, l.title FROM copy_member m"
    " JOIN group_link k ON k.school_id = m.school_id AND k.group_id = m.group_id"
    " JOIN licence l ON l.school_id = k.school_id AND l.licence_id = k.licence_id"
    " WHERE m.school_id = :1 AND l.cancelled = 0 AND l.start_date <= :2 AND l.end_date >= :2"
    " ORDER BY m.person_id, l.title";

inline constexpr std::string_view kLinksOfGroup =
    "SELECT k.licence_id, k.group_name FROM group_link k WHERE k.school_id = :1 AND k.group_id = :2";
inline constexpr std::string_view kLinksWithoutGroup =
    "SELECT DISTINCT k.group_id FROM group_link k"
    " LEFT JOIN copy_group g ON g.school_id = k.school_id AND g.group_id = k.group_id"
    " WHERE k.school_id = :1 AND g.group_id IS NULL";

}  // namespace suite::licence::query
