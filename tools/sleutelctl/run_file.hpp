// DATA/run.json: where the running suite of a data folder is, for the other commands.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <map>
#include <string>

#include "core/error.hpp"

namespace suite::sleutelctl {

struct RunFile {
    std::string url;                           // of the gateway
    pid_t pid = 0;                             // of `sleutelctl up`
    std::map<std::string, pid_t> processes{};  // of the suite's processes by name, when it was up
    std::string basispoort_control_url{};      // of the stand-in for Basispoort; empty without
    std::string sign_in_url{};                 // of the stand-in for its sign-in; empty without
};

[[nodiscard]] Status WriteRunFile(const std::filesystem::path& data, const RunFile& run);
/// FAILED_PRECONDITION when the suite does not run on that folder: no file, or its process is gone.
[[nodiscard]] Result<RunFile> ReadRunFile(const std::filesystem::path& data);
void RemoveRunFile(const std::filesystem::path& data);

}  // namespace suite::sleutelctl
