#include "services/roster_sync/config.hpp"

namespace suite::roster_sync {

void Config::AddTo(config::Settings& settings) {
    settings.Add("database", database, "sqlite:/path/file.db or postgresql://user:password@host/database");
    settings.Require("database");
    settings.Add("licence", licence, "address of the licence service, which says what a removal would cost");
    settings.AddList("followers", followers, "services that must have a change before it counts as visible");
    settings.Add("appliers", appliers, 0, 64, "threads that apply batches; 0: 2 on SQLite, 4 on PostgreSQL");
    settings.Add("retention-days", retention_days, 1, 3650, "how long feed, history and imports are kept");
    settings.Add("erase-after-days", erase_after_days, 0, 3650, "from withdrawn consent until the data goes");
    settings.Add("reconcile-hour", reconcile_hour, -1, 23, "Dutch hour of the daily reconcile; -1: none");
    settings.Add("reconcile-per-second", reconcile_per_second, 1, 1000, "schools asked of Basispoort, at most");
}

}  // namespace suite::roster_sync
