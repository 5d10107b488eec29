// What an OpenID provider says of itself (OpenID Connect Discovery 1.0).
#pragma once

#include <string>
#include <string_view>

#include "core/error.hpp"

namespace suite::gateway {

struct ProviderMetadata {
    std::string issuer;
    std::string authorization_endpoint;
    std::string token_endpoint;
    std::string jwks_uri;
    std::string end_session_endpoint;  // "" when it has none
    bool issuer_beside_code = false;   // RFC 9207: the answer's `iss` is promised
};

/// https, or http on loopback for development: a provider that is spoken to in the clear can be anyone.
[[nodiscard]] bool IsProviderUrl(std::string_view url);
/// Where an issuer's metadata is.
[[nodiscard]] std::string MetadataUrl(std::string_view issuer);
/// INVALID_ARGUMENT (invalid-answer) when it is not JSON, of another issuer, or lacks what is needed: our algorithms,
/// the code flow, PKCE with S256 where it lists what it can.
[[nodiscard]] Result<ProviderMetadata> ParseMetadata(std::string_view json, std::string_view issuer);

}  // namespace suite::gateway
