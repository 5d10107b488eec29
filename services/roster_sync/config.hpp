// roster-sync's settings.
#pragma once

#include "service/service.hpp"

namespace suite::roster_sync {

struct Config : service::CommonConfig {
    void AddTo(config::Settings& settings);
};

}  // namespace suite::roster_sync
