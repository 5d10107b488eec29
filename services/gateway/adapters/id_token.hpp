// An id_token's claims, read strictly.
#pragma once

#include <string>
#include <string_view>

#include "core/error.hpp"
#include "services/gateway/domain/id_claims.hpp"

namespace suite::gateway {

/// Which claims say who it is: a setting, because Basispoort's own names are not public.
struct ClaimNames {
    std::string basispoort_id = "basispoort_id";  // a number, or digits
    std::string eck_id = "eck_id";                // "https://ketenid.nl/..."
    std::string schools = "instellingen";         // Basispoort ids of schools: a list of numbers or digits
};

/// `payload`: of a token whose signature is right. UNAUTHENTICATED with what is wrong, for the log: not JSON, a claim
/// named twice, one of another type than it must have. A claim of ClaimNames that is there is never overlooked because
/// it is malformed.
[[nodiscard]] Result<IdClaims> ReadIdClaims(std::string_view payload, const ClaimNames& names);

}  // namespace suite::gateway
