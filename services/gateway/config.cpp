#include "services/gateway/config.hpp"

#include "core/reasons.hpp"
#include "redis/address.hpp"
#include "services/gateway/adapters/provider_metadata.hpp"
#include "services/gateway/app/start.hpp"
#include "services/gateway/domain/client_address.hpp"
#include "services/gateway/domain/own_page.hpp"

namespace suite::gateway {
namespace {

constexpr std::int64_t kDay = 86400;

std::unexpected<Error> Wrong(const char* what) { return Fail(Code::kInvalidArgument, reason::kInvalidRequest, what); }

/// "https://sleutelbos.example": a scheme and a host, nothing behind it.
bool IsOrigin(const std::string& url) {
    const auto host = url.find("://");
    return IsProviderUrl(url) && host != std::string::npos && url.find_first_of("/?", host + 3) == std::string::npos;
}

}  // namespace

void Config::AddTo(config::Settings& settings) {
    settings.Add("roster-sync", roster_sync, "address of roster-sync");
    settings.Require("roster-sync");
    settings.Add("licence", licence, "address of licence");
    settings.Require("licence");
    settings.Add("pincode", pincode, "address of pincode");
    settings.Require("pincode");
    settings.Add("result-exchange", result_exchange, "address of result-exchange");
    settings.Require("result-exchange");
    settings.Add("token-key-file", token_key_file, "key that signs bearer tokens: 32 bytes in base64url, mode 0600");
    settings.Require("token-key-file");
    settings.Add(
        "token-key-other-file", token_key_other_file,
        "the key to come or the one that goes: verifies and opens, never signs (deploy/README.md); none: none");
    settings.Add("threads", threads, 1, 256, "requests served at once");
    settings.AddList(
        "trusted-proxies", trusted_proxies,
        "addresses and networks (10.0.0.0/8) of proxies whose X-Forwarded-For is believed; none: nobody's");
    settings.Add(
        "redis", redis,
        "unix:/path, or host:port of this machine: requests are counted together with the other gateways; none: by "
        "each alone");
    settings.Add("redis-milliseconds", redis_milliseconds, 1, 2000,
                 "how long a token request or sign-in waits for Redis; then it is counted here only");
    settings.AddList(
        "rate-limits", rate_limits,
        "changes to the limits, class.kind=count/seconds: read.person=300/10 (services/gateway/README.md)");
    settings.Add("rate-limit-factor", rate_limit_factor, 1, 1'000'000,
                 "multiplies the limits that --rate-limits does not name, where one caller stands for many");
    settings.Add("database", database,
                 "sqlite:/path or postgresql://...: sessions, clients and views; the same one for all gateways");
    settings.Require("database");

    settings.Add("public-url", public_url,
                 "where browsers find the gateway: https://name; needed unless it listens on loopback");
    settings.Add("insecure-cookie", insecure_cookie,
                 "session cookie without Secure and __Host-, for http on loopback (some browsers refuse it otherwise)");
    settings.Add("oidc-issuer", oidc_issuer, "OpenID provider that staff sign in with; none: nobody signs in");
    settings.Add("oidc-client-id", oidc_client_id, "our client id there");
    settings.Add("oidc-client-secret-file", oidc_client_secret_file,
                 "file with our client secret, mode 0600; none: PKCE alone");
    settings.Add("oidc-ca-file", oidc_ca_file, "PEM to trust for the provider instead of the system's CAs");
    settings.Add("oidc-scope", oidc_scope, "scopes to ask for, openid among them");
    settings.Add("oidc-basispoort-claim", oidc_basispoort_claim, "claim with the Basispoort id (basispoort_id)");
    settings.Add("oidc-eck-claim", oidc_eck_claim, "claim with the ECK iD (eck_id)");
    settings.Add("oidc-schools-claim", oidc_schools_claim, "claim with Basispoort ids of schools (instellingen)");
    settings.Add("session-idle-seconds", session_idle_seconds, 60, kDay,
                 "a session ends after so long without a request");
    settings.Add("session-seconds", session_seconds, 60, kDay, "a session ends so long after the sign-in");
    settings.Add("session-check-seconds", session_check_seconds, 1, 3600,
                 "how long the roster's word on rights counts");
    settings.Add("session-unchecked-seconds", session_unchecked_seconds, 1, 3600,
                 "how long it counts while roster-sync does not answer; then no session is let through");
    settings.Add("client-check-milliseconds", client_check_milliseconds, 50, 60000,
                 "how often it is read which clients were revoked");

    settings.Add("start-basispoort-url", start_basispoort_url, "where pupils on start route A go");
    settings.Add("start-pupil-url", start_pupil_url,
                 "where pupils on B, C and D go; {target} in its query is the method's address, {school} its number");
    settings.Add("start-home-url", start_home_url, "where pupils on E go: Basispoort's home login");
}

Limits Config::RateLimits() const {
    Limits limits;
    limits.Scale(rate_limit_factor);
    static_cast<void>(limits.Change(rate_limits));  // Check has seen them
    return limits;
}

Status Config::Check() const {
    const bool loopback = !LoopbackOrigin(listen).empty();
    if (!loopback && trusted_proxies.empty())
        return Wrong(
            "--trusted-proxies is needed: who can be reached by others speaks plain HTTP to what ends TLS only");
    if (!public_url.empty() && !IsOrigin(public_url)) return Wrong("--public-url is https://name and no more");
    if (!oidc_issuer.empty() && !IsProviderUrl(oidc_issuer)) return Wrong("--oidc-issuer is an https URL");
    if (!oidc_issuer.empty() && public_url.empty() && !loopback)
        return Wrong("--public-url is needed: browsers cannot come back from the provider without it");
    const bool https = public_url.starts_with("https://");
    if (insecure_cookie && (!loopback || https)) return Wrong("--insecure-cookie is for http on loopback only");
    for (const auto* url : {&start_basispoort_url, &start_pupil_url, &start_home_url}) {
        if (!IsProviderUrl(*url) || !FitsPlaces(*url, kStartPlaces))
            return Wrong("--start-...-url is an https URL, with {target} and {school} as values in its query only");
    }
    if (!redis.empty()) SUITE_RETURN_IF_ERROR(suite::redis::CheckAddress(redis));
    SUITE_RETURN_IF_ERROR(ParseNetworks(trusted_proxies));
    SUITE_RETURN_IF_ERROR(Limits().Change(rate_limits));
    if (session_unchecked_seconds < session_check_seconds)
        return Wrong("--session-unchecked-seconds is at least --session-check-seconds");
    return {};
}

}  // namespace suite::gateway
