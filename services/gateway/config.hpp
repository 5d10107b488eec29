// The gateway's settings.
#pragma once

#include "service/service.hpp"

namespace suite::gateway {

struct Config : service::CommonConfig {
    std::string roster_sync, licence, pincode, result_exchange;  // addresses
    std::string token_key_file;
    std::string clients_file;
    std::int64_t threads = 24;  // requests at once; each waits for its service

    void AddTo(config::Settings& settings);
};

}  // namespace suite::gateway
