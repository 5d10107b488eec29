// The gateway's settings.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "service/service.hpp"
#include "services/gateway/domain/limits.hpp"

namespace suite::gateway {

struct Config : service::CommonConfig {
    std::string roster_sync, licence, pincode, result_exchange;  // addresses
    std::string token_key_file;
    std::string token_key_other_file;          // verifies and opens only; empty: none
    std::int64_t threads = 24;                 // requests at once; each waits for its service
    std::vector<std::string> trusted_proxies;  // addresses and networks
    std::string redis;                         // as redis::CheckAddress has it; empty: this gateway counts alone
    std::int64_t redis_milliseconds = 20;
    std::vector<std::string> rate_limits;  // changes to the defaults
    std::int64_t rate_limit_factor = 1;

    std::string public_url;        // "https://sleutelbos.example"; empty: loopback
    bool insecure_cookie = false;  // loopback only
    std::string oidc_issuer;       // empty: nobody can sign in
    std::string oidc_client_id = "sleutelbos";
    std::string oidc_client_secret_file;
    std::string oidc_ca_file;
    std::string oidc_scope = "openid";
    std::string oidc_basispoort_claim, oidc_eck_claim, oidc_schools_claim;  // empty: as in ClaimNames
    std::int64_t session_idle_seconds = 1800;
    std::int64_t session_seconds = 43200;
    std::int64_t session_check_seconds = 60;
    std::int64_t session_unchecked_seconds = 300;
    std::int64_t client_check_milliseconds = 2000;

    // Basispoort's own addresses, as its public pages have them.
    std::string start_basispoort_url = "https://www.basispoort.nl/";
    std::string start_pupil_url = "https://www.basispoort.nl/login/leerlingen/snelkoppelaar?TARGET={target}";
    std::string start_home_url = "https://thuis.basispoort.nl/";

    void AddTo(config::Settings& settings);
    /// A third of the threads: an upload holds one for as long as its service needs, up to 20 seconds.
    [[nodiscard]] std::int64_t UploadsAtOnce() const { return std::max<std::int64_t>(threads / 3, 1); }
    /// Pre: Check() was content.
    [[nodiscard]] Limits RateLimits() const;
    /// INVALID_ARGUMENT when settings do not go together: what would let anyone read a session cookie on its way.
    [[nodiscard]] Status Check() const;
};

}  // namespace suite::gateway
