// SQL texts about Basispoort's users (LIC-09): the same for SQLite and PostgreSQL.
#pragma once

#include <string_view>

namespace suite::licence::query {

inline constexpr std::string_view kUsersSchool =
    "SELECT s.active, s.consent, s.basispoort_id FROM copy_school s WHERE s.school_id = :1";
// One row per person and group; one with null for a person in none.
inline constexpr std::string_view kUsersPersons =
    "SELECT p.person_id, p.active, p.end_date, p.basispoort_id, p.eck_id, m.group_id, p.kind FROM copy_person p"
    " LEFT JOIN copy_member m ON m.school_id = p.school_id AND m.person_id = p.person_id"
    " WHERE p.school_id = :1 ORDER BY p.person_id";
// Links (0) and seats (1) of single pupils.
inline constexpr std::string_view kUsersAlone =
    "SELECT person_id, licence_id, 0 FROM pupil_link WHERE school_id = :1"
    " UNION ALL SELECT person_id, licence_id, 1 FROM seat_assignment WHERE school_id = :1";
inline constexpr std::string_view kUsersProducts =
    "SELECT DISTINCT l.product_id, p.method_id FROM licence l LEFT JOIN product p ON p.product_id = l.product_id"
    " WHERE l.school_id = :1 ORDER BY l.product_id";

#define SUITE_USER_COLUMNS \
    "u.method_id, u.product_id, u.user_key, u.person_id, u.state, u.changed_at, u.visible_since, u.revision"
inline constexpr std::string_view kUserRows =
    "SELECT " SUITE_USER_COLUMNS
    " FROM basispoort_user u WHERE u.school_id = :1 ORDER BY u.method_id, u.product_id, u.user_key";
inline constexpr std::string_view kUserRowsOfList =
    "SELECT " SUITE_USER_COLUMNS
    " FROM basispoort_user u WHERE u.school_id = :1 AND u.method_id = :2 AND u.product_id = :3 ORDER BY u.user_key";
inline constexpr std::string_view kUserRow =
    "SELECT " SUITE_USER_COLUMNS
    " FROM basispoort_user u WHERE u.school_id = :1 AND u.method_id = :2 AND u.product_id = :3 AND u.user_key = :4";
inline constexpr std::string_view kKeysOfUser =
    "SELECT p.basispoort_id, p.eck_id, s.basispoort_id FROM copy_person p"
    " JOIN copy_school s ON s.school_id = p.school_id WHERE p.school_id = :1 AND p.person_id = :2";
inline constexpr std::string_view kMethodOfProduct = "SELECT method_id FROM product WHERE product_id = :1";
// All of the list's rows of the next schools; which those are, each of the three says in its own way, because only then
// the index of that state is used.
#define SUITE_ROWS_OF_SCHOOLS(condition)                                                                          \
    "SELECT " SUITE_USER_COLUMNS                                                                                  \
    ", u.school_id FROM basispoort_user u WHERE u.method_id = :1 AND u.product_id = :2 AND u.school_id IN"        \
    " (SELECT DISTINCT b.school_id FROM basispoort_user b WHERE b.method_id = :1 AND b.product_id = :2" condition \
    "  AND b.school_id > :3 ORDER BY b.school_id LIMIT CAST(:4 AS BIGINT)) ORDER BY u.school_id, u.user_key"
inline constexpr std::string_view kRowsOfSchools = SUITE_ROWS_OF_SCHOOLS("");
inline constexpr std::string_view kRowsOfSchoolsSent = SUITE_ROWS_OF_SCHOOLS(" AND b.state = 'sent'");
inline constexpr std::string_view kRowsOfSchoolsDropped = SUITE_ROWS_OF_SCHOOLS(" AND b.state = 'dropped'");
#undef SUITE_ROWS_OF_SCHOOLS
#undef SUITE_USER_COLUMNS
inline constexpr std::string_view kSchoolsWanting =
    "SELECT u.school_id FROM basispoort_user u WHERE u.user_key = :1 AND u.method_id = :2 AND u.product_id = :3"
    " AND u.school_id <> :4 AND u.state <> 'removing' ORDER BY u.school_id";
inline constexpr std::string_view kUsersNames =
    "SELECT given_name, prefix, family_name FROM copy_person WHERE school_id = :1 AND person_id = :2";
inline constexpr std::string_view kPupilsOnLicence =
    "SELECT person_id FROM pupil_link WHERE school_id = :1 AND licence_id = :2"
    " UNION SELECT person_id FROM seat_assignment WHERE school_id = :1 AND licence_id = :2 ORDER BY person_id";

inline constexpr std::string_view kLists =
    "SELECT method_id, product_id, fingerprint, listed, refused, announced, read_at, compared_on FROM basispoort_list"
    " ORDER BY method_id, product_id";
inline constexpr std::string_view kSaveList =
    "INSERT INTO basispoort_list (method_id, product_id, fingerprint, listed, refused, announced, read_after)"
    " VALUES (:1, :2, :3, :4, :5, :6, 0)"
    " ON CONFLICT (method_id, product_id) DO UPDATE SET fingerprint = excluded.fingerprint, listed = excluded.listed,"
    " refused = excluded.refused, announced = excluded.announced,"
    " read_at = CASE WHEN excluded.listed = 1 THEN basispoort_list.read_at END,"
    " compared_on = CASE WHEN excluded.listed = 1 THEN basispoort_list.compared_on END";
inline constexpr std::string_view kSaveRead =
    "UPDATE basispoort_list SET read_at = :3, compared_on = COALESCE(CAST(:4 AS TEXT), compared_on), read_after = :5"
    " WHERE method_id = :1 AND product_id = :2 AND listed = 1";
inline constexpr std::string_view kRemoveList = "DELETE FROM basispoort_list WHERE method_id = :1 AND product_id = :2";
inline constexpr std::string_view kListsToRead =
    "SELECT l.method_id, l.product_id FROM basispoort_list l WHERE l.listed = 1 AND l.read_after <= :1 AND EXISTS"
    " (SELECT 1 FROM basispoort_user u WHERE u.method_id = l.method_id AND u.product_id = l.product_id"
    "  AND u.state = 'sent' AND u.changed_at < :2) ORDER BY l.method_id, l.product_id";
inline constexpr std::string_view kListsToCompare =
    "SELECT method_id, product_id FROM basispoort_list WHERE listed = 1 AND read_after <= :1"
    " AND (compared_on IS NULL OR compared_on < :2) ORDER BY method_id, product_id";
inline constexpr std::string_view kClaimList =
    "UPDATE basispoort_list SET read_after = :4 WHERE method_id = :1 AND product_id = :2 AND read_after <= :3";

inline constexpr std::string_view kLicensedOfProduct =
    "SELECT DISTINCT school_id FROM licence WHERE product_id = :1 AND school_id > :2 ORDER BY school_id"
    " LIMIT CAST(:3 AS BIGINT)";
inline constexpr std::string_view kLicensedOfMethod =
    "SELECT DISTINCT l.school_id FROM product p JOIN licence l ON l.product_id = p.product_id WHERE p.method_id = :1"
    " AND l.school_id > :2 ORDER BY l.school_id LIMIT CAST(:3 AS BIGINT)";
inline constexpr std::string_view kHasLicence = "SELECT 1 FROM licence WHERE school_id = :1 LIMIT 1";

inline constexpr std::string_view kSweptDay = "SELECT day FROM basispoort_sweep WHERE one = 1";
// The first day with (or after the last day without) access lies after day :1, and not after day :2.
inline constexpr std::string_view kSchoolsChanging =
    "SELECT school_id FROM licence WHERE cancelled = 0 AND start_date > :1 AND start_date <= :2"
    " UNION SELECT school_id FROM licence WHERE cancelled = 0 AND COALESCE(ends_on, end_date) >= :1"
    "  AND COALESCE(ends_on, end_date) < :2"
    " UNION SELECT p.school_id FROM copy_person p WHERE p.end_date IS NOT NULL AND p.end_date >= :1 AND p.end_date < :2"
    "  AND EXISTS (SELECT 1 FROM licence l WHERE l.school_id = p.school_id)"
    " UNION SELECT school_id FROM basispoort_user WHERE state IN ('adding', 'removing')"
    " UNION SELECT u.school_id FROM (SELECT DISTINCT school_id FROM basispoort_user) u"
    "  WHERE NOT EXISTS (SELECT 1 FROM copy_school s WHERE s.school_id = u.school_id)"
    " ORDER BY 1";

}  // namespace suite::licence::query
