#include "services/gateway/domain/standing.hpp"

#include <algorithm>

namespace suite::gateway {

Verdict JudgeToken(const Standing* standing, std::int64_t token_version) {
    if (token_version < kFirstVersion) return Verdict::kUnversioned;
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

bool IsHelpdesk(const Standing& standing) {
    return standing.scopes.size() == 1 && standing.scopes.front() == kHelpdeskScope;
}

}  // namespace suite::gateway
