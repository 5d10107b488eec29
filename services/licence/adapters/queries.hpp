// SQL of the licence service: the same for SQLite and PostgreSQL. What is about links: link_queries.hpp.
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

inline constexpr std::string_view kIsStaff =
    "SELECT 1 FROM copy_person WHERE school_id = :1 AND person_id = :2 AND kind = 's'";

#define SUITE_LICENCE_COLUMNS                                                                             \
    "l.school_id, l.licence_id, l.order_line_id, l.contract_number, l.title, l.method_id, l.product_id, " \
    "l.kind, l.start_date, l.end_date, l.year_groups, l.seats, l.cancelled, l.renews, l.ends_on, l.terminated_at"
inline constexpr std::string_view kLicenceByOrder =
    "SELECT " SUITE_LICENCE_COLUMNS " FROM licence l WHERE l.order_line_id = :1";
inline constexpr std::string_view kLicence =
    "SELECT " SUITE_LICENCE_COLUMNS " FROM licence l WHERE l.school_id = :1 AND l.licence_id = :2";
// With what the catalogue knows: its product's method wins over the order's.
#define SUITE_OVERVIEW                                                                   \
    "SELECT " SUITE_LICENCE_COLUMNS                                                      \
    ", COALESCE(p.method_id, l.method_id), m.name, m.subject, p.year_groups, m.excluded" \
    " FROM licence l LEFT JOIN product p ON p.product_id = l.product_id"                 \
    " LEFT JOIN method m ON m.method_id = COALESCE(p.method_id, l.method_id) WHERE l.school_id = :1"
inline constexpr std::string_view kOverview = SUITE_OVERVIEW " AND l.licence_id = :2";
inline constexpr std::string_view kOverviews = SUITE_OVERVIEW;
#undef SUITE_OVERVIEW
#undef SUITE_LICENCE_COLUMNS

// Every way to a licence, as (licence_id, person_id, kind of licence that the way leads to).
#define SUITE_WAYS(of_licence)                                                                                       \
    "SELECT k.licence_id, m.person_id, 'group' AS kind FROM group_link k"                                            \
    " JOIN copy_member m ON m.school_id = k.school_id AND m.group_id = k.group_id WHERE k.school_id = :1" of_licence \
    " UNION ALL SELECT k.licence_id, k.person_id, 'group' FROM pupil_link k WHERE k.school_id = :1" of_licence       \
    " UNION ALL SELECT k.licence_id, k.person_id, 'pupil' FROM seat_assignment k WHERE k.school_id = :1" of_licence
// Pupils are counted once, however many ways lead them to it.
#define SUITE_PUPIL_COUNTS(of_licence) \
    "SELECT x.licence_id, count(DISTINCT x.person_id) FROM (" SUITE_WAYS(of_licence) ") x"                        \
    " JOIN licence l ON l.school_id = :1 AND l.licence_id = x.licence_id AND l.kind = x.kind"                     \
    " JOIN copy_person p ON p.school_id = :1 AND p.person_id = x.person_id AND p.kind = 'p' AND p.active = 1"     \
    " GROUP BY x.licence_id"
inline constexpr std::string_view kPupilCount = SUITE_PUPIL_COUNTS(" AND k.licence_id = :2");
inline constexpr std::string_view kPupilCounts = SUITE_PUPIL_COUNTS("");
#undef SUITE_PUPIL_COUNTS
inline constexpr std::string_view kSeatCount =
    "SELECT licence_id, count(*) FROM seat_assignment WHERE school_id = :1 AND licence_id = :2 GROUP BY licence_id";
inline constexpr std::string_view kSeatCounts =
    "SELECT licence_id, count(*) FROM seat_assignment WHERE school_id = :1 GROUP BY licence_id";
inline constexpr std::string_view kWaitingCount =
    "SELECT licence_id, count(*) FROM waiting_pupil WHERE school_id = :1 AND licence_id = :2 GROUP BY licence_id";
inline constexpr std::string_view kWaitingCounts =
    "SELECT licence_id, count(*) FROM waiting_pupil WHERE school_id = :1 GROUP BY licence_id";
// Of a licence that can be used on day :2: not cancelled, started, and not over; one that renews is over when
// terminated.
#define SUITE_USABLE                                                                    \
    "l.cancelled = 0 AND l.start_date <= :2 AND (COALESCE(l.ends_on, l.end_date) >= :2" \
    " OR (l.renews = 1 AND l.ends_on IS NULL))"
inline constexpr std::string_view kTitles =
    "SELECT DISTINCT x.person_id, l.title FROM (" SUITE_WAYS("") ") x"
    " JOIN licence l ON l.school_id = :1 AND l.licence_id = x.licence_id AND l.kind = x.kind"
    " WHERE " SUITE_USABLE " ORDER BY x.person_id, l.title";
#undef SUITE_USABLE
#undef SUITE_WAYS

}  // namespace suite::licence::query
