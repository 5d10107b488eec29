#include "services/gateway/domain/client_address.hpp"

#include <algorithm>
#include <ranges>

#include "core/reasons.hpp"
#include "core/text.hpp"

namespace suite::gateway {
namespace {

std::optional<IpAddress> Entry(std::string_view text) {
    text = Trim(text);
    if (text.starts_with('[')) {
        const auto close = text.find(']');
        if (close == std::string_view::npos) return std::nullopt;
        const auto behind = text.substr(close + 1);
        if (!behind.empty() && (!behind.starts_with(':') || !ParseInteger(behind.substr(1)))) return std::nullopt;
        const auto address = IpAddress::Parse(text.substr(1, close - 1));
        return address && !address->IsV4() ? address : std::nullopt;
    }
    if (std::ranges::count(text, ':') == 1) {
        const auto colon = text.find(':');
        if (!ParseInteger(text.substr(colon + 1))) return std::nullopt;
        text = text.substr(0, colon);
    }
    return IpAddress::Parse(text);
}

}  // namespace

IpAddress ClientAddress(const IpAddress& peer, std::string_view forwarded_for, std::span<const IpNetwork> trusted) {
    IpAddress client = peer;
    if (forwarded_for.empty()) return client;
    const auto entries = Split(forwarded_for, ',');
    for (const auto& text : entries | std::views::reverse) {
        if (!ContainsAddress(trusted, client)) return client;
        const auto next = Entry(text);
        if (!next) return client;
        client = *next;
    }
    return client;
}

Result<std::vector<IpNetwork>> ParseNetworks(std::span<const std::string> texts) {
    std::vector<IpNetwork> networks;
    for (const auto& text : texts) {
        const auto network = IpNetwork::Parse(text);
        if (!network || text.ends_with("/0")) {
            return Fail(Code::kInvalidArgument, reason::kInvalidRequest,
                        "no address or network (192.0.2.1, 10.0.0.0/8, 2001:db8::/32): " + text);
        }
        networks.push_back(*network);
    }
    return networks;
}

}  // namespace suite::gateway
