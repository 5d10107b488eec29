// One more gateway on the services, the database and the Redis of a running suite.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "process/process.hpp"
#include "suite/suite.hpp"
#include "testing/temp_dir.hpp"

namespace suite::testing {

/// Runs with the settings of the suite's own gateway, on a free port. Ends with the object. Fails the test when it does
/// not get ready.
class SecondGateway {
  public:
    /// `environment`: "NAME=value", as the suite's gateway got them.
    SecondGateway(const devsuite::Suite& suite, const std::vector<std::string>& environment);
    [[nodiscard]] const std::string& Url() const { return url_; }

  private:
    TempDir dir_;
    std::optional<process::Process> process_;
    std::string url_;
};

}  // namespace suite::testing
