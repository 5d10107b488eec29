// Secrets of machines, from the system's generator.
#pragma once

#include "core/text.hpp"
#include "crypto/crypto.hpp"
#include "services/gateway/app/client_ports.hpp"

namespace suite::gateway {

/// 192 bits each: a fast hash is enough for what cannot be guessed.
class RandomSecrets final : public ClientSecrets {
  public:
    [[nodiscard]] std::string New() const override { return Base64UrlEncode(crypto::RandomBytes(24)); }
    [[nodiscard]] std::string HashOf(std::string_view secret) const override { return crypto::Sha256Hex(secret); }
    [[nodiscard]] bool SameHash(std::string_view a, std::string_view b) const override {
        return crypto::SameBytes(a, b);
    }
};

}  // namespace suite::gateway
