// What stands in X-Forwarded-For, and in the settings that say whom to believe and how much to allow.
#include <array>

#include "services/gateway/domain/client_address.hpp"
#include "services/gateway/domain/limits.hpp"
#include "tests/fuzz/fuzz.hpp"

namespace suite::fuzz {

void Forwarded(std::string_view bytes) {
    using namespace suite::gateway;  // NOLINT: test
    static const auto kProxy = *IpAddress::Parse("127.0.0.1");
    static const auto kSeen = *IpAddress::Parse("203.0.113.1");
    static const std::array kTrusted{*IpNetwork::Parse("127.0.0.1"), *IpNetwork::Parse("10.0.0.0/8"),
                                     *IpNetwork::Parse("2001:db8::/32")};
    const std::string told(bytes);
    Require(ClientAddress(kSeen, bytes, kTrusted) == kSeen, "a stranger is who connected");
    Require(ClientAddress(kProxy, bytes, {}) == kProxy, "without trust there is only the connection");
    Require(ClientAddress(kProxy, told + ",203.0.113.1", kTrusted) == kSeen, "what a proxy saw stands at the right");
    Require(ClientAddress(kProxy, told + ", 203.0.113.1, 10.0.0.3", kTrusted) == kSeen, "also through two of them");
    const auto client = ClientAddress(kProxy, bytes, kTrusted);
    Require(IpAddress::Parse(client.ToString()) == client, "an address is read back as itself");
    if (const auto network = IpNetwork::Parse(bytes)) {
        Require(IpNetwork::Parse(network->ToString()) == network, "a network is read back as itself");
    }
    if (const auto address = IpAddress::Parse(bytes)) {
        Require(IpAddress::Parse(address->ToString()) == address, "an address has one spelling of ours");
        Require(IpNetwork::Parse(bytes)->Contains(*address), "an address is in its own network");
    }
    Limits limits;
    if (limits.Change(std::array{told})) {
        for (std::size_t i = 0; i < kRouteClasses; ++i) {
            const auto& limit = limits.Of(static_cast<RouteClass>(i), PayerKind::kPerson);
            Require(limit.count >= 1 && limit.window.count() >= 1, "a limit lets something through");
        }
    }
}

}  // namespace suite::fuzz

SUITE_FUZZ_ENTRY(Forwarded)
