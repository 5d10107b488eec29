#include "crypto/token_cache.hpp"

#include "crypto/crypto.hpp"

namespace suite::crypto {

Result<TokenSigner::Verified> TokenCache::Verify(std::string_view token, Instant now) {
    const auto hash = Sha256Hex(token);
    {
        const std::lock_guard lock(mutex_);
        if (const auto at = verified_.find(hash); at != verified_.end()) {
            if (now < at->second.expires) return at->second;
            verified_.erase(at);
        }
    }
    SUITE_ASSIGN(auto verified, signer_.VerifyWhole(token, now));
    const std::lock_guard lock(mutex_);
    if (verified_.size() >= most_) verified_.clear();
    return verified_.emplace(hash, std::move(verified)).first->second;
}

std::size_t TokenCache::Size() const {
    const std::lock_guard lock(mutex_);
    return verified_.size();
}

}  // namespace suite::crypto
