// `sleutelctl token`: a bearer token of a staff member or the helpdesk, for development.
#pragma once

#include <filesystem>
#include <string>

#include "core/error.hpp"

namespace suite::sleutelctl {

inline constexpr int kMaxTokenHours = 24;

struct TokenOptions {
    std::filesystem::path data = "var";
    std::string role{};                   // coordinator, teacher, helpdesk
    std::string school{};                 // our id, "bp:1001" or BRIN and location "99XX00"; empty for helpdesk
    std::string person{};                 // our id or "bp:9001"; empty: none, which a teacher cannot do without
    std::string url{};                    // of the gateway; empty: what DATA/run.json says
    std::string member = "helpdesk-dev";  // of the helpdesk; audit logs show it, so a code and no name
    int hours = 8;
};

/// Signs with DATA/secrets/token.key, as the gateway does. Ids of others are looked up at the running gateway.
/// INVALID_ARGUMENT for wrong options, NOT_FOUND for a school or person that is not there, FAILED_PRECONDITION without
/// key or running suite.
[[nodiscard]] Result<std::string> MakeToken(const TokenOptions& options);

}  // namespace suite::sleutelctl
