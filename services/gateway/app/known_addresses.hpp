// The addresses from which a school is on the internet, and whether somebody is there now (ACC-05).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "services/gateway/app/known_address_ports.hpp"

namespace suite::gateway {

/// Who asks about which school.
struct SchoolQuestion {
    const Actor& actor;
    SchoolId school;
    Deadline deadline;
};

/// The list is the coordinator's and the helpdesk's; whether somebody is at the school is asked by all staff, and by
/// machines with the scope entitlements:read, which ask about every school. Another school looks like none: NOT_FOUND
/// school-unknown. Else PERMISSION_DENIED. Thread-safe.
class KnownAddresses {
  public:
    KnownAddresses(KnownAddressStore& store, SchoolDirectory& schools, const Clock& clock, IdSource& ids)
        : store_(store), schools_(schools), clock_(clock), ids_(ids) {}

    [[nodiscard]] Result<std::vector<KnownAddress>> List(const SchoolQuestion& question) const;
    /// As ReadKnownRange, ReadNote and FitsBeside fail.
    [[nodiscard]] Result<KnownAddress> Add(const SchoolQuestion& question, std::string_view addresses,
                                           std::string_view note, const std::string& request_id) const;
    /// NOT_FOUND address-unknown. The one that is gone.
    [[nodiscard]] Result<KnownAddress> Remove(const SchoolQuestion& question, KnownAddressId id,
                                              const std::string& request_id) const;

    [[nodiscard]] Result<bool> AtSchool(const SchoolQuestion& question, const IpAddress& address) const;

  private:
    /// Staff's own school is there; of others the directory knows.
    [[nodiscard]] Status Exists(const SchoolQuestion& question) const;

    KnownAddressStore& store_;
    SchoolDirectory& schools_;
    const Clock& clock_;
    IdSource& ids_;
};

}  // namespace suite::gateway
