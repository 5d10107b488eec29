// Tokens that were verified a moment ago.
#pragma once

#include <cstddef>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "crypto/jwt.hpp"

namespace suite::crypto {

/// In front of a TokenSigner: a machine sends the same token with thousands of requests, and verifying one costs more
/// than most of what it asks for. Keeps a hash of each token, not the token, with whom it is of, until it expires; at
/// most `most` of them, then it starts anew. What is refused is not kept. Thread-safe.
class TokenCache {
  public:
    explicit TokenCache(const TokenSigner& signer, std::size_t most = 10000) : signer_(signer), most_(most) {}
    /// As TokenSigner::VerifyWhole.
    [[nodiscard]] Result<TokenSigner::Verified> Verify(std::string_view token, Instant now);
    [[nodiscard]] std::size_t Size() const;

  private:
    const TokenSigner& signer_;
    const std::size_t most_;
    mutable std::mutex mutex_;
    std::unordered_map<std::string, TokenSigner::Verified> verified_;  // by hash; guarded by mutex_
};

}  // namespace suite::crypto
