#include "services/gateway/adapters/provider_cache.hpp"

#include "core/reasons.hpp"
#include "log/log.hpp"

namespace suite::gateway {
namespace {

constexpr std::chrono::milliseconds kConnectTime{1000};
constexpr std::chrono::milliseconds kAnswerTime{3000};
constexpr std::size_t kMaxAnswer = 256U << 10U;  // bytes

std::unexpected<Error> Unavailable(std::string why) {
    return Fail(Code::kUnavailable, reason::kSignInUnavailable, std::move(why));
}

}  // namespace

Result<http::ClientResponse> ProviderCache::Send(http::ClientRequest request) {
    {
        const std::lock_guard lock(mutex_);
        if (clock_.Now() < pause_until_) return Unavailable("the provider gave no answer a moment ago");
    }
    if (!free_.try_acquire()) return Unavailable("too many requests to the provider at once");
    request.connect_timeout = kConnectTime;
    request.timeout = kAnswerTime;
    request.max_response_bytes = kMaxAnswer;
    auto answer = send_(request);
    free_.release();
    if (answer && answer->status < 500) return answer;
    if (!answer && answer.error().code == Code::kResourceExhausted) {
        return Fail(Code::kUnauthenticated, reason::kSignInFailed, "the provider's answer is too large");
    }
    const std::string why = answer ? "status " + std::to_string(answer->status) : answer.error().message;
    log::Warning("the provider gave no answer", {{"detail", why}});
    const std::lock_guard lock(mutex_);
    pause_until_ = clock_.Now() + kPauseAfterFailure;
    return Unavailable("the provider gave no answer: " + why);
}

Result<std::string> ProviderCache::Get(const std::string& url) {
    SUITE_ASSIGN(auto answer, Send({.url = url, .headers = {{"Accept", "application/json"}}}));
    if (answer.status != 200) return Unavailable("the provider answers " + std::to_string(answer.status));
    return std::move(answer.body);
}

Result<ProviderMetadata> ProviderCache::Metadata() {
    Fetched<ProviderMetadata> have;
    {
        const std::lock_guard lock(mutex_);
        have = metadata_;
    }
    const auto now = clock_.Now();
    if (have.value && now - have.at < kKeepMetadata) return *have.value;
    // Several may fetch at once, which the bound on requests allows; the last one's counts.
    const auto text = Get(MetadataUrl(issuer_));
    auto fresh = text ? ParseMetadata(*text, issuer_) : std::unexpected(text.error());
    if (!fresh) {
        if (text) log::Warning("the provider's metadata cannot be used", {{"detail", fresh.error().message}});
        if (have.value) return *have.value;
        return Unavailable(fresh.error().message);
    }
    const std::lock_guard lock(mutex_);
    metadata_ = {.value = std::make_shared<const ProviderMetadata>(*fresh), .at = now};
    return fresh;
}

Result<std::shared_ptr<const crypto::PublicKeys>> ProviderCache::Keys(Instant not_before) {
    const auto now = clock_.Now();
    std::shared_ptr<const crypto::PublicKeys> have;
    {
        const std::lock_guard lock(mutex_);
        have = keys_.value;
        if (have && keys_.at >= not_before) return have;
        if (have && now - keys_tried_at_ < kRefetchKeys) return have;
        // Not for the first time, so that keys changed right after it are found at once; kPauseAfterFailure bounds
        // that.
        if (have) keys_tried_at_ = now;
    }
    SUITE_ASSIGN(const auto metadata, Metadata());
    const auto text = Get(metadata.jwks_uri);
    auto fresh = text ? crypto::PublicKeys::Parse(*text) : std::unexpected(text.error());
    if (!fresh) {
        if (text) log::Warning("the provider's keys cannot be used", {{"detail", fresh.error().message}});
        if (have) return have;
        return Unavailable(fresh.error().message);
    }
    const std::lock_guard lock(mutex_);
    keys_ = {.value = std::make_shared<const crypto::PublicKeys>(*std::move(fresh)), .at = now};
    return keys_.value;
}

Result<std::string> ProviderCache::Verify(std::string_view token) {
    SUITE_ASSIGN(auto keys, Keys(clock_.Now() - kKeepMetadata));
    auto verified = crypto::VerifySigned(token, *keys);
    if (!verified && verified.error().code == Code::kNotFound) {
        SUITE_ASSIGN(const auto fresh, Keys(clock_.Now()));
        if (fresh != keys) verified = crypto::VerifySigned(token, *fresh);
    }
    if (verified) return verified;
    return Fail(Code::kUnauthenticated, reason::kSignInFailed, verified.error().message);
}

}  // namespace suite::gateway
