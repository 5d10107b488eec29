#include "services/pincode/config.hpp"

namespace suite::pincode {

void Config::AddOwnTo(config::Settings& settings) {
    settings.Add("database", database, "where codes are kept: sqlite:/path or postgresql://...");
    settings.Require("database");
    settings.Add("roster", roster, "address of roster-sync: unix:/path.sock or host:port");
    settings.Require("roster");
    settings.Add("key-file", key_file, "32 bytes in base64url that seal the codes; without it they cannot be read");
    settings.Require("key-file");
    settings.Add("create-key", create_key, "make the key file when it is missing");
}

}  // namespace suite::pincode
