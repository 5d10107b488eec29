// Seats, waiting lists and correction requests in SQL.
#pragma once

#include "services/licence/app/ports/seats.hpp"
#include "sql/sql.hpp"

namespace suite::licence {

class SqlSeats final : public SeatsTx {
  public:
    explicit SqlSeats(sql::Session& session) : session_(session) {}
    Result<SeatUse> Use(SchoolId school, LicenceId licence) override;
    Result<std::optional<Instant>> Since(SchoolId school, LicenceId licence, PersonId person) override;
    Status Give(SchoolId school, LicenceId licence, const GivenSeat& seat, Instant at) override;
    Result<bool> Free(SchoolId school, LicenceId licence, PersonId person) override;
    Result<std::vector<SeatHolder>> Holders(SchoolId school, LicenceId licence) override;
    Result<std::optional<PupilInGroup>> Pupil(SchoolId school, PersonId person) override;
    Result<std::vector<WaitingPupil>> Waiting(SchoolId school, LicenceId licence) override;
    Result<std::optional<WaitingSpot>> Spot(SchoolId school, LicenceId licence, PersonId person) override;
    Result<bool> Queue(SchoolId school, LicenceId licence, PersonId person, Instant at) override;
    Result<bool> Unqueue(SchoolId school, LicenceId licence, PersonId person) override;
    Result<std::vector<Leaver>> Leavers(SchoolId school) override;
    Result<std::vector<LicenceId>> WaitedFor(SchoolId school) override;

  private:
    sql::Session& session_;
};

class SqlCorrections final : public CorrectionsTx {
  public:
    explicit SqlCorrections(sql::Session& session) : session_(session) {}
    Result<std::vector<CorrectionView>> List(std::optional<SchoolId> school, std::optional<CorrectionState> state,
                                             std::optional<CorrectionPlace> before, std::int64_t limit) override;
    Result<std::optional<CorrectionView>> Find(SchoolId school, CorrectionId id) override;
    Result<std::optional<Correction>> Open(SchoolId school, LicenceId licence, PersonId person) override;
    Status Save(SchoolId school, const Correction& correction) override;
    Status Erase(SchoolId school) override;

  private:
    sql::Session& session_;
};

}  // namespace suite::licence
