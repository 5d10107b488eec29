// An OpenID provider's metadata and keys, fetched when needed and no oftener.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <semaphore>
#include <string>

#include "core/time.hpp"
#include "crypto/jws.hpp"
#include "http_client/http_client.hpp"
#include "services/gateway/adapters/provider_metadata.hpp"

namespace suite::gateway {

/// Sends one request; thread-safe.
using SendHttp = std::function<Result<http::ClientResponse>(const http::ClientRequest&)>;

inline constexpr std::chrono::hours kKeepMetadata{1};
inline constexpr std::chrono::seconds kRefetchKeys{60};  // for a kid that is not known: no storm by forged tokens
inline constexpr std::chrono::seconds kPauseAfterFailure{5};
inline constexpr std::ptrdiff_t kRequestsToProvider = 6;

/// Keeps a slow or dead provider from holding the gateway's threads: at most six requests at once, three seconds each,
/// and none at all for five seconds after one got no answer. What was fetched goes on to serve while the provider is
/// away. Thread-safe.
class ProviderCache {
  public:
    ProviderCache(std::string issuer, SendHttp send, const Clock& clock)
        : issuer_(std::move(issuer)), send_(std::move(send)), clock_(clock) {}

    /// At most an hour old, older when it cannot be had. UNAVAILABLE (sign-in-unavailable).
    [[nodiscard]] Result<ProviderMetadata> Metadata();
    /// The payload of a token that the provider signed. Fetches the keys again when one is named that is not known, at
    /// most once a minute. UNAUTHENTICATED (sign-in-failed) with the reason for the log, or UNAVAILABLE.
    [[nodiscard]] Result<std::string> Verify(std::string_view token);
    /// A request to the provider within the bounds above. UNAVAILABLE (sign-in-unavailable) without an answer.
    [[nodiscard]] Result<http::ClientResponse> Send(http::ClientRequest request);

  private:
    template <class T>
    struct Fetched {
        std::shared_ptr<const T> value;
        Instant at{};
    };
    [[nodiscard]] Result<std::string> Get(const std::string& url);
    [[nodiscard]] Result<std::shared_ptr<const crypto::PublicKeys>> Keys(Instant not_before);

    std::string issuer_;
    SendHttp send_;
    const Clock& clock_;
    std::counting_semaphore<kRequestsToProvider> free_{kRequestsToProvider};
    std::mutex mutex_;  // guards what follows; never held during a request
    Fetched<ProviderMetadata> metadata_;
    Fetched<crypto::PublicKeys> keys_;
    Instant keys_tried_at_{};  // to replace those that were there
    Instant pause_until_{};
};

}  // namespace suite::gateway
