// roster-sync's settings.
#pragma once

#include <string>

#include "core/error.hpp"
#include "service/service.hpp"

namespace suite::roster_sync {

struct Config : service::CommonConfig {
    std::string licence;  // address of the licence service, for previews; or empty
    std::vector<std::string> followers{};
    std::int64_t appliers = 0;  // threads; 0: 2
    std::int64_t retention_days = 400;
    std::int64_t erase_after_days = 30;
    std::int64_t reconcile_hour = 4;
    std::int64_t reconcile_per_second = 20;
    // Basispoort's partner API: all four or none; without it there is no reconciling.
    std::string basispoort_url;
    std::string basispoort_ca;
    std::string basispoort_certificate;
    std::string basispoort_key;

    void AddTo(config::Settings& settings);
    [[nodiscard]] bool HasBasispoort() const { return !basispoort_url.empty(); }
    /// INVALID_ARGUMENT when some of Basispoort's four settings are given and others are not.
    [[nodiscard]] Status Check() const;
};

}  // namespace suite::roster_sync
