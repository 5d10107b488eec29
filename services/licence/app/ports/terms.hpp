// Port: who is on the seats of a school's licences, and who waits for one (LIC-07, LIC-10).
#pragma once

#include <map>
#include <vector>

#include "core/error.hpp"
#include "services/licence/domain/term.hpp"

namespace suite::licence {

using PupilsByLicence = std::map<LicenceId, std::vector<SeatPupil>>;

class TermsTx {
  public:
    virtual ~TermsTx() = default;
    /// By family name. Somebody who is not at the school any more has no name and is not active.
    [[nodiscard]] virtual Result<PupilsByLicence> OnSeats(SchoolId school) = 0;
    [[nodiscard]] virtual Result<PupilsByLicence> Waiting(SchoolId school) = 0;
};

}  // namespace suite::licence
