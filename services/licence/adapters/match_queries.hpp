// SQL of the automatic links (LIC-04): the same for SQLite and PostgreSQL.
#pragma once

#include <string_view>

namespace suite::licence::query {

inline constexpr std::string_view kHasLicences = "SELECT 1 FROM licence WHERE school_id = :1 LIMIT 1";
inline constexpr std::string_view kMatchSchool =
    "SELECT 1 FROM copy_school WHERE school_id = :1 AND active = 1 AND consent = 1";
inline constexpr std::string_view kMatchGroups =
    "SELECT group_id, name, year_group, school_year, composed FROM copy_group WHERE school_id = :1 AND school_year >= "
    ":2";
inline constexpr std::string_view kMatchPupils =
    "SELECT m.group_id, m.person_id, p.year_group FROM copy_group g"
    " JOIN copy_member m ON m.school_id = g.school_id AND m.group_id = g.group_id"
    " JOIN copy_person p ON p.school_id = m.school_id AND p.person_id = m.person_id"
    " WHERE g.school_id = :1 AND g.school_year >= :2 AND p.kind = 'p' AND p.active = 1";
// The catalogue's word about method and subject wins over the order line's (docs/decisions/0015).
inline constexpr std::string_view kMatchLicences =
    "SELECT l.licence_id, l.title, l.product_id, l.method_id, l.year_groups, l.start_date, l.end_date, l.renews,"
    " l.ends_on, l.cancelled, p.method_id, p.year_groups, m.subject, m.excluded FROM licence l"
    " LEFT JOIN product p ON p.product_id = l.product_id"
    " LEFT JOIN method m ON m.method_id = COALESCE(p.method_id, l.method_id)"
    " WHERE l.school_id = :1 AND l.kind = 'group'";
inline constexpr std::string_view kMatchLinks =
    "SELECT licence_id, group_id, how, linked_at FROM group_link WHERE school_id = :1";
inline constexpr std::string_view kMatchBarred =
    "SELECT licence_id, subject_id FROM licence_history WHERE school_id = :1 AND subject = 'group'"
    " AND action = 'unlink' AND how = 'hand'"
    " UNION SELECT licence_id, group_id FROM link_proposal WHERE school_id = :1 AND state = 'dropped'";
// What groups had to their end, and what groups of earlier years that are still there have.
inline constexpr std::string_view kMatchEnded =
    "SELECT h.subject_id, h.group_name, l.product_id FROM licence_history h"
    " JOIN licence l ON l.school_id = h.school_id AND l.licence_id = h.licence_id"
    " WHERE h.school_id = :1 AND h.subject = 'group' AND h.action = 'unlink' AND h.how IN ('roster', 'rollover') AND "
    "h.at >= :3"
    " UNION SELECT k.group_id, k.group_name, l.product_id FROM group_link k"
    " JOIN licence l ON l.school_id = k.school_id AND l.licence_id = k.licence_id"
    " JOIN copy_group g ON g.school_id = k.school_id AND g.group_id = k.group_id"
    " WHERE k.school_id = :1 AND g.school_year < :2";
inline constexpr std::string_view kLastYear =
    "SELECT person_id, school_year, group_id, year_group FROM last_year_group WHERE school_id = :1";

#define SUITE_PROPOSAL                                                                                         \
    "SELECT p.proposal_id, p.number, p.licence_id, COALESCE(l.title, ''), p.group_id, p.group_name, p.state, " \
    "p.reasons, p.proposed_at, p.decided_at, p.person_id FROM link_proposal p"                                 \
    " LEFT JOIN licence l ON l.school_id = p.school_id AND l.licence_id = p.licence_id WHERE p.school_id = :1 AND "
inline constexpr std::string_view kOpenProposals = SUITE_PROPOSAL "p.state = 'open'";
inline constexpr std::string_view kProposal = SUITE_PROPOSAL "p.proposal_id = :2";
inline constexpr std::string_view kProposals = SUITE_PROPOSAL
    "(CAST(:2 AS TEXT) = '' OR p.state = :2) AND (CAST(:3 AS BIGINT) = 0 OR p.number < :3)"
    " ORDER BY p.number DESC LIMIT :4";
#undef SUITE_PROPOSAL
// Numbered under the school's lock.
inline constexpr std::string_view kAddProposal =
    "INSERT INTO link_proposal (school_id, proposal_id, number, licence_id, group_id, group_name, state, reasons,"
    " proposed_at) SELECT :1, :2, COALESCE(MAX(number), 0) + 1, :3, :4, :5, :6, :7, :8"
    " FROM link_proposal WHERE school_id = :1";
inline constexpr std::string_view kChangeProposal =
    "UPDATE link_proposal SET state = :3, reasons = :4, decided_at = CAST(:5 AS BIGINT),"
    " person_id = CAST(:6 AS BIGINT) WHERE school_id = :1 AND proposal_id = :2";
inline constexpr std::string_view kCloseProposal =
    "UPDATE link_proposal SET state = 'closed', decided_at = :4 WHERE school_id = :1 AND licence_id = :2"
    " AND group_id = :3 AND state = 'open'";
inline constexpr std::string_view kOpenOfGroup =
    "SELECT 1 FROM link_proposal WHERE school_id = :1 AND group_id = :2 AND state = 'open' LIMIT 1";
inline constexpr std::string_view kConfirmLink =
    "UPDATE group_link SET how = 'hand' WHERE school_id = :1 AND licence_id = :2 AND group_id = :3"
    " AND how = 'automatic'";
inline constexpr std::string_view kForgetProposals = "DELETE FROM link_proposal WHERE school_id = :1";

inline constexpr std::string_view kSchoolYears =
    "SELECT MIN(school_year), MAX(school_year) FROM copy_group WHERE school_id = :1 AND composed = 0";
inline constexpr std::string_view kBaseGroups =
    "SELECT group_id, school_year FROM copy_group WHERE school_id = :1 AND composed = 0";
inline constexpr std::string_view kBaseMembers =
    "SELECT m.person_id, g.group_id, g.school_year, COALESCE(p.year_group, g.year_group) FROM copy_group g"
    " JOIN copy_member m ON m.school_id = g.school_id AND m.group_id = g.group_id"
    " JOIN copy_person p ON p.school_id = m.school_id AND p.person_id = m.person_id"
    " WHERE g.school_id = :1 AND g.composed = 0 AND p.kind = 'p'";
inline constexpr std::string_view kForgetLastYears =
    "DELETE FROM last_year_group WHERE school_id = :1 AND school_year < :2";

}  // namespace suite::licence::query
