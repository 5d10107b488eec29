// SQL texts of the forecast (LIC-10): the same for SQLite and PostgreSQL.
#pragma once

#include <string_view>

namespace suite::licence::query {

// With the year group of the newest base group; the pupil's own goes before it.
#define SUITE_SEAT_PUPILS(table)                                                                       \
    "SELECT s.licence_id, s.person_id, p.given_name, p.prefix, p.family_name, p.year_group, p.active," \
    " (SELECT g.year_group FROM copy_member m JOIN copy_group g ON g.school_id = m.school_id"          \
    "   AND g.group_id = m.group_id WHERE m.school_id = s.school_id AND m.person_id = s.person_id"     \
    "   AND g.composed = 0 ORDER BY g.school_year DESC LIMIT 1)"                                       \
    " FROM " table                                                                                     \
    " s LEFT JOIN copy_person p ON p.school_id = s.school_id AND p.person_id = s.person_id"            \
    "  AND p.kind = 'p' WHERE s.school_id = :1 ORDER BY p.family_name, p.given_name, s.person_id"
inline constexpr std::string_view kPupilsOnSeats = SUITE_SEAT_PUPILS("seat_assignment");
inline constexpr std::string_view kPupilsWaiting = SUITE_SEAT_PUPILS("waiting_pupil");
#undef SUITE_SEAT_PUPILS

}  // namespace suite::licence::query
