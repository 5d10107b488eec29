// A key that another one takes over from without anything in use failing.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "crypto/crypto.hpp"

namespace suite::crypto {

/// `current` signs and seals, and verifies and opens. `other`, where there is one, only verifies and opens: the key to
/// come, while not every process signs with it yet, or the one that goes, while what it signed still counts.
struct RotatingKey {
    Secret current;
    std::optional<Secret> other{};
};

/// As Sealer, under keys of a purpose of their own (DeriveKey). Thread-safe.
class RotatingSealer {
  public:
    RotatingSealer(const RotatingKey& key, const char (&purpose)[9])
        : current_(DeriveKey(key.current, purpose), kKeyId) {
        if (key.other) other_.emplace(DeriveKey(*key.other, purpose), kKeyId);
    }
    [[nodiscard]] std::string Seal(const Secret& value, std::string_view bound_to) const {
        return current_.Seal(value, bound_to);
    }
    /// DATA_LOSS when neither key opens it.
    [[nodiscard]] Result<Secret> Open(std::string_view sealed, std::string_view bound_to) const {
        auto opened = current_.Open(sealed, bound_to);
        return opened || !other_ ? opened : other_->Open(sealed, bound_to);
    }

  private:
    // The same for every key: these values live for a day at most, and trying two keys costs less than naming them.
    static constexpr const char* kKeyId = "1";
    Sealer current_;
    std::optional<Sealer> other_;
};

}  // namespace suite::crypto
