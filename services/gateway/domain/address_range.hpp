// Internet addresses as a school writes them down: one, a network, or from one to another. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/ip_address.hpp"

namespace suite::gateway {

/// Addresses of one version, from the first to the last, both included. An IPv4 address inside IPv6 (::ffff:192.0.2.1)
/// is the IPv4 address. Two ranges with the same addresses are equal, however they were written.
class AddressRange {
  public:
    /// "192.0.2.1", "192.0.2.0/28" or "192.0.2.1 - 192.0.2.9" (an en dash too), white space around the parts or not.
    /// nullopt for anything else: bits set behind a network's prefix, ends of two versions, a last one before the
    /// first.
    [[nodiscard]] static std::optional<AddressRange> Parse(std::string_view text);
    [[nodiscard]] static AddressRange Of(const IpNetwork& network) { return {network.First(), network.Last()}; }

    /// The one way to write it, which Parse reads: the address alone; the network, when it is just one; else
    /// "first-last".
    [[nodiscard]] std::string ToString() const;
    [[nodiscard]] bool IsV4() const { return first_.IsV4(); }
    [[nodiscard]] bool Contains(const IpAddress& address) const { return first_ <= address && address <= last_; }
    [[nodiscard]] bool Contains(const AddressRange& other) const {
        return Contains(other.first_) && Contains(other.last_);
    }
    [[nodiscard]] bool Overlaps(const AddressRange& other) const {
        return first_ <= other.last_ && other.first_ <= last_;
    }
    /// The smallest n for which 2^n is not fewer than the addresses: 0 for one, 8 for 200.
    [[nodiscard]] int SizeBits() const;

    auto operator<=>(const AddressRange&) const = default;

  private:
    AddressRange(const IpAddress& first, const IpAddress& last) : first_(first), last_(last) {}

    IpAddress first_;  // ordered by the sixteen bytes, where both versions have their place
    IpAddress last_;
};

}  // namespace suite::gateway
