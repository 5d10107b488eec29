// What a browser carries from leaving for the provider until it comes back, sealed: nothing is stored for strangers who
// only begin, and any gateway can finish.
#pragma once

#include <optional>
#include <string>

#include "crypto/crypto.hpp"
#include "services/gateway/app/ports.hpp"

namespace suite::gateway {

/// Thread-safe.
class LoginCookie {
  public:
    /// `key`: 32 bytes; sealed under a key of its own made of it.
    explicit LoginCookie(const Secret& key) : sealer_(crypto::DeriveKey(key, "login   "), "1") {}
    [[nodiscard]] std::string Seal(const LoginAttempt& attempt) const;
    /// nullopt for anything but a value of ours.
    [[nodiscard]] std::optional<LoginAttempt> Open(const std::string& value) const;

  private:
    crypto::Sealer sealer_;
};

}  // namespace suite::gateway
