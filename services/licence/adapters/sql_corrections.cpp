#include "core/role_name.hpp"
#include "services/licence/adapters/seat_queries.hpp"
#include "services/licence/adapters/sql_parts.hpp"
#include "services/licence/adapters/sql_seats.hpp"

namespace suite::licence {
namespace {

using sql::Value;

const sql::Table kCorrectionTable{"correction_request",
                                  {{"school_id"},
                                   {"correction_id"},
                                   {"licence_id"},
                                   {"person_id"},
                                   {"replacement_id"},
                                   {"reason", false},
                                   {"asked_at"},
                                   {"asked_by"},
                                   {"state", false},
                                   {"decided_at"},
                                   {"decided_by_role", false},
                                   {"decision", false},
                                   {"given_to"}},
                                  2};

std::string_view Name(CorrectionState state) {
    switch (state) {
        case CorrectionState::kOpen:
            return "open";
        case CorrectionState::kGranted:
            return "granted";
        case CorrectionState::kRefused:
            return "refused";
        case CorrectionState::kLapsed:
            return "lapsed";
    }
    return "";
}

CorrectionState StateOf(std::string_view name) {
    for (const auto state : {CorrectionState::kGranted, CorrectionState::kRefused, CorrectionState::kLapsed}) {
        if (Name(state) == name) return state;
    }
    return CorrectionState::kOpen;
}

Value PersonOrNull(std::optional<PersonId> person) { return person && *person ? Value{person->value} : Value{}; }

std::optional<PersonId> PersonOf(const sql::Row& row, std::size_t column) {
    if (row.IsNull(column)) return std::nullopt;
    return PersonId{row.Int(column)};
}

Correction ReadCorrection(const sql::Row& row) {
    Correction correction{.id = CorrectionId{row.Int(1)},
                          .licence = LicenceId{row.Int(2)},
                          .person = PersonId{row.Int(3)},
                          .replacement = PersonOf(row, 4),
                          .reason = row.Text(5),
                          .asked_at = AtMillis(row.Int(6)),
                          .asked_by = PersonOf(row, 7).value_or(PersonId{}),
                          .state = StateOf(row.Text(8)),
                          .given_to = PersonOf(row, 12)};
    if (!row.IsNull(9)) {
        correction.decision =
            CorrectionDecision{.at = AtMillis(row.Int(9)), .role = StoredRole(row.Text(10)), .reason = row.Text(11)};
    }
    return correction;
}

Result<CorrectionView> ReadView(sql::Session& session, const sql::Row& row) {
    CorrectionView view{
        .school = SchoolId{row.Int(0)}, .correction = ReadCorrection(row), .licence_title = row.Text(13)};
    SqlSeats seats(session);
    SUITE_ASSIGN(view.pupil, seats.Pupil(view.school, view.correction.person));
    if (view.correction.replacement) {
        SUITE_ASSIGN(view.replacement, seats.Pupil(view.school, *view.correction.replacement));
    }
    return view;
}

}  // namespace

Result<std::vector<CorrectionView>> SqlCorrections::List(std::optional<SchoolId> school,
                                                         std::optional<CorrectionState> state,
                                                         std::optional<CorrectionPlace> before, std::int64_t limit) {
    std::vector<Value> values;
    if (school) values.emplace_back(school->value);
    values.emplace_back(state ? std::string(Name(*state)) : std::string());
    values.push_back(before ? Value{Millis(before->at)} : Value{});
    values.push_back(before ? Value{before->id} : Value{});
    values.emplace_back(limit);
    SUITE_ASSIGN(const auto rows,
                 session_.Query(school ? query::kCorrectionsOfSchool : query::kCorrections, std::span(values)));
    std::vector<CorrectionView> views;
    for (const auto& row : rows) {
        SUITE_ASSIGN(auto view, ReadView(session_, row));
        views.push_back(std::move(view));
    }
    return views;
}

Result<std::optional<CorrectionView>> SqlCorrections::Find(SchoolId school, CorrectionId id) {
    SUITE_ASSIGN(const auto row, session_.QueryOptional(query::kCorrection, {Value{school.value}, Value{id.value}}));
    if (!row) return std::optional<CorrectionView>{};
    SUITE_ASSIGN(auto view, ReadView(session_, *row));
    return std::optional(std::move(view));
}

Result<std::optional<Correction>> SqlCorrections::Open(SchoolId school, LicenceId licence, PersonId person) {
    SUITE_ASSIGN(const auto row,
                 session_.QueryOptional(query::kOpenCorrection,
                                        {Value{school.value}, Value{licence.value}, Value{person.value}}));
    return row ? std::optional(ReadCorrection(*row)) : std::nullopt;
}

Status SqlCorrections::Save(SchoolId school, const Correction& c) {
    const auto& decision = c.decision;
    return session_.Upsert(kCorrectionTable,
                           {{school.value, c.id.value, c.licence.value, c.person.value, PersonOrNull(c.replacement),
                             c.reason, Millis(c.asked_at), PersonOrNull(c.asked_by), std::string(Name(c.state)),
                             decision ? Value{Millis(decision->at)} : Value{},
                             decision ? std::string(RoleName(decision->role)) : std::string(),
                             decision ? decision->reason : std::string(), PersonOrNull(c.given_to)}});
}

Status SqlCorrections::Erase(SchoolId school) {
    SUITE_RETURN_IF_ERROR(session_.Execute(query::kEraseCorrections, {Value{school.value}}));
    return {};
}

}  // namespace suite::licence
