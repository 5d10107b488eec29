// The SQL of the hot path: the same for SQLite and PostgreSQL.
#pragma once

#include <string>
#include <string_view>

namespace suite::licence::query {

// Not just one more: a database that was set back to an old copy must not hand out a version again that Redis still
// holds with other contents, so a version is at least the time of its making in milliseconds.
inline constexpr std::string_view kBumpVersion =
    "INSERT INTO licence_version (school_id, version) VALUES (:1, :2)"
    " ON CONFLICT (school_id) DO UPDATE SET version ="
    " CASE WHEN licence_version.version < :2 THEN :2 ELSE licence_version.version + 1 END";
inline constexpr std::string_view kVersion = "SELECT version FROM licence_version WHERE school_id = :1";

// What a row of facts is about: its first column.
inline constexpr int kOfSchool = 0;  // active, version, consent
inline constexpr int kOfPerson = 1;  // person, active, is staff, last day
inline constexpr int kOfGroup = 2;   // group
inline constexpr int kOfLink = 3;    // licence
inline constexpr int kOfSeat = 4;    // licence

// One question, one moment. Should two registrations of one school ever share a key, the first answers; groups are
// never mixed. No row at all when the school is unknown.
#define SUITE_FACTS(person_condition)                                                                         \
    "WITH p AS (SELECT person_id, kind, active, end_date FROM copy_person"                                    \
    " WHERE school_id = :1 AND " person_condition                                                             \
    " ORDER BY person_id LIMIT 1)"                                                                            \
    " SELECT 0, s.active, COALESCE(v.version, 0), s.consent, CAST(NULL AS TEXT) FROM copy_school s"           \
    " LEFT JOIN licence_version v ON v.school_id = s.school_id WHERE s.school_id = :1"                        \
    " UNION ALL SELECT 1, p.person_id, p.active, CASE WHEN p.kind = 's' THEN 1 ELSE 0 END, p.end_date FROM p" \
    " UNION ALL SELECT 2, m.group_id, 0, 0, NULL FROM p"                                                      \
    " JOIN copy_member m ON m.school_id = :1 AND m.person_id = p.person_id"                                   \
    " UNION ALL SELECT 3, k.licence_id, 0, 0, NULL FROM p"                                                    \
    " JOIN pupil_link k ON k.school_id = :1 AND k.person_id = p.person_id"                                    \
    " UNION ALL SELECT 4, a.licence_id, 0, 0, NULL FROM p"                                                    \
    " JOIN seat_assignment a ON a.school_id = :1 AND a.person_id = p.person_id"
inline constexpr std::string_view kFactsById = SUITE_FACTS("person_id = :2");
inline constexpr std::string_view kFactsByEckId = SUITE_FACTS("eck_id = :2");
inline constexpr std::string_view kFactsByBasispoort = SUITE_FACTS("basispoort_id = :2");
#undef SUITE_FACTS

// Many questions: `asked` has a row for each, (n, school, person id, ECK iD, Basispoort id) with two of the last three
// null. The rows are those above, with the question's number before them.
inline constexpr std::string_view kManyFactsBegin =
    "WITH asked (n, school_id, person_id, eck_id, basispoort_id) AS (VALUES ";
inline constexpr std::string_view kManyFactsRow =
    "(CAST(:{} AS BIGINT), CAST(:{} AS BIGINT), CAST(:{} AS BIGINT), CAST(:{} AS TEXT), CAST(:{} AS BIGINT))";
inline constexpr std::string_view kManyFactsEnd =
    "), named AS ("
    " SELECT a.n, a.school_id, c.person_id FROM asked a"
    " JOIN copy_person c ON c.school_id = a.school_id AND c.person_id = a.person_id"
    " UNION ALL SELECT a.n, a.school_id, MIN(c.person_id) FROM asked a"
    " JOIN copy_person c ON c.school_id = a.school_id AND c.eck_id = a.eck_id GROUP BY a.n, a.school_id"
    " UNION ALL SELECT a.n, a.school_id, MIN(c.person_id) FROM asked a"
    " JOIN copy_person c ON c.school_id = a.school_id AND c.basispoort_id = a.basispoort_id GROUP BY a.n, a.school_id"
    ") SELECT a.n, 0, s.active, COALESCE(v.version, 0), s.consent, CAST(NULL AS TEXT) FROM asked a"
    " JOIN copy_school s ON s.school_id = a.school_id LEFT JOIN licence_version v ON v.school_id = a.school_id"
    " UNION ALL SELECT p.n, 1, c.person_id, c.active, CASE WHEN c.kind = 's' THEN 1 ELSE 0 END, c.end_date FROM named p"
    " JOIN copy_person c ON c.school_id = p.school_id AND c.person_id = p.person_id"
    " UNION ALL SELECT p.n, 2, m.group_id, 0, 0, NULL FROM named p"
    " JOIN copy_member m ON m.school_id = p.school_id AND m.person_id = p.person_id"
    " UNION ALL SELECT p.n, 3, k.licence_id, 0, 0, NULL FROM named p"
    " JOIN pupil_link k ON k.school_id = p.school_id AND k.person_id = p.person_id"
    " UNION ALL SELECT p.n, 4, t.licence_id, 0, 0, NULL FROM named p"
    " JOIN seat_assignment t ON t.school_id = p.school_id AND t.person_id = p.person_id"
    " ORDER BY 1, 2";

inline constexpr std::string_view kMapping =
    "SELECT l.licence_id, l.product_id, l.kind, l.start_date, l.end_date, l.renews, l.ends_on, l.cancelled, k.group_id,"
    " k.school_year FROM licence l LEFT JOIN group_link k ON k.school_id = l.school_id AND k.licence_id = l.licence_id"
    " WHERE l.school_id = :1 ORDER BY l.licence_id, k.group_id";

// For explanations.
inline constexpr std::string_view kPersonName =
    "SELECT given_name, prefix, family_name FROM copy_person WHERE school_id = :1 AND person_id = :2";
inline constexpr std::string_view kGroupsOfPerson =
    "SELECT g.group_id, g.name, g.composed FROM copy_member m"
    " JOIN copy_group g ON g.school_id = m.school_id AND g.group_id = m.group_id"
    " WHERE m.school_id = :1 AND m.person_id = :2 ORDER BY g.name, g.group_id";
inline constexpr std::string_view kTitlesOfSchool = "SELECT licence_id, title FROM licence WHERE school_id = :1";

}  // namespace suite::licence::query
