#include "tools/bench/slowhttptest.hpp"

namespace suite::bench {

std::string_view NameOf(Slowness slowness) {
    switch (slowness) {
        case Slowness::kHead:
            return "slowhttptest: 1,000 heads that do not end";
        case Slowness::kBody:
            return "slowhttptest: 1,000 bodies that do not end";
        case Slowness::kReading:
            return "slowhttptest: 1,000 who read a few bytes a time";
    }
    return "";
}

const std::vector<Slowness>& AllSlownesses() {
    static const std::vector<Slowness> all{Slowness::kHead, Slowness::kBody, Slowness::kReading};
    return all;
}

Result<process::Process> StartSlow(Slowness slowness, const std::string& url, int seconds,
                                   const std::filesystem::path& output) {
    std::vector<std::string> command{"slowhttptest",          "-c", "1000", "-r", "200", "-l",
                                     std::to_string(seconds), "-p", "3",    "-u", url};
    const auto add = [&](std::initializer_list<const char*> more) {
        command.insert(command.end(), more.begin(), more.end());
    };
    switch (slowness) {
        case Slowness::kHead:
            add({"-H", "-i", "3", "-x", "24"});
            break;
        case Slowness::kBody:
            add({"-B", "-i", "3", "-x", "10", "-s", "8192", "-t", "POST"});
            break;
        case Slowness::kReading:
            add({"-X", "-w", "10", "-y", "20", "-n", "5", "-z", "32", "-k", "3"});
            break;
    }
    return process::Process::Start({.command = command, .output_file = output.string()});
}

}  // namespace suite::bench
