#include "services/licence/config.hpp"

namespace suite::licence {

void Config::AddTo(config::Settings& settings) {
    settings.Add("database", database, "sqlite:/path/file.db or postgresql://user:password@host/database");
    settings.Require("database");
    settings.Add("roster", roster, "address of roster-sync, whose change feed is followed");
    settings.Require("roster");
    settings.Add("redis", redis, "cache of the group-to-licence mappings: unix:/path.sock or host:port");
    settings.Require("redis");
    settings.Add("seat-withdrawal-minutes", seat_withdrawal_minutes, 0, 1440,
                 "for so long a school may take back a seat that it just gave; 0: never, only the helpdesk");
    settings.Add("mapping-cache-mib", mapping_cache_mib, 1, 4096,
                 "memory for mappings in this process, in front of Redis");
}

}  // namespace suite::licence
