// What the browser holds of a session: its id, sealed, so that a made-up cookie is refused without asking the database.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "crypto/rotating_key.hpp"

namespace suite::gateway {

/// Thread-safe.
class SessionCookie {
  public:
    /// `key`: of 32 bytes; sealed under a key of its own made of it.
    explicit SessionCookie(const crypto::RotatingKey& key) : sealer_(key, "session_") {}
    [[nodiscard]] std::string Seal(const std::string& session_id) const {
        return sealer_.Seal(Secret(session_id), kBoundTo);
    }
    /// nullopt for anything but a value of ours; the session may be over all the same.
    [[nodiscard]] std::optional<std::string> Open(const std::string& value) const {
        const auto id = sealer_.Open(value, kBoundTo);
        return id ? std::optional(id->Reveal()) : std::nullopt;
    }

  private:
    static constexpr std::string_view kBoundTo = "gateway|session";
    crypto::RotatingSealer sealer_;
};

}  // namespace suite::gateway
