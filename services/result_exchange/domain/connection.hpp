// A school's connection with its LAS (resultatenkoppeling): the school's consent that results leave (RES-01, RES-02).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/actor.hpp"
#include "core/error.hpp"
#include "core/id.hpp"
#include "core/secret.hpp"
#include "core/time.hpp"

namespace suite::results {

struct Connection {
    ConnectionId id;
    SchoolId school;
    std::string las;         // code in kLasTable
    std::string sealed_key;  // autorisatiesleutel
    // Whose consent it is, and when.
    Role created_by_role = Role::kNone;
    PersonId created_by;
    Instant created_at{};
    std::optional<Instant> last_pulled_at{};  // when the LAS last acknowledged results of this school
    std::int64_t waiting = 0;                 // results the LAS has not acknowledged
    std::int64_t delivered = 0;
};

/// Trimmed; INVALID_ARGUMENT (pointer "/authorisationKey") unless 1 to 256 characters without control characters
/// remain.
[[nodiscard]] Result<Secret> CheckKey(std::string_view authorisation_key);

/// "••••" and the key's last four characters; only the dots when those would be more than half of it. The number of
/// dots says nothing about the key's length.
[[nodiscard]] std::string MaskKey(const Secret& key);

/// The row that a sealed key opens in.
[[nodiscard]] std::string SealedFor(SchoolId school, ConnectionId id);

}  // namespace suite::results
