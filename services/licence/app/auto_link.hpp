// Links what is sure and proposes what is doubtful (LIC-04): after new groups, new licences and a rollover.
#pragma once

#include "core/time.hpp"
#include "services/licence/app/ports.hpp"

namespace suite::licence {

/// For one school, as things are now; running it again changes nothing. Sure matches become links with how kAutomatic
/// and the rule's reasons in the history; doubtful ones become open proposals; open ones that are none any more are
/// closed. Writes only when there is something to write. Thread-safe.
class AutoLink {
  public:
    AutoLink(LicenceStore& store, const Clock& clock, IdSource& ids) : store_(store), clock_(clock), ids_(ids) {}
    [[nodiscard]] Status operator()(SchoolId school, Deadline deadline) const;

  private:
    LicenceStore& store_;
    const Clock& clock_;
    IdSource& ids_;
};

}  // namespace suite::licence
