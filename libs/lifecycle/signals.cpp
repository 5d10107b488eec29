#include "lifecycle/signals.hpp"

#include <pthread.h>
#include <unistd.h>
#include <csignal>
#include <thread>

namespace suite::lifecycle {
namespace {

sigset_t StopSignals() {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    return set;
}

/// Detached on purpose: it lives until the process ends, which is what it waits to hasten.
void EndAtSecondSignal() {
    std::thread([] {
        const auto set = StopSignals();
        int again = 0;
        if (sigwait(&set, &again) == 0) _exit(130);
    }).detach();
}

}  // namespace

void BlockSignals() {
    const auto set = StopSignals();
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
}

void WaitForStopSignal() {
    const auto set = StopSignals();
    int signal = 0;
    while (sigwait(&set, &signal) != 0) {
    }
    EndAtSecondSignal();
}

bool StopSignalWithin(std::chrono::milliseconds time) {
    const auto set = StopSignals();
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(time);
    const timespec wait{.tv_sec = seconds.count(), .tv_nsec = std::chrono::nanoseconds(time - seconds).count()};
    if (sigtimedwait(&set, nullptr, &wait) < 0) return false;
    EndAtSecondSignal();
    return true;
}

}  // namespace suite::lifecycle
