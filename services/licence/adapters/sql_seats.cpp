#include "services/licence/adapters/sql_seats.hpp"

#include "core/reasons.hpp"
#include "services/licence/adapters/seat_queries.hpp"
#include "services/licence/adapters/sql_parts.hpp"

namespace suite::licence {
namespace {

using sql::Value;

constexpr std::size_t kPupilColumns = 7;

/// The first seven columns of the queries about pupils; nulls for one who is not there.
PupilInGroup ReadPupil(const sql::Row& row) {
    PupilInGroup pupil{.id = PersonId{row.Int(0)}};
    if (row.IsNull(4)) return pupil;
    pupil.name = {.given = row.Text(1), .prefix = row.Text(2), .family = row.Text(3)};
    pupil.active = row.Bool(4);
    if (row.IsNull(5)) return pupil;
    pupil.group = GroupId{row.Int(5)};
    pupil.group_name = row.Text(6);
    return pupil;
}

}  // namespace

Result<SeatUse> SqlSeats::Use(SchoolId school, LicenceId licence) {
    SUITE_ASSIGN(const auto seats, session_.Query(query::kSeatNumbers, {Value{school.value}, Value{licence.value}}));
    SUITE_ASSIGN(const auto waiting,
                 session_.QueryOne(query::kCountWaiting, {Value{school.value}, Value{licence.value}}));
    SeatUse use{.counts = {.used = std::ssize(seats), .waiting = waiting.Int(0)}};
    for (const auto& row : seats) {
        if (!row.IsNull(0)) use.taken.push_back(row.Int(0));
    }
    return use;
}

Result<std::optional<Instant>> SqlSeats::Since(SchoolId school, LicenceId licence, PersonId person) {
    SUITE_ASSIGN(const auto row, session_.QueryOptional(query::kSeatSince, {Value{school.value}, Value{person.value},
                                                                            Value{licence.value}}));
    return row ? std::optional(AtMillis(row->Int(0))) : std::nullopt;
}

Status SqlSeats::Give(SchoolId school, LicenceId licence, const GivenSeat& seat, Instant at) {
    SUITE_ASSIGN(const auto given,
                 session_.Execute(query::kGiveSeat, {Value{school.value}, Value{licence.value},
                                                     Value{seat.person.value}, Value{Millis(at)}, Value{seat.seat}}));
    if (given == 1) return {};
    return Fail(Code::kFailedPrecondition, reason::kSeatsExhausted, "the database found no free seat");
}

Result<bool> SqlSeats::Free(SchoolId school, LicenceId licence, PersonId person) {
    SUITE_ASSIGN(const auto freed,
                 session_.Execute(query::kFreeSeat, {Value{school.value}, Value{person.value}, Value{licence.value}}));
    return freed > 0;
}

Result<std::vector<SeatHolder>> SqlSeats::Holders(SchoolId school, LicenceId licence) {
    SUITE_ASSIGN(const auto rows, session_.Query(query::kSeatHolders, {Value{school.value}, Value{licence.value}}));
    std::vector<SeatHolder> holders;
    for (const auto& row : rows) {
        if (!holders.empty() && holders.back().pupil.id.value == row.Int(0)) continue;
        holders.push_back({.pupil = ReadPupil(row), .since = AtMillis(row.Int(kPupilColumns))});
    }
    return holders;
}

Result<std::optional<PupilInGroup>> SqlSeats::Pupil(SchoolId school, PersonId person) {
    SUITE_ASSIGN(const auto row,
                 session_.QueryOptional(query::kPupilInGroup, {Value{school.value}, Value{person.value}}));
    return row ? std::optional(ReadPupil(*row)) : std::nullopt;
}

Result<std::vector<WaitingPupil>> SqlSeats::Waiting(SchoolId school, LicenceId licence) {
    SUITE_ASSIGN(const auto rows, session_.Query(query::kWaiting, {Value{school.value}, Value{licence.value}}));
    std::vector<WaitingPupil> waiting;
    for (const auto& row : rows) {
        if (!waiting.empty() && waiting.back().pupil.id.value == row.Int(0)) continue;
        waiting.push_back({.pupil = ReadPupil(row),
                           .number = row.Int(kPupilColumns + 1),
                           .since = AtMillis(row.Int(kPupilColumns)),
                           .registered = !row.IsNull(4)});
    }
    return waiting;
}

Result<std::optional<WaitingSpot>> SqlSeats::Spot(SchoolId school, LicenceId licence, PersonId person) {
    SUITE_ASSIGN(const auto row, session_.QueryOptional(query::kWaitingSpot, {Value{school.value}, Value{licence.value},
                                                                              Value{person.value}}));
    if (!row) return std::optional<WaitingSpot>{};
    return std::optional(WaitingSpot{.position = row->Int(1), .since = AtMillis(row->Int(0))});
}

Result<bool> SqlSeats::Queue(SchoolId school, LicenceId licence, PersonId person, Instant at) {
    SUITE_ASSIGN(const auto added, session_.Execute(query::kQueue, {Value{school.value}, Value{licence.value},
                                                                    Value{person.value}, Value{Millis(at)}}));
    return added > 0;
}

Result<bool> SqlSeats::Unqueue(SchoolId school, LicenceId licence, PersonId person) {
    SUITE_ASSIGN(const auto removed,
                 session_.Execute(query::kUnqueue, {Value{school.value}, Value{licence.value}, Value{person.value}}));
    return removed > 0;
}

Result<std::vector<Leaver>> SqlSeats::Leavers(SchoolId school) {
    SUITE_ASSIGN(const auto rows, session_.Query(query::kLeavers, {Value{school.value}}));
    std::vector<Leaver> leavers;
    for (const auto& row : rows) {
        leavers.push_back({.licence = LicenceId{row.Int(0)}, .person = PersonId{row.Int(1)}, .has_seat = row.Bool(2)});
    }
    return leavers;
}

Result<std::vector<LicenceId>> SqlSeats::WaitedFor(SchoolId school) {
    SUITE_ASSIGN(const auto rows, session_.Query(query::kWaitedFor, {Value{school.value}}));
    std::vector<LicenceId> licences;
    for (const auto& row : rows) licences.push_back(LicenceId{row.Int(0)});
    return licences;
}

}  // namespace suite::licence
