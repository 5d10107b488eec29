// What the use cases need of the world. Implemented in adapters/, faked in tests.
#pragma once

#include <functional>

#include "core/actor.hpp"
#include "core/audit_note.hpp"
#include "core/deadline.hpp"
#include "core/school_scope.hpp"
#include "services/licence/app/ports/basispoort_users.hpp"
#include "services/licence/app/ports/catalogue.hpp"
#include "services/licence/app/ports/entitlements.hpp"
#include "services/licence/app/ports/history.hpp"
#include "services/licence/app/ports/licences.hpp"
#include "services/licence/app/ports/links.hpp"
#include "services/licence/app/ports/matches.hpp"
#include "services/licence/app/ports/roster.hpp"
#include "services/licence/app/ports/seats.hpp"
#include "services/licence/app/ports/terms.hpp"

namespace suite::licence {

/// One transaction on the service's database, with a door to each part of it. All calls UNAVAILABLE and so on as
/// sql::Database says.
class LicenceTx {
  public:
    virtual ~LicenceTx() = default;
    /// Writers of one school wait for each other from here to the end of the transaction.
    [[nodiscard]] virtual Status Lock(SchoolId school) = 0;
    [[nodiscard]] virtual RosterTx& Roster() = 0;
    [[nodiscard]] virtual LicencesTx& Licences() = 0;
    [[nodiscard]] virtual LinksTx& Links() = 0;
    [[nodiscard]] virtual SeatsTx& Seats() = 0;
    [[nodiscard]] virtual CorrectionsTx& Corrections() = 0;
    [[nodiscard]] virtual HistoryTx& History() = 0;
    [[nodiscard]] virtual MatchesTx& Matches() = 0;
    [[nodiscard]] virtual CatalogueTx& Catalogue() = 0;
    [[nodiscard]] virtual TermsTx& Terms() = 0;
    [[nodiscard]] virtual BasispoortUsersTx& Users() = 0;
    /// For what is in no school's history; that notes itself (HistoryTx::Add).
    [[nodiscard]] virtual AuditTrail& Audit() = 0;
    /// The school's licences or links changed: a new version, and the cache is told through the outbox. Once is enough,
    /// however much a transaction changes.
    [[nodiscard]] virtual Status MappingChanged(SchoolId school, Instant at) = 0;
};

/// Each transaction says of which schools it is; work for one school may not read or write another's.
class LicenceStore {
  public:
    virtual ~LicenceStore() = default;
    [[nodiscard]] virtual Status Read(SchoolScope schools, Deadline deadline,
                                      const std::function<Status(LicenceTx&)>& work) = 0;
    /// `work` may run more than once.
    [[nodiscard]] virtual Status Write(SchoolScope schools, Deadline deadline,
                                       const std::function<Status(LicenceTx&)>& work) = 0;
};

}  // namespace suite::licence
