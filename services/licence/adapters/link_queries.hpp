// SQL about links and their history: the same for SQLite and PostgreSQL.
#pragma once

#include <string_view>

namespace suite::licence::query {

// Who made a link, from the newest entry that made it: one place to tell it, and it outlives the link.
#define SUITE_LINK_ORIGIN ", k.linked_at, k.how, h.role, h.person_id, w.given_name, w.prefix, w.family_name"
#define SUITE_JOIN_ORIGIN(subject, subject_id)                                                                 \
    " LEFT JOIN licence_history h ON h.school_id = k.school_id AND h.number ="                                 \
    "  (SELECT MAX(n.number) FROM licence_history n WHERE n.school_id = k.school_id AND n.subject = '" subject \
    "'"                                                                                                        \
    "   AND n.subject_id = " subject_id                                                                        \
    " AND n.licence_id = k.licence_id AND n.action = 'link')"                                                  \
    " LEFT JOIN copy_person w ON w.school_id = h.school_id AND w.person_id = h.person_id AND w.kind = 's'"

#define SUITE_LINKED_GROUPS                                                                                  \
    "SELECT k.group_id, g.name, g.year_group, g.composed" SUITE_LINK_ORIGIN                                  \
    ", k.licence_id FROM group_link k"                                                                       \
    " JOIN copy_group g ON g.school_id = k.school_id AND g.group_id = k.group_id" SUITE_JOIN_ORIGIN("group", \
                                                                                                    "k.group_id")
inline constexpr std::string_view kLinkedGroups =
    SUITE_LINKED_GROUPS " WHERE k.school_id = :1 AND k.licence_id = :2 ORDER BY g.name, k.group_id";
inline constexpr std::string_view kAllLinkedGroups =
    SUITE_LINKED_GROUPS " WHERE k.school_id = :1 ORDER BY g.name, k.group_id";
#undef SUITE_LINKED_GROUPS

// One of a school year that is over, and that nobody has ended yet, is made anew.
inline constexpr std::string_view kAddLink =
    "INSERT INTO group_link (school_id, licence_id, group_id, linked_at, how, group_name, school_year)"
    " VALUES (:1, :2, :3, :4, :5, :6, :7)"
    " ON CONFLICT (school_id, licence_id, group_id) DO UPDATE SET linked_at = excluded.linked_at, how = excluded.how,"
    " group_name = excluded.group_name, school_year = excluded.school_year"
    " WHERE group_link.school_year < excluded.school_year";
inline constexpr std::string_view kRemoveLink =
    "DELETE FROM group_link WHERE school_id = :1 AND licence_id = :2 AND group_id = :3";
inline constexpr std::string_view kAddPupilLink =
    "INSERT INTO pupil_link (school_id, person_id, licence_id, linked_at, how, school_year)"
    " VALUES (:1, :2, :3, :4, :5, :6)"
    " ON CONFLICT DO NOTHING";
inline constexpr std::string_view kRemovePupilLink =
    "DELETE FROM pupil_link WHERE school_id = :1 AND person_id = :2 AND licence_id = :3";

#define SUITE_PUPIL "SELECT p.person_id, p.given_name, p.prefix, p.family_name, p.year_group" SUITE_LINK_ORIGIN
inline constexpr std::string_view kLinkedPupils = SUITE_PUPIL
    " FROM pupil_link k"
    " JOIN copy_person p ON p.school_id = k.school_id AND p.person_id = k.person_id AND p.kind = 'p'" SUITE_JOIN_ORIGIN(
        "pupil", "k.person_id") " WHERE k.school_id = :1 AND k.licence_id = :2";
inline constexpr std::string_view kPupilWithLink = SUITE_PUPIL
    " FROM copy_person p LEFT JOIN pupil_link k"
    "  ON k.school_id = p.school_id AND k.person_id = p.person_id AND k.licence_id = :2" SUITE_JOIN_ORIGIN(
        "pupil", "k.person_id") " WHERE p.school_id = :1 AND p.person_id = :3 AND p.kind = 'p'";
#undef SUITE_PUPIL
#undef SUITE_LINK_ORIGIN
#undef SUITE_JOIN_ORIGIN

// The groups of those pupils, the newest school year last, with the link of the licence where there is one.
inline constexpr std::string_view kGroupsOfLinkedPupils =
    "SELECT m.person_id, g.group_id, g.name, g.composed, g.year_group, l.group_id FROM pupil_link k"
    " JOIN copy_member m ON m.school_id = k.school_id AND m.person_id = k.person_id"
    " JOIN copy_group g ON g.school_id = m.school_id AND g.group_id = m.group_id"
    " LEFT JOIN group_link l ON l.school_id = k.school_id AND l.licence_id = k.licence_id AND l.group_id = g.group_id"
    " WHERE k.school_id = :1 AND k.licence_id = :2 ORDER BY g.school_year, g.name, g.group_id";
inline constexpr std::string_view kGroupsOfPupil =
    "SELECT m.person_id, g.group_id, g.name, g.composed, g.year_group, l.group_id FROM copy_member m"
    " JOIN copy_group g ON g.school_id = m.school_id AND g.group_id = m.group_id"
    " LEFT JOIN group_link l ON l.school_id = m.school_id AND l.licence_id = :2 AND l.group_id = g.group_id"
    " WHERE m.school_id = :1 AND m.person_id = :3 ORDER BY g.school_year, g.name, g.group_id";

#define SUITE_TITLED                                                                                   \
    " (SELECT l.licence_id FROM licence l WHERE l.school_id = :1 AND l.title = :2 AND l.cancelled = 0" \
    "  AND (COALESCE(l.ends_on, l.end_date) >= :3 OR (l.renews = 1 AND l.ends_on IS NULL)))"
inline constexpr std::string_view kPupilsWithTitle =
    "SELECT p.person_id FROM copy_person p WHERE p.school_id = :1 AND p.kind = 'p' AND p.active = 1 AND p.person_id IN"
    " (SELECT m.person_id FROM group_link k"
    "   JOIN copy_member m ON m.school_id = k.school_id AND m.group_id = k.group_id"
    "   WHERE k.school_id = :1 AND k.licence_id IN" SUITE_TITLED
    "  UNION SELECT u.person_id FROM pupil_link u WHERE u.school_id = :1 AND u.licence_id IN" SUITE_TITLED
    "  UNION SELECT t.person_id FROM seat_assignment t WHERE t.school_id = :1 AND t.licence_id IN" SUITE_TITLED ")";
#undef SUITE_TITLED

// Numbered under the school's lock.
inline constexpr std::string_view kAddHistory =
    "INSERT INTO licence_history (school_id, number, at, licence_id, subject, subject_id, group_name, action, how,"
    " role, person_id, client_id, reason, undoes)"
    " SELECT :1, COALESCE(MAX(number), 0) + 1, :2, :3, :4, :5, :6, :7, :8, :9, CAST(:10 AS BIGINT), :11, :12,"
    " CAST(:13 AS BIGINT) FROM licence_history WHERE school_id = :1";
// Conditions and order follow.
inline constexpr std::string_view kHistory =
    "SELECT h.number, h.at, h.licence_id, h.subject, h.subject_id, h.group_name, h.action, h.how, h.role, h.person_id,"
    " h.client_id, h.reason, h.undoes, l.title, s.given_name, s.prefix, s.family_name,"
    " w.given_name, w.prefix, w.family_name FROM licence_history h"
    " LEFT JOIN licence l ON l.school_id = h.school_id AND l.licence_id = h.licence_id"
    " LEFT JOIN copy_person s ON s.school_id = h.school_id AND s.person_id = h.subject_id AND s.kind = 'p'"
    "  AND h.subject IN ('pupil', 'seat', 'waiting')"
    " LEFT JOIN copy_person w ON w.school_id = h.school_id AND w.person_id = h.person_id AND w.kind = 's'"
    " WHERE h.school_id = :1";
inline constexpr std::string_view kLatestHistory =
    "SELECT COALESCE(MAX(h.number), 0) FROM licence_history h WHERE h.school_id = :1 AND h.subject = :2"
    " AND h.subject_id = :3 AND h.licence_id = :4";

// With the group where it still is, and the latest school year of which the school has groups.
inline constexpr std::string_view kGroupLinksOfSchool =
    "SELECT k.licence_id, k.group_id, k.group_name, k.school_year, g.group_id,"
    " (SELECT MAX(n.school_year) FROM copy_group n WHERE n.school_id = k.school_id) FROM group_link k"
    " LEFT JOIN copy_group g ON g.school_id = k.school_id AND g.group_id = k.group_id"
    " WHERE k.school_id = :1 ORDER BY k.licence_id, k.group_id";
inline constexpr std::string_view kSchoolsWithLinksBefore =
    "SELECT DISTINCT school_id FROM group_link WHERE school_year < :1 ORDER BY school_id LIMIT CAST(:2 AS BIGINT)";
// Few of a school's pupils have one: asked for all of them at each change of its roster.
inline constexpr std::string_view kPupilLinksOfSchool =
    "SELECT k.person_id, k.licence_id, l.product_id, k.school_year, p.person_id, MAX(g.school_year) FROM pupil_link k"
    " JOIN licence l ON l.school_id = k.school_id AND l.licence_id = k.licence_id"
    " LEFT JOIN copy_person p ON p.school_id = k.school_id AND p.person_id = k.person_id AND p.kind = 'p'"
    " LEFT JOIN copy_member m ON m.school_id = k.school_id AND m.person_id = k.person_id"
    " LEFT JOIN copy_group g ON g.school_id = m.school_id AND g.group_id = m.group_id AND g.composed = 0"
    " WHERE k.school_id = :1 GROUP BY k.person_id, k.licence_id, l.product_id, k.school_year, p.person_id"
    " ORDER BY k.licence_id, k.person_id";

}  // namespace suite::licence::query
