// Keeps "every active pupil has a code, nobody else has" true after each change of the roster (PIN-01).
#pragma once

#include <span>

#include "roster/roster.hpp"
#include "services/pincode/app/ports.hpp"
#include "services/pincode/domain/pincode.hpp"
#include "sql/sql.hpp"

namespace suite::pincode {

/// Thread-safe. The ports outlive it.
class CodeIssuer {
  public:
    CodeIssuer(const Vault& vault, RandomSource& random) : vault_(vault), random_(random) {}

    /// For the follower, in the transaction in which the copy was written: new pupils get a code, those who stay keep
    /// theirs, codes of pupils who left or are inactive are deleted. Whether a pupil is new is what the codes say and
    /// not the change, so that delta, snapshot and repetition come to the same.
    [[nodiscard]] Status OnChanges(sql::Session& session, std::span<const roster::SchoolChanges* const> all) const;

  private:
    const Vault& vault_;
    RandomSource& random_;
};

/// FAILED_PRECONDITION when a code is stored that `vault` cannot open: the key file is not the one of this database,
/// and going on would leave a school with codes of two keys.
[[nodiscard]] Status CheckKey(sql::Session& session, const Vault& vault);

}  // namespace suite::pincode
