// Tokens that somebody else signed with a key of which we know the public half (JWS, RFC 7515; JWK, RFC 7517), on
// cjose. Never JWE: cjose 0.6.2.1 has open faults there.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.hpp"

namespace suite::crypto {

/// An issuer's keys. Immutable; thread-safe.
class PublicKeys {
  public:
    /// From a JWK set. Keys that sign nothing we accept are left out: other kinds than RSA of at least 2048 bits and EC
    /// on P-256, those for encryption, malformed ones. INVALID_ARGUMENT (invalid-answer) when the set itself is
    /// malformed or nothing of it can be used.
    [[nodiscard]] static Result<PublicKeys> Parse(std::string_view json);

    struct Key {
        std::string id;    // may be empty
        std::string type;  // "RSA", "EC"
        std::string alg;   // the one it is for; empty: any that fits its type
        std::string json;  // public members only; imported anew for each token, since cjose counts references unguarded
    };
    [[nodiscard]] const std::vector<Key>& Keys() const { return keys_; }

  private:
    std::vector<Key> keys_;
};

inline constexpr std::size_t kMaxSignedToken = 16384;  // bytes

/// The payload of a compact JWS that one of `keys` signed with RS256, PS256 or ES256. UNAUTHENTICATED for anything
/// else; the message says what was wrong, for the log. NOT_FOUND when it names a key that is not in `keys`: the issuer
/// may have changed its keys. What the header brings of keys (jku, jwk, x5u, x5c) or wants done besides (crit, b64,
/// zip) is refused, not ignored; without `kid` the one key that fits is used, if there is just one. Thread-safe.
[[nodiscard]] Result<std::string> VerifySigned(std::string_view token, const PublicKeys& keys);

}  // namespace suite::crypto
