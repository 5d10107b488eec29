#pragma once

#include "crypto/crypto.hpp"
#include "services/result_exchange/app/ports.hpp"

namespace suite::results {

/// Authorisation keys at rest, by libs/crypto. Thread-safe.
class CryptoSealer final : public KeySealer {
  public:
    /// `key`: as crypto::LoadKey returns it.
    explicit CryptoSealer(Secret key) : sealer_(std::move(key), "1") {}

    std::string Seal(const Secret& key, std::string_view bound_to) const override {
        return sealer_.Seal(key, bound_to);
    }
    Result<Secret> Open(std::string_view sealed, std::string_view bound_to) const override {
        return sealer_.Open(sealed, bound_to);
    }

  private:
    crypto::Sealer sealer_;
};

}  // namespace suite::results
