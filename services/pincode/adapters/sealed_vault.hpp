// Pincodes at rest and their randomness, by libs/crypto.
#pragma once

#include "crypto/crypto.hpp"
#include "services/pincode/app/ports.hpp"
#include "services/pincode/domain/pincode.hpp"

namespace suite::pincode {

/// Thread-safe.
class SealedVault final : public Vault {
  public:
    /// `key`: as crypto::LoadKey returns it. Its fingerprint is the key id in each sealed value, so that values of
    /// another key are recognised.
    explicit SealedVault(const Secret& key);

    [[nodiscard]] std::string Seal(SchoolId school, PersonId pupil, const Secret& code) const override;
    [[nodiscard]] Result<Secret> Open(SchoolId school, PersonId pupil, std::string_view sealed) const override;

  private:
    crypto::Sealer sealer_;
};

class SystemRandom final : public RandomSource {
  public:
    [[nodiscard]] std::uint32_t Below(std::uint32_t bound) override { return crypto::RandomBelow(bound); }
};

}  // namespace suite::pincode
