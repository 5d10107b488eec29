#include "roster/roster.hpp"
#include "services/licence/adapters/queries_terms.hpp"
#include "services/licence/adapters/sql_parts.hpp"

namespace suite::licence {
namespace {

SeatPupil ReadPupil(const sql::Row& row) {
    SeatPupil pupil{.id = PersonId{row.Int(1)}, .name = {}, .year_group = {}, .active = false};
    if (row.IsNull(6)) return pupil;  // gone from the roster
    pupil.name = roster::ShownName({.given = row.Text(2), .prefix = row.Text(3), .family = row.Text(4)});
    pupil.year_group = row.OptText(5).value_or(row.OptText(7).value_or(""));
    pupil.active = row.Bool(6);
    return pupil;
}

Result<PupilsByLicence> Pupils(sql::Session& session, std::string_view query, SchoolId school) {
    SUITE_ASSIGN(const auto rows, session.Query(query, {sql::Value{school.value}}));
    PupilsByLicence pupils;
    for (const auto& row : rows) pupils[LicenceId{row.Int(0)}].push_back(ReadPupil(row));
    return pupils;
}

}  // namespace

Result<PupilsByLicence> SqlTerms::OnSeats(SchoolId school) { return Pupils(session_, query::kPupilsOnSeats, school); }

Result<PupilsByLicence> SqlTerms::Waiting(SchoolId school) { return Pupils(session_, query::kPupilsWaiting, school); }

}  // namespace suite::licence
