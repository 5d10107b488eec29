// Connections kept for the next call.
#pragma once

#include <cstddef>
#include <mutex>
#include <utility>
#include <vector>

#include "http_client/http_client.hpp"

namespace suite::http {

/// As many connections as there are calls at once; up to kMaxIdle stay open. Thread-safe.
class ClientPool {
  public:
    static constexpr std::size_t kMaxIdle = 8;

    explicit ClientPool(ClientTls tls) : tls_(std::move(tls)) {}

    /// What `work` makes of a client that nobody else uses meanwhile.
    template <class Work>
    [[nodiscard]] auto With(Work&& work) {
        Client client = Borrow();
        auto outcome = std::forward<Work>(work)(client);
        GiveBack(std::move(client));
        return outcome;
    }

  private:
    [[nodiscard]] Client Borrow();
    void GiveBack(Client client);

    const ClientTls tls_;
    std::mutex mutex_;
    std::vector<Client> idle_;  // guarded by mutex_
};

}  // namespace suite::http
