#include "services/licence/config.hpp"

namespace suite::licence {

void Config::AddTo(config::Settings& settings) {
    settings.Add("database", database, "sqlite:/path/file.db or postgresql://user:password@host/database");
    settings.Require("database");
    settings.Add("roster", roster, "address of roster-sync, whose change feed is followed");
    settings.Require("roster");
    settings.Add("redis", redis, "cache of the group-to-licence mappings: unix:/path.sock or host:port");
    settings.Require("redis");
}

}  // namespace suite::licence
