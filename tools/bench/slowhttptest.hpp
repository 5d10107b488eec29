// slowhttptest (packages.txt) as a child process.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.hpp"
#include "process/process.hpp"

namespace suite::bench {

enum class Slowness { kHead, kBody, kReading };
[[nodiscard]] std::string_view NameOf(Slowness slowness);
[[nodiscard]] const std::vector<Slowness>& AllSlownesses();

/// Goes on for `seconds` with 1,000 connections, 200 new ones a second. `url`: of what is asked, over TLS. Ends with
/// the process object.
[[nodiscard]] Result<process::Process> StartSlow(Slowness slowness, const std::string& url, int seconds,
                                                 const std::filesystem::path& output);

}  // namespace suite::bench
