// Signed assertions of machines (private_key_jwt), and the public keys that they are verified with.
#pragma once

#include <string>
#include <string_view>

#include "services/gateway/app/client_ports.hpp"

namespace suite::gateway {

/// On libs/crypto/jws.hpp: RS256, PS256, ES256 and nothing else. Stateless.
class SignedAssertions final : public AssertionReader {
  public:
    [[nodiscard]] Result<std::string> ClaimedClient(std::string_view token) const override;
    [[nodiscard]] Result<Assertion> Verify(std::string_view token, const std::string& key_set) const override;
};

/// `payload`: the claims as JSON. UNAUTHENTICATED (invalid-client) with what is wrong, for the log.
[[nodiscard]] Result<Assertion> ReadAssertion(std::string_view payload);

inline constexpr std::size_t kMaxClientKeys = 10;

/// A JWK set to register, as it is stored: public members only. INVALID_ARGUMENT (invalid-request), in words for the
/// operator, for anything that is not wholly usable: a private or symmetric key, one that is too weak, two that no kid
/// tells apart.
[[nodiscard]] Result<std::string> ReadKeySet(std::string_view json);

/// "ec-1 (EC)", "RSA": of what ReadKeySet made, for people.
[[nodiscard]] std::vector<std::string> KeyNames(const std::string& key_set);

}  // namespace suite::gateway
