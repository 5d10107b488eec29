// SQL about seats, waiting lists and corrections: the same for SQLite and PostgreSQL.
#pragma once

#include <string_view>

namespace suite::licence::query {

inline constexpr std::string_view kSeatNumbers =
    "SELECT seat FROM seat_assignment WHERE school_id = :1 AND licence_id = :2";
inline constexpr std::string_view kCountWaiting =
    "SELECT count(*) FROM waiting_pupil WHERE school_id = :1 AND licence_id = :2";
inline constexpr std::string_view kSeatSince =
    "SELECT assigned_at FROM seat_assignment WHERE school_id = :1 AND person_id = :2 AND licence_id = :3";
// Whoever forgets the lock or the count: the condition here, and the unique number, hold all the same.
inline constexpr std::string_view kGiveSeat =
    "INSERT INTO seat_assignment (school_id, person_id, licence_id, assigned_at, seat)"
    " SELECT l.school_id, CAST(:3 AS BIGINT), l.licence_id, CAST(:4 AS BIGINT), CAST(:5 AS BIGINT) FROM licence l"
    " WHERE l.school_id = :1 AND l.licence_id = :2 AND l.kind = 'pupil' AND l.cancelled = 0"
    " AND CAST(:5 AS BIGINT) BETWEEN 1 AND l.seats"
    " AND (SELECT count(*) FROM seat_assignment a"
    "  WHERE a.school_id = l.school_id AND a.licence_id = l.licence_id) < l.seats";
inline constexpr std::string_view kFreeSeat =
    "DELETE FROM seat_assignment WHERE school_id = :1 AND person_id = :2 AND licence_id = :3";

// A pupil has one base group in a school year (ROS-02), and maybe one of last year: the newest counts, so it comes
// first and the reader skips the rest.
#define SUITE_PUPIL_COLUMNS " p.given_name, p.prefix, p.family_name, p.active, g.group_id, g.name"
#define SUITE_BASE_GROUP                                                                  \
    " LEFT JOIN copy_member m ON m.school_id = p.school_id AND m.person_id = p.person_id" \
    "  AND EXISTS (SELECT 1 FROM copy_group b WHERE b.school_id = m.school_id"            \
    "   AND b.group_id = m.group_id AND b.composed = 0)"                                  \
    " LEFT JOIN copy_group g ON g.school_id = m.school_id AND g.group_id = m.group_id"
inline constexpr std::string_view kSeatHolders =
    "SELECT a.person_id," SUITE_PUPIL_COLUMNS
    ", a.assigned_at FROM seat_assignment a"
    " JOIN copy_person p ON p.school_id = a.school_id AND p.person_id = a.person_id" SUITE_BASE_GROUP
    " WHERE a.school_id = :1 AND a.licence_id = :2 ORDER BY a.person_id, g.school_year DESC";
// One who left a moment ago is on it until the roster's change has been followed.
inline constexpr std::string_view kWaiting =
    "SELECT w.person_id," SUITE_PUPIL_COLUMNS
    ", w.waiting_since, w.number FROM waiting_pupil w"
    " LEFT JOIN copy_person p ON p.school_id = w.school_id AND p.person_id = w.person_id AND p.kind = "
    "'p'" SUITE_BASE_GROUP " WHERE w.school_id = :1 AND w.licence_id = :2 ORDER BY w.number, g.school_year DESC";
inline constexpr std::string_view kPupilInGroup =
    "SELECT p.person_id," SUITE_PUPIL_COLUMNS " FROM copy_person p" SUITE_BASE_GROUP
    " WHERE p.school_id = :1 AND p.person_id = :2 AND p.kind = 'p' ORDER BY g.school_year DESC LIMIT 1";
#undef SUITE_PUPIL_COLUMNS
#undef SUITE_BASE_GROUP

inline constexpr std::string_view kQueue =
    "INSERT INTO waiting_pupil (school_id, licence_id, person_id, number, waiting_since)"
    " SELECT :1, :2, CAST(:3 AS BIGINT), COALESCE(MAX(number), 0) + 1, CAST(:4 AS BIGINT) FROM waiting_pupil"
    " WHERE school_id = :1 AND licence_id = :2"
    " ON CONFLICT (school_id, licence_id, person_id) DO NOTHING";
inline constexpr std::string_view kWaitingSpot =
    "SELECT w.waiting_since, (SELECT count(*) FROM waiting_pupil b WHERE b.school_id = w.school_id"
    "  AND b.licence_id = w.licence_id AND b.number <= w.number)"
    " FROM waiting_pupil w WHERE w.school_id = :1 AND w.licence_id = :2 AND w.person_id = :3";
inline constexpr std::string_view kUnqueue =
    "DELETE FROM waiting_pupil WHERE school_id = :1 AND licence_id = :2 AND person_id = :3";
inline constexpr std::string_view kLeavers =
    "SELECT a.licence_id, a.person_id, 1 FROM seat_assignment a WHERE a.school_id = :1 AND NOT EXISTS"
    " (SELECT 1 FROM copy_person p WHERE p.school_id = a.school_id AND p.person_id = a.person_id AND p.kind = 'p')"
    " UNION ALL SELECT w.licence_id, w.person_id, 0 FROM waiting_pupil w WHERE w.school_id = :1 AND NOT EXISTS"
    " (SELECT 1 FROM copy_person p WHERE p.school_id = w.school_id AND p.person_id = w.person_id AND p.kind = 'p')";
inline constexpr std::string_view kWaitedFor = "SELECT DISTINCT licence_id FROM waiting_pupil WHERE school_id = :1";

#define SUITE_CORRECTION                                                                                      \
    "SELECT c.school_id, c.correction_id, c.licence_id, c.person_id, c.replacement_id, c.reason, c.asked_at," \
    " c.asked_by, c.state, c.decided_at, c.decided_by_role, c.decision, c.given_to, COALESCE(l.title, '')"    \
    " FROM correction_request c"                                                                              \
    " LEFT JOIN licence l ON l.school_id = c.school_id AND l.licence_id = c.licence_id"
// 0 is no school and '' no state: all. With a school or a state its index leads; the order is each index's own.
inline constexpr std::string_view kCorrectionsOfSchool = SUITE_CORRECTION
    " WHERE c.school_id = :1 AND (CAST(:2 AS TEXT) = '' OR c.state = :2)"
    " AND (CAST(:3 AS BIGINT) IS NULL OR (c.asked_at, c.correction_id) < (:3, :4))"
    " ORDER BY c.asked_at DESC, c.correction_id DESC LIMIT :5";
inline constexpr std::string_view kCorrections = SUITE_CORRECTION
    " WHERE (CAST(:1 AS TEXT) = '' OR c.state = :1)"
    " AND (CAST(:2 AS BIGINT) IS NULL OR (c.asked_at, c.correction_id) < (:2, :3))"
    " ORDER BY c.asked_at DESC, c.correction_id DESC LIMIT :4";
inline constexpr std::string_view kCorrection = SUITE_CORRECTION " WHERE c.school_id = :1 AND c.correction_id = :2";
inline constexpr std::string_view kOpenCorrection =
    SUITE_CORRECTION " WHERE c.school_id = :1 AND c.licence_id = :2 AND c.person_id = :3 AND c.state = 'open'";
#undef SUITE_CORRECTION
inline constexpr std::string_view kEraseCorrections = "DELETE FROM correction_request WHERE school_id = :1";

}  // namespace suite::licence::query
