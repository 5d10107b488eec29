#include "services/gateway/domain/standing.hpp"

#include <algorithm>

namespace suite::gateway {

Verdict JudgeToken(const Standing* standing, std::int64_t token_version) {
    if (standing == nullptr || token_version > standing->version) return Verdict::kNewer;
    if (standing->revoked || token_version < standing->tokens_from) return Verdict::kRefused;
    return Verdict::kGood;
}

std::vector<std::string> StillAllowed(const Standing& standing, std::vector<std::string> token_scopes) {
    std::erase_if(token_scopes, [&](const std::string& scope) {
        return std::ranges::find(standing.scopes, scope) == standing.scopes.end();
    });
    return token_scopes;
}

}  // namespace suite::gateway
