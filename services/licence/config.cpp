#include "services/licence/config.hpp"

#include <algorithm>

#include "core/reasons.hpp"
#include "redis/address.hpp"

namespace suite::licence {

void Config::AddTo(config::Settings& settings) {
    settings.Add("database", database, "sqlite:/path/file.db or postgresql://user:password@host/database");
    settings.Require("database");
    settings.Add("roster", roster, "address of roster-sync, whose change feed is followed");
    settings.Require("roster");
    settings.Add("redis", redis,
                 "cache of the group-to-licence mappings: unix:/path.sock, or host:port of this machine");
    settings.Require("redis");
    settings.Add("seat-withdrawal-minutes", seat_withdrawal_minutes, 0, 1440,
                 "for so long a school may take back a seat that it just gave; 0: never, only the helpdesk");
    settings.Add("mapping-cache-mib", mapping_cache_mib, 1, 4096,
                 "memory for mappings in this process, in front of Redis");
    settings.Add("basispoort-url", basispoort_url,
                 "Basispoort's API, https://rest.basispoort.nl; needs the four settings below, and they it");
    settings.Add("basispoort-ca", basispoort_ca, "PEM file of the CA that signed Basispoort's certificate");
    settings.Add("basispoort-certificate", basispoort_certificate, "PEM file of our certificate");
    settings.Add("basispoort-key", basispoort_key, "PEM file of its key, mode 0600");
    settings.Add("basispoort-publisher", basispoort_publisher, "our code at Basispoort (uitgevercode)");
    settings.Add("basispoort-read-seconds", basispoort_read_seconds, 1, 3600,
                 "at least so long between two readings of one list of users");
    settings.Add("basispoort-compare-hour", basispoort_compare_hour, -1, 23,
                 "Dutch hour of the daily compare of all lists; -1: none");
}

Status Config::Check() const {
    if (!redis.empty()) SUITE_RETURN_IF_ERROR(suite::redis::CheckAddress(redis));
    const auto given = {!basispoort_url.empty(), !basispoort_ca.empty(), !basispoort_certificate.empty(),
                        !basispoort_key.empty(), !basispoort_publisher.empty()};
    if (std::ranges::find(given, !HasBasispoort()) != given.end()) {
        return Fail(Code::kInvalidArgument, reason::kInvalidRequest,
                    "--basispoort-url, --basispoort-ca, --basispoort-certificate, --basispoort-key and "
                    "--basispoort-publisher go together");
    }
    return {};
}

}  // namespace suite::licence
