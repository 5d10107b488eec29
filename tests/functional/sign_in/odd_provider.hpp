// The provider that hands out wrong tokens (odd_provider.mjs), as a process.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "http_client/http_client.hpp"
#include "suite/suite.hpp"
#include "tests/functional/sign_in/provider_process.hpp"

namespace suite::testing {

/// Fails the test when it does not start.
class OddProvider {
  public:
    OddProvider();
    /// For WithSignIn.
    [[nodiscard]] devsuite::SignInProvider Settings() const;
    /// How the next tokens are. `claims` are in all of them.
    void Be(const std::string& kind, const nlohmann::json& claims = {{"basispoort_id", 9001}});
    /// {token, keys, problems}: how often each was asked, and what the client did wrong.
    [[nodiscard]] nlohmann::json Seen();
    /// SIGKILL; nothing listens any more.
    void Kill() { process_.Kill(); }

  private:
    ProviderProcess process_;
    http::Client client_;
};

}  // namespace suite::testing
