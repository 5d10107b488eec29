#include "services/gateway/clients.hpp"

#include <fstream>
#include <nlohmann/json.hpp>

#include "core/reasons.hpp"
#include "crypto/crypto.hpp"

namespace suite::gateway {

Result<Clients> Clients::Load(const std::string& path) {
    std::ifstream file(path);
    try {
        const auto json = nlohmann::json::parse(file);
        Clients clients;
        for (const auto& entry : json.at("clients")) {
            MachineClient client{.id = entry.at("id"),
                                 .secret_sha256 = entry.at("secretSha256"),
                                 .scopes = entry.at("scopes"),
                                 .las = entry.value("las", "")};
            const bool hash = client.secret_sha256.size() == 64 &&
                              client.secret_sha256.find_first_not_of("0123456789abcdef") == std::string::npos;
            if (client.id.empty() || !hash || !clients.clients_.emplace(client.id, client).second) {
                return Fail(Code::kFailedPrecondition, reason::kInternal,
                            "clients file " + path + ": an id or hash is wrong, or an id occurs twice");
            }
        }
        return clients;
    } catch (const nlohmann::json::exception&) {
        return Fail(Code::kFailedPrecondition, reason::kInternal, "clients file " + path + " is missing or malformed");
    }
}

std::optional<MachineClient> Clients::Find(const std::string& id, std::string_view secret) const {
    static const std::string kNoHash(64, '0');
    const auto it = clients_.find(id);
    const bool right =
        crypto::SameBytes(crypto::Sha256Hex(secret), it == clients_.end() ? kNoHash : it->second.secret_sha256);
    if (!right || it == clients_.end()) return std::nullopt;
    return it->second;
}

}  // namespace suite::gateway
