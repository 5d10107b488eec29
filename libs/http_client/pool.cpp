#include "http_client/pool.hpp"

namespace suite::http {

Client ClientPool::Borrow() {
    const std::lock_guard lock(mutex_);
    if (idle_.empty()) return Client(tls_);
    auto client = std::move(idle_.back());
    idle_.pop_back();
    return client;
}

void ClientPool::GiveBack(Client client) {
    const std::lock_guard lock(mutex_);
    if (idle_.size() < kMaxIdle) idle_.push_back(std::move(client));
}

}  // namespace suite::http
