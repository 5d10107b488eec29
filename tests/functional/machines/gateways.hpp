// A suite with two gateways on one database, and `sleutelctl clients` beside them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "process/process.hpp"
#include "tests/functional/support/suite_fixture.hpp"

namespace suite::testing {

/// By which assertions call both gateways.
inline const std::string kPublicUrl = "http://127.0.0.1:1";

class Gateways {
  public:
    explicit Gateways(sql::Dialect dialect);

    [[nodiscard]] SuiteFixture& Fixture() { return fixture_; }
    /// Of the suite's gateway and of the second.
    [[nodiscard]] std::vector<std::string> Urls() { return {fixture_.Api().Url(), second_url_}; }
    /// SIGKILL for both, and both started again on the same ports' database; the second may get another port.
    void KillBoth();
    /// What both gateways have logged.
    [[nodiscard]] std::string Logs();

    /// `sleutelctl clients ARGUMENTS --json`; fails the test when it fails.
    nlohmann::json Ctl(std::vector<std::string> arguments);
    /// What it says when it refuses; fails the test when it does not.
    std::string CtlRefused(std::vector<std::string> arguments);

  private:
    struct Ran {
        std::optional<int> code;
        std::string out, err;
    };
    Ran RunCtl(std::vector<std::string> arguments);
    void StartSecond();

    TempDir dir_;
    SuiteFixture fixture_;
    std::optional<process::Process> second_;
    std::string second_url_;
};

/// POST /oauth/token at one gateway. Status 0: no answer at all. Uses no Catch2, so any thread may call it.
struct TokenAnswer {
    int status = 0;
    std::string body;
    std::string token;  // "" when none was given
};
TokenAnswer AskToken(const std::string& gateway, const std::string& form);
[[nodiscard]] std::string SecretForm(const std::string& id, const std::string& secret);

/// The status of GET /entitlements/probe with a token.
int Probe(const std::string& gateway, const std::string& token);

}  // namespace suite::testing
