// Randomness, hashes, sealing and keys on libsodium, which nobody else includes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/error.hpp"
#include "core/id.hpp"
#include "core/secret.hpp"

namespace suite::crypto {

/// The system's generator.
[[nodiscard]] std::string RandomBytes(std::size_t count);
/// Uniform in [0, bound), without modulo bias.
[[nodiscard]] std::uint32_t RandomBelow(std::uint32_t bound);

/// Ids from the system's generator. Thread-safe.
class RandomIds final : public IdSource {
  public:
    [[nodiscard]] std::int64_t Next() override;
};

/// Lower-case hexadecimal SHA-256: for content hashes, and for API secrets of at least 128 random bits (those need no
/// slow hash).
[[nodiscard]] std::string Sha256Hex(std::string_view bytes);
/// The 32 bytes themselves.
[[nodiscard]] std::string Sha256(std::string_view bytes);
/// In time that does not depend on where they differ.
[[nodiscard]] bool SameBytes(std::string_view a, std::string_view b);

/// A key of 32 bytes from a file in base64url; with `create` a missing file is made (mode 0600, never replaced).
/// FAILED_PRECONDITION when the file is missing, malformed or readable by others.
[[nodiscard]] Result<Secret> LoadKey(const std::string& path, bool create);

/// Another key made of this one (BLAKE2b), so that one file serves several purposes and none of the keys tells about
/// another. `key`: 32 bytes; `purpose`: eight characters, one purpose each.
[[nodiscard]] Secret DeriveKey(const Secret& key, const char (&purpose)[9]);

/// What must stay readable is sealed with XChaCha20-Poly1305 (PRACTICE B.4): useless in a stolen database, and bound to
/// the row it belongs to. Thread-safe.
class Sealer {
  public:
    /// `key`: 32 bytes as LoadKey returns them. `key_id` goes into each sealed value, so that keys can be rotated.
    Sealer(Secret key, std::string key_id) : key_(std::move(key)), key_id_(std::move(key_id)) {}
    /// "key-id.base64url(nonce, ciphertext)". `bound_to` names the row: the value opens nowhere else.
    [[nodiscard]] std::string Seal(const Secret& value, std::string_view bound_to) const;
    /// DATA_LOSS when sealed under another key, for another row, or tampered with.
    [[nodiscard]] Result<Secret> Open(std::string_view sealed, std::string_view bound_to) const;

  private:
    Secret key_;
    std::string key_id_;
};

}  // namespace suite::crypto
