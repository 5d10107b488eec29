// A school connects itself with its LAS, and sees how that goes (RES-01, RES-02, RES-08).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/actor.hpp"
#include "services/result_exchange/app/ports.hpp"

namespace suite::results {

enum class ConnectionStatus {
    kActive,   // the LAS has pulled since
    kNotUsed,  // saved, nothing pulled yet
};

struct ConnectionView {
    ConnectionId id;
    std::string las;
    std::string las_name;
    std::string masked_key;
    ConnectionStatus status = ConnectionStatus::kNotUsed;
    Instant created_at{};
    std::optional<Instant> last_pulled_at{};
    std::int64_t waiting = 0;
    std::int64_t delivered = 0;
};

struct ConnectionPage {
    std::vector<ConnectionView> items;
    std::optional<std::string> next_cursor{};
};

/// Thread-safe; the ports outlive it.
class ManageConnections {
  public:
    ManageConnections(ConnectionStore& store, const KeySealer& sealer, IdSource& ids, const Clock& clock)
        : store_(store), sealer_(sealer), ids_(ids), clock_(clock) {}

    /// From here on new results go to the LAS. NOT_FOUND school-unknown, PERMISSION_DENIED forbidden, INVALID_ARGUMENT
    /// las-unknown or invalid-request (the key), ALREADY_EXISTS connection-exists.
    [[nodiscard]] Result<ConnectionView> Add(const Actor& actor, const std::string& school_id, const std::string& las,
                                             const std::string& authorisation_key, Deadline deadline);

    /// In order of LAS code. NOT_FOUND school-unknown, PERMISSION_DENIED forbidden, INVALID_ARGUMENT.
    [[nodiscard]] Result<ConnectionPage> List(const Actor& actor, const std::string& school_id, std::int64_t limit,
                                              const std::string& cursor, Deadline deadline);

  private:
    ConnectionStore& store_;
    const KeySealer& sealer_;
    IdSource& ids_;
    const Clock& clock_;
};

}  // namespace suite::results
