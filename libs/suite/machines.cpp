#include "suite/machines.hpp"

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "core/text.hpp"
#include "crypto/crypto.hpp"
#include "suite/data_dir.hpp"

namespace suite::devsuite {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kSecretBytes = 24;  // 192 bits: the gateway keeps a fast hash only

struct Machine {
    std::string_view id;
    std::string_view las;  // empty: not a LAS
    std::vector<std::string_view> scopes;
};

std::vector<Machine> Machines() {
    return {{.id = "basispoort", .las = "", .scopes = {"roster:push"}},
            {.id = "las-parnassys", .las = "parnassys", .scopes = {"results:pull"}},
            {.id = "las-momento", .las = "momento", .scopes = {"results:pull"}},
            {.id = "method-software", .las = "", .scopes = {"entitlements:read", "results:write"}},
            {.id = "order-system", .las = "", .scopes = {"orders:write", "catalogue:write"}}};
}

}  // namespace

Status MakeMachines(const std::filesystem::path& clients_file, const std::filesystem::path& dev_clients_file) {
    std::error_code none;
    if (std::filesystem::exists(clients_file, none) && std::filesystem::exists(dev_clients_file, none)) return {};
    Json hashed = Json::array();
    Json open = Json::array();
    for (const Machine& machine : Machines()) {
        const std::string secret = Base64UrlEncode(crypto::RandomBytes(kSecretBytes));
        Json entry{{"id", machine.id}, {"secretSha256", crypto::Sha256Hex(secret)}, {"scopes", machine.scopes}};
        Json open_entry{{"id", machine.id}, {"secret", secret}, {"scopes", machine.scopes}};
        if (!machine.las.empty()) entry["las"] = open_entry["las"] = machine.las;
        hashed.push_back(std::move(entry));
        open.push_back(std::move(open_entry));
    }
    SUITE_RETURN_IF_ERROR(WritePrivateFile(clients_file, Json{{"clients", hashed}}.dump(2) + "\n"));
    return WritePrivateFile(dev_clients_file, Json{{"clients", open}}.dump(2) + "\n");
}

}  // namespace suite::devsuite
