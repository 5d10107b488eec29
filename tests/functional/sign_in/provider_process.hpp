// An OpenID provider of the tests, as a process.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "process/process.hpp"
#include "testing/temp_dir.hpp"

namespace suite::testing {

/// A Node program that writes {"url": …} into the file of its first argument when it listens. Fails the test when it
/// does not start. Ends with the object.
class ProviderProcess {
  public:
    /// `arguments`: those after the file.
    ProviderProcess(const std::string& program, const std::vector<std::string>& arguments);

    [[nodiscard]] const std::string& Url() const { return url_; }
    [[nodiscard]] const std::filesystem::path& Folder() const { return dir_.Path(); }
    /// SIGKILL; nothing listens any more.
    void Kill() { process_->Kill(); }

  private:
    TempDir dir_;
    std::optional<process::Process> process_;
    std::string url_;
};

}  // namespace suite::testing
