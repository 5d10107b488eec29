#include "services/gateway/domain/known_address.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "core/reasons.hpp"
#include "core/text.hpp"

namespace suite::gateway {
namespace {

constexpr int kWidestV4 = 16;  // bits of addresses: a /16
constexpr int kWidestV6 = 96;  // a /32, what a provider gets
constexpr int kV6Connection = 64;

/// IANA's special-purpose registries (RFC 6890 and its updates): nobody comes from there over the internet.
constexpr std::array kSpecial{
    "0.0.0.0/8",        // this network
    "10.0.0.0/8",       // private
    "100.64.0.0/10",    // inside a provider
    "127.0.0.0/8",      // loopback
    "169.254.0.0/16",   // link-local
    "172.16.0.0/12",    // private
    "192.0.0.0/24",     // protocol assignments
    "192.0.2.0/24",     // documentation
    "192.88.99.0/24",   // 6to4 relays, deprecated
    "192.168.0.0/16",   // private
    "198.18.0.0/15",    // benchmarks
    "198.51.100.0/24",  // documentation
    "203.0.113.0/24",   // documentation
    "224.0.0.0/4",      // multicast
    "240.0.0.0/4",      // reserved, broadcast
    "2001::/23",        // protocol assignments, Teredo
    "2001:db8::/32",    // documentation
    "2002::/16",        // 6to4
    "3fff::/20",        // documentation
};
/// The only part of IPv6 that is given out (RFC 4291 §2.4).
constexpr const char* kGlobalV6 = "2000::/3";

AddressRange Block(const char* text) { return AddressRange::Of(*IpNetwork::Parse(text)); }

const std::vector<AddressRange>& Special() {
    static const auto kBlocks = [] {
        std::vector<AddressRange> blocks;
        for (const auto* text : kSpecial) blocks.push_back(Block(text));
        return blocks;
    }();
    return kBlocks;
}

bool IsWhollyPublic(const AddressRange& range) {
    static const auto kGlobal = Block(kGlobalV6);
    if (!range.IsV4() && !kGlobal.Contains(range)) return false;
    return std::ranges::none_of(Special(), [&](const AddressRange& block) { return block.Overlaps(range); });
}

/// No part of it is on the internet.
bool IsWhollySpecial(const AddressRange& range) {
    static const auto kGlobal = Block(kGlobalV6);
    if (!range.IsV4() && !kGlobal.Overlaps(range)) return true;
    return std::ranges::any_of(Special(), [&](const AddressRange& block) { return block.Contains(range); });
}

std::unexpected<Error> Wrong(std::string_view reason, const char* message) {
    return Fail({.code = Code::kInvalidArgument,
                 .reason = std::string(reason),
                 .message = message,
                 .fields = {{"/address", message}}});
}

}  // namespace

Result<AddressRange> ReadKnownRange(std::string_view text) {
    const auto range = AddressRange::Parse(text);
    if (!range)
        return Wrong(reason::kAddressInvalid,
                     "is no address, network without bits behind its prefix, or range first-last");
    const bool wide = range->SizeBits() > (range->IsV4() ? kWidestV4 : kWidestV6);
    if (wide && !IsWhollySpecial(*range)) return Wrong(reason::kAddressTooWide, "is wider than a /16, of IPv6 a /32");
    if (!IsWhollyPublic(*range)) return Wrong(reason::kAddressNotPublic, "is not on the internet");
    return *range;
}

Result<std::string> ReadNote(std::string_view text) {
    auto note = Collapse(text);
    const bool plain = std::ranges::none_of(note, [](unsigned char c) { return c < ' ' || c == 0x7F; });
    if (plain && CodePoints(note) <= kLongestNote) return note;
    return Fail({.code = Code::kInvalidArgument,
                 .reason = std::string(reason::kInvalidRequest),
                 .message = "fields are wrong",
                 .fields = {{"/note", "must be at most 60 characters, none of them a control character"}}});
}

Status FitsBeside(const AddressRange& range, std::span<const KnownAddress> there) {
    const auto other =
        std::ranges::find_if(there, [&](const KnownAddress& known) { return known.range.Overlaps(range); });
    if (other != there.end()) {
        return Fail({.code = Code::kAlreadyExists,
                     .reason = std::string(reason::kAddressOverlaps),
                     .message = "the school has some of these addresses already",
                     .metadata = {{"other", other->range.ToString()}}});
    }
    if (there.size() < kMostKnownAddresses) return {};
    return Fail({.code = Code::kFailedPrecondition,
                 .reason = std::string(reason::kAddressesExhausted),
                 .message = "the school has as many addresses as it can have",
                 .metadata = {{"most", std::to_string(kMostKnownAddresses)}}});
}

bool IsAtSchool(const IpAddress& address, std::span<const KnownAddress> known) {
    return std::ranges::any_of(known, [&](const KnownAddress& each) { return each.range.Contains(address); });
}

std::string RangeToAdd(const IpAddress& address) {
    if (address.IsV4()) return address.ToString();
    return address.Masked(kV6Connection).ToString() + "/" + std::to_string(kV6Connection);
}

}  // namespace suite::gateway
