#include "services/result_exchange/config.hpp"

namespace suite::results {

void Config::AddOwnTo(config::Settings& settings) {
    settings.Add("database", database, "sqlite:/path/file.db or postgresql://user:password@host/database");
    settings.Require("database");
    settings.Add("roster", roster,
                 "address of roster-sync, whose change feed is followed: unix:/path.sock or host:port");
    settings.Require("roster");
    settings.Add("key-file", key_file, "32 bytes in base64url that seal the schools' authorisation keys");
    settings.Require("key-file");
    settings.Add("create-key", create_key, "make the key file when it is missing");
}

}  // namespace suite::results
