// What has become of a client since its token was given (ACC-04).
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "services/gateway/domain/client.hpp"

namespace suite::gateway {

/// Of a client, what every request by token asks for.
struct Standing {
    std::int64_t version = kFirstVersion;
    std::int64_t tokens_from = 0;
    bool revoked = false;
    std::vector<std::string> scopes{};
    bool operator==(const Standing&) const = default;
};
using Standings = std::map<std::string, Standing, std::less<>>;  // by client id

enum class Verdict {
    kGood,
    kRefused,      // revoked, or given before the last revocation
    kNewer,        // the token is of a client or a change that is not known here yet
    kUnversioned,  // not given to a client: each that is says its version
};

/// `standing`: nullptr when the client is not known. A token that is older than what is known is judged by that; only a
/// newer one is a reason to look again, and only we can have made it. `token_version`: 0 when it says none.
[[nodiscard]] Verdict JudgeToken(const Standing* standing, std::int64_t token_version);

/// The scopes of the token that the client still has.
[[nodiscard]] std::vector<std::string> StillAllowed(const Standing& standing, std::vector<std::string> token_scopes);

/// Whether the client is a member of the helpdesk.
[[nodiscard]] bool IsHelpdesk(const Standing& standing);

}  // namespace suite::gateway
