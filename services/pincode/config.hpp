#pragma once

#include <string>

#include "service/service.hpp"

namespace suite::pincode {

struct Config : service::CommonConfig {
    std::string roster;
    std::string key_file;
    bool create_key = false;

    /// What this service has beside CommonConfig's.
    void AddOwnTo(config::Settings& settings);
};

}  // namespace suite::pincode
