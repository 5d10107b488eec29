// What a figure is worth depends on: the machine, what else runs on it, versions.
#pragma once

#include <sys/types.h>

#include <string>

namespace suite::bench {

/// Cores, processor, memory, kernel, compiler, SQLite: one line each, as a Markdown list.
[[nodiscard]] std::string MachineFacts();
/// The load averages of 1, 5 and 15 minutes: "0.52 0.40 0.31".
[[nodiscard]] std::string LoadAverages();
/// Resident memory of a process in MiB; 0 when it is not there.
[[nodiscard]] double ResidentMiB(pid_t pid);
/// The most that was ever resident of it.
[[nodiscard]] double PeakMiB(pid_t pid);

}  // namespace suite::bench
