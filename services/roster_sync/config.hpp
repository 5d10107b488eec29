// roster-sync's settings.
#pragma once

#include "service/service.hpp"

namespace suite::roster_sync {

struct Config : service::CommonConfig {
    std::string licence;  // address of the licence service, for previews; or empty
    std::vector<std::string> followers{};
    std::int64_t appliers = 0;  // threads; 0: by the database
    std::int64_t retention_days = 400;
    std::int64_t erase_after_days = 30;
    std::int64_t reconcile_hour = 4;
    std::int64_t reconcile_per_second = 20;

    void AddTo(config::Settings& settings);
};

}  // namespace suite::roster_sync
