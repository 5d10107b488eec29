// The question of 08:30 (LIC-08).
#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/time.hpp"
#include "services/licence/app/known_persons.hpp"

namespace suite::licence {

struct Check {
    AskedPerson who;
    std::string product_id;
};

struct UsableNow {
    std::optional<Reason> ruled_out{};  // by the school or the person: then there is nothing
    std::vector<UsableProduct> products{};
};

/// PERMISSION_DENIED without scope entitlements:read. Thread-safe.
class CheckEntitlement {
  public:
    CheckEntitlement(const KnownPersons& persons, const Clock& clock) : persons_(persons), clock_(clock) {}

    /// INVALID_ARGUMENT without a product.
    [[nodiscard]] Result<Entitlement> operator()(const Actor& actor, const Check& check, Deadline deadline) const;
    /// In order, each with its own outcome; an error of the whole only when nothing could be looked up.
    [[nodiscard]] Result<std::vector<Result<Entitlement>>> Many(const Actor& actor,
                                                                std::span<const Result<Check>> checks,
                                                                Deadline deadline) const;
    /// All products that the person can use today.
    [[nodiscard]] Result<UsableNow> Usable(const Actor& actor, const AskedPerson& who, Deadline deadline) const;

  private:
    const KnownPersons& persons_;
    const Clock& clock_;
};

}  // namespace suite::licence
