// The result-exchange service's settings.
#pragma once

#include <string>

#include "service/service.hpp"

namespace suite::results {

struct Config : service::CommonConfig {
    std::string roster;    // address of roster-sync
    std::string key_file;  // seals the authorisation keys
    bool create_key = false;

    /// What this service has beside CommonConfig's.
    void AddOwnTo(config::Settings& settings);
};

}  // namespace suite::results
