// `sleutelctl token`: a bearer token of a staff member or the helpdesk, for development.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "core/error.hpp"
#include "tools/demo/machines.hpp"

namespace suite::sleutelctl {

inline constexpr int kMaxTokenHours = 24;
inline constexpr int kTokenHours = 8;  // when nothing is said

struct TokenOptions {
    std::filesystem::path data = "var";
    std::string role{};                          // coordinator, teacher, helpdesk
    std::string school{};                        // our id, "bp:1001" or BRIN and location "99XX00"; empty for helpdesk
    std::string person{};                        // our id or "bp:9001"; empty: none, which a teacher cannot do without
    std::string url{};                           // of the gateway; empty: what DATA/run.json says
    std::string member = demo::kHelpdeskMember;  // of the helpdesk: id of its client, in DATA/dev-clients.json
    std::optional<int> hours{};                  // staff only; the helpdesk's last ten minutes
};

/// Of a school's staff: signed with DATA/secrets/token.key, as no gateway does. Of the helpdesk: what the running
/// gateway gives for the member's secret, because it takes no other; as that member ids of others are looked up too.
/// INVALID_ARGUMENT for wrong options, NOT_FOUND for a school or person that is not there, FAILED_PRECONDITION without
/// key, secret or running suite, UNAUTHENTICATED for a member who was revoked.
[[nodiscard]] Result<std::string> MakeToken(const TokenOptions& options);

}  // namespace suite::sleutelctl
