#include "services/roster_sync/config.hpp"

namespace suite::roster_sync {

void Config::AddTo(config::Settings& settings) {
    settings.Add("database", database, "sqlite:/path/file.db or postgresql://user:password@host/database");
    settings.Require("database");
}

}  // namespace suite::roster_sync
