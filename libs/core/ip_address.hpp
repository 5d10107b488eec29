// Internet addresses and networks, of either version.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace suite {

/// IPv4 or IPv6. An IPv4 address inside IPv6 (::ffff:192.0.2.1) is the IPv4 address: one machine has one value,
/// whichever socket it came by.
class IpAddress {
  public:
    /// "192.0.2.1" (four decimals), "2001:db8::1"; nullopt for anything else: names, zones ("fe80::1%eth0"), ports.
    [[nodiscard]] static std::optional<IpAddress> Parse(std::string_view text);
    /// As RFC 5952 writes it.
    [[nodiscard]] std::string ToString() const;
    [[nodiscard]] bool IsV4() const;
    /// The address with all but the first `bits` zero: of 32 for IPv4, of 128 for IPv6; more leaves it as it is.
    [[nodiscard]] IpAddress Masked(int bits) const;
    /// The sixteen bytes by which addresses are ordered: IPv4 as IPv6 maps it (::ffff:0:0/96).
    [[nodiscard]] const std::array<std::uint8_t, 16>& Bytes() const { return bytes_; }

    auto operator<=>(const IpAddress&) const = default;

  private:
    friend class IpNetwork;
    std::array<std::uint8_t, 16> bytes_{};  // IPv4 as IPv6 maps it (RFC 4291 §2.5.5.2)
};

/// A block of addresses of one version.
class IpNetwork {
  public:
    /// "192.0.2.0/24", "2001:db8::/32", or one address. nullopt for anything else, also for an address with bits set
    /// behind the prefix: who writes 10.0.0.7/8 may have meant one machine.
    [[nodiscard]] static std::optional<IpNetwork> Parse(std::string_view text);
    [[nodiscard]] bool Contains(const IpAddress& address) const;
    [[nodiscard]] std::string ToString() const;
    [[nodiscard]] const IpAddress& First() const { return base_; }
    [[nodiscard]] IpAddress Last() const;

    auto operator<=>(const IpNetwork&) const = default;

  private:
    IpNetwork(IpAddress base, int bits) : base_(base), bits_(bits) {}
    IpAddress base_;
    int bits_;
};

[[nodiscard]] bool ContainsAddress(std::span<const IpNetwork> networks, const IpAddress& address);

}  // namespace suite
