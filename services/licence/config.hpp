// The licence service's settings.
#pragma once

#include "service/service.hpp"

namespace suite::licence {

struct Config : service::CommonConfig {
    std::string roster;  // address of roster-sync
    std::string redis;   // "unix:/path.sock", or "host:port" of this machine
    std::int64_t seat_withdrawal_minutes = 0;
    std::int64_t mapping_cache_mib = 64;

    // Basispoort's hosted-lika API: all five or none; without it nothing is pushed, and visibility says so (LIC-09).
    std::string basispoort_url;
    std::string basispoort_ca;
    std::string basispoort_certificate;
    std::string basispoort_key;
    std::string basispoort_publisher;  // uitgevercode
    std::int64_t basispoort_read_seconds = 60;
    std::int64_t basispoort_compare_hour = 5;

    void AddTo(config::Settings& settings);
    [[nodiscard]] bool HasBasispoort() const { return !basispoort_url.empty(); }
    /// INVALID_ARGUMENT when some of Basispoort's five settings are given and others are not.
    [[nodiscard]] Status Check() const;
};

}  // namespace suite::licence
