// Addresses from which a school is on the internet: what may be one (ACC-05, docs/decisions/0029). Pure.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "core/actor.hpp"
#include "core/error.hpp"
#include "core/id.hpp"
#include "core/time.hpp"
#include "services/gateway/domain/address_range.hpp"

namespace suite::gateway {

using KnownAddressId = Id<struct KnownAddressTag>;

struct KnownAddress {
    KnownAddressId id;
    AddressRange range;
    std::string note{};  // the school's own label, "hoofdgebouw"
    Instant added_at{};
    Role added_by_role = Role::kNone;
    PersonId added_by{};  // none: the helpdesk

    bool operator==(const KnownAddress&) const = default;
};

inline constexpr std::size_t kMostKnownAddresses = 50;  // of a school
inline constexpr std::size_t kLongestNote = 60;         // code points

/// INVALID_ARGUMENT for what is no address, network or range (address-invalid), is not on the internet as a whole
/// (address-not-public: private, loopback, multicast, documentation and the other special blocks of IANA's registries),
/// or is wider than an IPv4 /16 or an IPv6 /32 (address-too-wide).
[[nodiscard]] Result<AddressRange> ReadKnownRange(std::string_view text);

/// White space collapsed. INVALID_ARGUMENT for more than kLongestNote characters, or control characters.
[[nodiscard]] Result<std::string> ReadNote(std::string_view text);

/// FAILED_PRECONDITION addresses-exhausted when the school has as many as it can have; ALREADY_EXISTS address-overlaps,
/// with the other one in the metadata, when it has some of these addresses already.
[[nodiscard]] Status FitsBeside(const AddressRange& range, std::span<const KnownAddress> there);

/// Whether somebody at this address is at the school.
[[nodiscard]] bool IsAtSchool(const IpAddress& address, std::span<const KnownAddress> known);

/// What a person at this address would add for the school: the address; of IPv6 the network of 64 bits, in which one
/// machine has another address every day.
[[nodiscard]] std::string RangeToAdd(const IpAddress& address);

}  // namespace suite::gateway
