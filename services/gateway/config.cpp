#include "services/gateway/config.hpp"

namespace suite::gateway {

void Config::AddTo(config::Settings& settings) {
    settings.Add("roster-sync", roster_sync, "address of roster-sync");
    settings.Require("roster-sync");
    settings.Add("licence", licence, "address of licence");
    settings.Require("licence");
    settings.Add("pincode", pincode, "address of pincode");
    settings.Require("pincode");
    settings.Add("result-exchange", result_exchange, "address of result-exchange");
    settings.Require("result-exchange");
    settings.Add("token-key-file", token_key_file, "key that signs bearer tokens: 32 bytes in base64url, mode 0600");
    settings.Require("token-key-file");
    settings.Add("clients-file", clients_file, "machines that may ask for a token (services/gateway/README.md)");
    settings.Require("clients-file");
    settings.Add("threads", threads, 1, 256, "requests served at once");
}

}  // namespace suite::gateway
