// What a browser carries from leaving for the provider until it comes back, sealed: nothing is stored for strangers who
// only begin, and any gateway can finish.
#pragma once

#include <optional>
#include <string>

#include "crypto/rotating_key.hpp"
#include "services/gateway/app/ports.hpp"

namespace suite::gateway {

/// Thread-safe.
class LoginCookie {
  public:
    /// `key`: of 32 bytes; sealed under a key of its own made of it.
    explicit LoginCookie(const crypto::RotatingKey& key) : sealer_(key, "login   ") {}
    [[nodiscard]] std::string Seal(const LoginAttempt& attempt) const;
    /// nullopt for anything but a value of ours.
    [[nodiscard]] std::optional<LoginAttempt> Open(const std::string& value) const;

  private:
    crypto::RotatingSealer sealer_;
};

}  // namespace suite::gateway
