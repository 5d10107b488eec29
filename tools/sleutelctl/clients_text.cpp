#include "tools/sleutelctl/clients_text.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "core/text.hpp"
#include "services/gateway/adapters/assertions.hpp"

namespace suite::sleutelctl {
namespace {

using gateway::Client;
using gateway::ClientSecret;
using Json = nlohmann::ordered_json;

constexpr std::size_t kColumns = 7;
using Line = std::array<std::string, kColumns>;

std::string Joined(const std::vector<std::string>& words, const char* between) {
    std::string text;
    for (const auto& word : words) text.append(text.empty() ? "" : between).append(word);
    return text;
}

/// "2026-11-27 09:40"
std::string Minute(Instant instant) {
    auto text = FormatInstant(instant).substr(0, 16);
    text[10] = ' ';
    return text;
}
std::string Minute(const std::optional<Instant>& instant) { return instant ? Minute(*instant) : "never"; }

std::string Counted(std::size_t count, const char* one, const char* several) {
    return std::to_string(count) + " " + (count == 1 ? one : several);
}

/// "2 secrets, 1 key"
std::string SignsInWith(const Client& client) {
    std::vector<std::string> ways;
    if (const auto valid = gateway::ValidSecrets(client).size(); valid > 0)
        ways.push_back(Counted(valid, "secret", "secrets"));
    if (const auto keys = gateway::KeyNames(client.key_set).size(); keys > 0)
        ways.push_back(Counted(keys, "key", "keys"));
    return ways.empty() ? "nothing" : Joined(ways, ", ");
}

std::optional<Instant> LastUse(const Client& client) {
    auto last = client.keys_used_at;
    for (const auto& secret : client.secrets) last = std::max(last, secret.used_at);
    return last;
}

std::string TextOf(const ClientSecret& secret) {
    return "  secret " + std::to_string(secret.number) +
           (secret.ended_at ? "  ended " + Minute(*secret.ended_at) : std::string("  counts")) + ", made " +
           Minute(secret.created_at) + ", last used " + Minute(secret.used_at) + "\n";
}

Json OrNull(const std::optional<Instant>& instant) { return instant ? Json(FormatInstant(*instant)) : Json(); }

Json JsonOf(const Client& client) {
    Json secrets = Json::array();
    for (const auto& secret : client.secrets) {
        secrets.push_back({{"number", secret.number},
                           {"createdAt", FormatInstant(secret.created_at)},
                           {"usedAt", OrNull(secret.used_at)},
                           {"endedAt", OrNull(secret.ended_at)}});
    }
    return {{"id", client.id},
            {"name", client.title},
            {"scopes", client.scopes},
            {"las", client.las.empty() ? Json() : Json(client.las)},
            {"createdAt", FormatInstant(client.created_at)},
            {"revokedAt", OrNull(client.revoked_at)},
            {"keys", client.key_set.empty() ? Json::array() : Json::parse(client.key_set).at("keys")},
            {"keysUsedAt", OrNull(client.keys_used_at)},
            {"secrets", secrets}};
}

}  // namespace

std::string TableOf(const std::vector<Client>& clients) {
    std::vector<Line> lines{{"ID", "NAME", "STATE", "SCOPES", "LAS", "SIGNS IN WITH", "LAST USED (UTC)"}};
    for (const auto& client : clients) {
        lines.push_back({client.id, client.title, client.revoked_at ? "revoked" : "active", Joined(client.scopes, " "),
                         client.las.empty() ? "-" : client.las, SignsInWith(client), Minute(LastUse(client))});
    }
    std::array<std::size_t, kColumns> widths{};
    for (const auto& line : lines) {
        for (std::size_t i = 0; i < kColumns; ++i) widths[i] = std::max(widths[i], CodePoints(line[i]));
    }
    std::string text;
    for (const auto& line : lines) {
        for (std::size_t i = 0; i < kColumns; ++i) {
            text += line[i];
            if (i + 1 < kColumns) text.append(widths[i] + 2 - CodePoints(line[i]), ' ');
        }
        text += '\n';
    }
    return text;
}

std::string TextOf(const Client& client) {
    std::string text = client.id + ": " + client.title + "\n";
    text += "  state     " + (client.revoked_at ? "revoked " + Minute(*client.revoked_at) : std::string("active"));
    text += "\n  scopes    " + Joined(client.scopes, " ") + "\n";
    if (!client.las.empty()) text += "  LAS       " + client.las + "\n";
    text += "  made      " + Minute(client.created_at) + " (times are UTC)\n";
    if (!client.key_set.empty()) {
        text += "  keys      " + Joined(gateway::KeyNames(client.key_set), ", ") + ", last used " +
                Minute(client.keys_used_at) + "\n";
    }
    for (const auto& secret : client.secrets) text += TextOf(secret);
    if (client.key_set.empty() && gateway::ValidSecrets(client).empty())
        text += "  It has neither secret nor keys: it cannot get a token.\n";
    return text;
}

std::string JsonOf(const std::vector<Client>& clients) {
    Json list = Json::array();
    for (const auto& client : clients) list.push_back(JsonOf(client));
    return Json{{"clients", list}}.dump(2) + "\n";
}

std::string JsonOf(const gateway::ChangedClient& changed) {
    auto json = JsonOf(changed.client);
    if (changed.secret_number != 0) json["secretNumber"] = changed.secret_number;
    if (!changed.secret.empty()) json["secret"] = changed.secret;
    return json.dump(2) + "\n";
}

}  // namespace suite::sleutelctl
