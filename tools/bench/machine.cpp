#include "tools/bench/machine.hpp"

#include <fmt/format.h>
#include <sqlite3.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <fstream>

#include "core/text.hpp"

namespace suite::bench {
namespace {

/// Of the first "name   : value" in a file of /proc.
std::string ProcValue(const std::string& file, std::string_view name) {
    std::ifstream in(file);
    for (std::string line; std::getline(in, line);) {
        const auto colon = line.find(':');
        if (colon != std::string::npos && Trim(std::string_view(line).substr(0, colon)) == name) {
            return std::string(Trim(std::string_view(line).substr(colon + 1)));
        }
    }
    return {};
}

double KibToMiB(const std::string& text) {
    const auto kib = ParseInteger(text.substr(0, text.find(' ')));
    return kib ? static_cast<double>(*kib) / 1024 : 0;
}

}  // namespace

std::string MachineFacts() {
    utsname system{};
    ::uname(&system);
    return fmt::format("- {} cores, {}, {:.0f} GiB\n- {} {}\n- built by GCC {}, SQLite {}\n",
                       ::sysconf(_SC_NPROCESSORS_ONLN), ProcValue("/proc/cpuinfo", "model name"),
                       KibToMiB(ProcValue("/proc/meminfo", "MemTotal")) / 1024, system.sysname, system.release,
                       __VERSION__, sqlite3_libversion());
}

std::string LoadAverages() {
    std::ifstream in("/proc/loadavg");
    std::string one;
    std::string five;
    std::string fifteen;
    in >> one >> five >> fifteen;
    return one + " " + five + " " + fifteen;
}

double ResidentMiB(pid_t pid) { return KibToMiB(ProcValue(fmt::format("/proc/{}/status", pid), "VmRSS")); }

double PeakMiB(pid_t pid) { return KibToMiB(ProcValue(fmt::format("/proc/{}/status", pid), "VmHWM")); }

}  // namespace suite::bench
