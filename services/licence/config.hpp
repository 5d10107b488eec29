// The licence service's settings.
#pragma once

#include "service/service.hpp"

namespace suite::licence {

struct Config : service::CommonConfig {
    std::string roster;  // address of roster-sync
    std::string redis;   // "unix:/path.sock" or "host:port"
    std::int64_t seat_withdrawal_minutes = 0;
    std::int64_t mapping_cache_mib = 64;

    void AddTo(config::Settings& settings);
};

}  // namespace suite::licence
