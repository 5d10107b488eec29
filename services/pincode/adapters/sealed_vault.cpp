#include "services/pincode/adapters/sealed_vault.hpp"

namespace suite::pincode {
namespace {

constexpr std::size_t kFingerprintLength = 8;

std::string BoundTo(SchoolId school, PersonId pupil) { return "pincode|" + school.ToString() + "|" + pupil.ToString(); }

}  // namespace

SealedVault::SealedVault(const Secret& key)
    : sealer_(key, crypto::Sha256Hex(key.Reveal()).substr(0, kFingerprintLength)) {}

std::string SealedVault::Seal(SchoolId school, PersonId pupil, const Secret& code) const {
    return sealer_.Seal(code, BoundTo(school, pupil));
}

Result<Secret> SealedVault::Open(SchoolId school, PersonId pupil, std::string_view sealed) const {
    return sealer_.Open(sealed, BoundTo(school, pupil));
}

}  // namespace suite::pincode
