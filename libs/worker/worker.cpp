#include "worker/worker.hpp"

#include "log/log.hpp"

namespace suite {
namespace {

constexpr std::chrono::milliseconds kFirstPause{1000};
constexpr std::chrono::milliseconds kLongestPause{60000};

}  // namespace

void Worker::Start() {
    thread_ = std::thread([this] { Run(); });
}

void Worker::Stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_all();
    if (thread_.joinable()) thread_.join();
}

void Worker::Notify() {
    {
        const std::lock_guard lock(mutex_);
        asked_ = true;
    }
    wake_.notify_all();
}

bool Worker::Wait(std::chrono::milliseconds duration, bool until_asked) {
    std::unique_lock lock(mutex_);
    wake_.wait_for(lock, duration, [&] { return stopping_ || (until_asked && asked_); });
    if (until_asked) asked_ = false;
    return !stopping_;
}

void Worker::Run() {
    const Pause pause = [this](std::chrono::milliseconds duration) { return Wait(duration, false); };
    auto after_failure = kFirstPause;
    while (Wait(interval_, true)) {
        while (true) {
            const auto more = work_(pause);
            if (!more) {
                log::Warning(name_ + " failed, will be tried again",
                             {{"reason", more.error().reason}, {"detail", more.error().message}});
                if (!pause(after_failure)) return;
                after_failure = std::min(after_failure * 2, kLongestPause);
                continue;
            }
            after_failure = kFirstPause;
            if (!*more || !pause(std::chrono::milliseconds(0))) break;
        }
    }
}

}  // namespace suite
