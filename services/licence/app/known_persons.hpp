// What a decision needs to know, from wherever it is quickest (LIC-13).
#pragma once

#include <span>
#include <vector>

#include "core/time.hpp"
#include "services/licence/app/ports.hpp"

namespace suite::licence {

/// The facts come from the database, and with them the version of the school's mapping; the mapping comes from the
/// cache when it has that version, else from the database together with the facts of the same moment, and then goes
/// into the cache. So what is known is always what the database held at one moment, whatever the cache does.
/// Thread-safe.
class KnownPersons {
  public:
    KnownPersons(EntitlementStore& store, MappingCache& cache) : store_(store), cache_(cache) {}

    /// Without a look at the mapping when the facts alone rule access out on `today`.
    [[nodiscard]] Result<Known> One(const AskedPerson& asked, Date today, Deadline deadline) const;
    /// In the order of `asked`; a few round trips together, however many there are.
    [[nodiscard]] Result<std::vector<Known>> Many(std::span<const AskedPerson> asked, Date today,
                                                  Deadline deadline) const;

  private:
    [[nodiscard]] Status FromDatabase(std::span<const AskedPerson> asked, std::vector<Known>& known,
                                      Deadline deadline) const;

    EntitlementStore& store_;
    MappingCache& cache_;
};

}  // namespace suite::licence
