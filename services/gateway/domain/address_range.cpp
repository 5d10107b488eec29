#include "services/gateway/domain/address_range.hpp"

#include <array>
#include <bit>
#include <cstdint>

#include "core/text.hpp"

namespace suite::gateway {
namespace {

using Bytes = std::array<std::uint8_t, 16>;

constexpr std::string_view kEnDash = "\xE2\x80\x93";  // what a text processor makes of "-"

/// The place of the highest bit that is set, counted from 1; 0 for none.
int BitLength(const Bytes& bytes) {
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        if (bytes.at(i) != 0) return static_cast<int>((bytes.size() - i - 1) * 8) + std::bit_width(bytes.at(i));
    }
    return 0;
}

/// `high` - `low`. Pre: it is not negative.
Bytes Difference(const Bytes& high, const Bytes& low) {
    Bytes difference{};
    int borrowed = 0;
    for (std::size_t i = difference.size(); i-- > 0;) {
        const int digit = high.at(i) - low.at(i) - borrowed;
        borrowed = digit < 0 ? 1 : 0;
        difference.at(i) = static_cast<std::uint8_t>(digit & 0xFF);
    }
    return difference;
}

}  // namespace

std::optional<AddressRange> AddressRange::Parse(std::string_view text) {
    text = Trim(text);
    auto dash = text.find(kEnDash);
    auto behind = dash + kEnDash.size();
    if (dash == std::string_view::npos) {
        dash = text.find('-');
        behind = dash + 1;
    }
    if (dash == std::string_view::npos) {
        const auto network = IpNetwork::Parse(text);
        return network ? std::optional(Of(*network)) : std::nullopt;
    }
    const auto first = IpAddress::Parse(Trim(text.substr(0, dash)));
    const auto last = IpAddress::Parse(Trim(text.substr(behind)));
    if (!first || !last || first->IsV4() != last->IsV4() || *last < *first) return std::nullopt;
    return AddressRange(*first, *last);
}

int AddressRange::SizeBits() const { return BitLength(Difference(last_.Bytes(), first_.Bytes())); }

std::string AddressRange::ToString() const {
    if (first_ == last_) return first_.ToString();
    const int prefix = (IsV4() ? 32 : 128) - SizeBits();
    const auto network = IpNetwork::Parse(first_.ToString() + "/" + std::to_string(prefix));
    if (network && network->Last() == last_) return network->ToString();
    return first_.ToString() + "-" + last_.ToString();
}

}  // namespace suite::gateway
