#include "services/roster_sync/applier.hpp"

#include "log/log.hpp"

namespace suite::roster_sync {

void Applier::Start() {
    thread_ = std::thread([this] { Run(); });
}

void Applier::Stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_all();
    if (thread_.joinable()) thread_.join();
}

void Applier::Notify() {
    {
        const std::lock_guard lock(mutex_);
        asked_ = true;
    }
    wake_.notify_all();
}

bool Applier::Stopping() {
    const std::lock_guard lock(mutex_);
    return stopping_;
}

void Applier::Run() {
    while (!Stopping()) {
        const auto applied = apply_([this] { return Stopping(); });
        if (!applied) {
            log::Warning("batch not applied, will try again",
                         {{"reason", applied.error().reason}, {"detail", applied.error().message}});
        } else if (*applied) {
            log::Info("batch applied");
            continue;
        }
        std::unique_lock lock(mutex_);
        wake_.wait_for(lock, std::chrono::seconds(1), [this] { return stopping_ || asked_; });
        asked_ = false;
    }
}

}  // namespace suite::roster_sync
