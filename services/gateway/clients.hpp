// The machines that may ask for a token, from a file.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/actor.hpp"
#include "core/error.hpp"

namespace suite::gateway {

struct MachineClient {
    std::string id;
    std::string secret_sha256;  // hexadecimal; secrets have at least 128 random bits, so a fast hash is enough
    std::vector<std::string> scopes;
    std::string las;  // for a LAS: parnassys, momento, easyrapport
};

/// Read once at start. Thread-safe after that.
class Clients {
  public:
    /// {"clients": [{"id", "secretSha256", "scopes": [...], "las"?}]}; FAILED_PRECONDITION when missing or malformed.
    [[nodiscard]] static Result<Clients> Load(const std::string& path);
    /// The machine that this id and secret belong to. Takes the same time for an unknown id and a wrong secret.
    [[nodiscard]] std::optional<MachineClient> Find(const std::string& id, std::string_view secret) const;

  private:
    std::map<std::string, MachineClient, std::less<>> clients_;
};

}  // namespace suite::gateway
