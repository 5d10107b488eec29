// Session ids, states and the like, from the system's generator.
#pragma once

#include "core/text.hpp"
#include "crypto/crypto.hpp"
#include "services/gateway/app/ports.hpp"

namespace suite::gateway {

/// 256 bits each. A fast hash is enough for what cannot be guessed.
class RandomTokens final : public Tokens {
  public:
    [[nodiscard]] std::string New() const override { return Base64UrlEncode(crypto::RandomBytes(32)); }
    [[nodiscard]] std::string HashOf(std::string_view token) const override { return crypto::Sha256Hex(token); }
};

}  // namespace suite::gateway
