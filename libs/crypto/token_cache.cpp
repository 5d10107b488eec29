#include "crypto/token_cache.hpp"

#include "crypto/crypto.hpp"

namespace suite::crypto {

Result<Actor> TokenCache::Verify(std::string_view token, Instant now) {
    const auto hash = Sha256Hex(token);
    {
        const std::lock_guard lock(mutex_);
        if (const auto at = verified_.find(hash); at != verified_.end()) {
            if (now < at->second.expires) return at->second.actor;
            verified_.erase(at);
        }
    }
    SUITE_ASSIGN(auto verified, signer_.VerifyWithExpiry(token, now));
    const std::lock_guard lock(mutex_);
    if (verified_.size() >= most_) verified_.clear();
    return verified_.emplace(hash, std::move(verified)).first->second.actor;
}

std::size_t TokenCache::Size() const {
    const std::lock_guard lock(mutex_);
    return verified_.size();
}

}  // namespace suite::crypto
