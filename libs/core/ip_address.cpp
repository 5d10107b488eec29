#include "core/ip_address.hpp"

#include <arpa/inet.h>

#include <algorithm>

#include "core/text.hpp"

namespace suite {
namespace {

constexpr std::array<std::uint8_t, 12> kV4Prefix{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
constexpr int kV4Bits = 32;
constexpr int kV6Bits = 128;

}  // namespace

std::optional<IpAddress> IpAddress::Parse(std::string_view text) {
    // inet_pton stops at NUL.
    if (text.size() >= INET6_ADDRSTRLEN || text.find('\0') != std::string_view::npos) return std::nullopt;
    const std::string terminated(text);
    IpAddress address;
    if (::inet_pton(AF_INET6, terminated.c_str(), address.bytes_.data()) == 1) return address;
    std::ranges::copy(kV4Prefix, address.bytes_.begin());
    if (::inet_pton(AF_INET, terminated.c_str(), address.bytes_.data() + kV4Prefix.size()) == 1) return address;
    return std::nullopt;
}

std::string IpAddress::ToString() const {
    std::array<char, INET6_ADDRSTRLEN> text{};
    if (IsV4()) {
        ::inet_ntop(AF_INET, bytes_.data() + kV4Prefix.size(), text.data(), text.size());
    } else {
        ::inet_ntop(AF_INET6, bytes_.data(), text.data(), text.size());
    }
    return text.data();
}

bool IpAddress::IsV4() const { return std::equal(kV4Prefix.begin(), kV4Prefix.end(), bytes_.begin()); }

IpAddress IpAddress::Masked(int bits) const {
    IpAddress masked = *this;
    int kept = std::max(bits, 0) + (IsV4() ? kV6Bits - kV4Bits : 0);
    for (auto& byte : masked.bytes_) {
        if (kept < 8) byte = static_cast<std::uint8_t>(byte & (0xFF00U >> static_cast<unsigned>(std::max(kept, 0))));
        kept -= 8;
    }
    return masked;
}

std::optional<IpNetwork> IpNetwork::Parse(std::string_view text) {
    const auto slash = text.find('/');
    const auto base = IpAddress::Parse(text.substr(0, slash));
    if (!base) return std::nullopt;
    const int longest = base->IsV4() ? kV4Bits : kV6Bits;
    if (slash == std::string_view::npos) return IpNetwork(*base, longest);
    const auto digits = text.substr(slash + 1);
    const auto bits = ParseInteger(digits);
    // "/08" and "/-0" are no prefixes.
    if (!bits || *bits < 0 || *bits > longest || digits != std::to_string(*bits)) return std::nullopt;
    if (base->Masked(static_cast<int>(*bits)) != *base) return std::nullopt;
    return IpNetwork(*base, static_cast<int>(*bits));
}

bool IpNetwork::Contains(const IpAddress& address) const {
    return address.IsV4() == base_.IsV4() && address.Masked(bits_) == base_;
}

IpAddress IpNetwork::Last() const {
    IpAddress last = base_;
    int kept = bits_ + (base_.IsV4() ? kV6Bits - kV4Bits : 0);
    for (auto& byte : last.bytes_) {
        if (kept < 8) byte = static_cast<std::uint8_t>(byte | (0xFFU >> static_cast<unsigned>(std::max(kept, 0))));
        kept -= 8;
    }
    return last;
}

std::string IpNetwork::ToString() const { return base_.ToString() + "/" + std::to_string(bits_); }

bool ContainsAddress(std::span<const IpNetwork> networks, const IpAddress& address) {
    return std::ranges::any_of(networks, [&](const IpNetwork& network) { return network.Contains(address); });
}

}  // namespace suite
