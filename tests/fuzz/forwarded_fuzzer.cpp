// What stands in X-Forwarded-For, and in the settings that say whom to believe and how much to allow; what a school
// gives as its addresses, and what stands in a bookmark.
#include <array>

#include "services/gateway/domain/client_address.hpp"
#include "services/gateway/domain/known_address.hpp"
#include "services/gateway/domain/limits.hpp"
#include "services/gateway/domain/own_page.hpp"
#include "services/gateway/domain/start_address.hpp"
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
    if (const auto range = AddressRange::Parse(bytes)) {
        Require(AddressRange::Parse(range->ToString()) == range, "a range is read back as itself");
        Require(range->Contains(*range) && range->Overlaps(*range), "a range holds itself");
    }
    if (const auto known = ReadKnownRange(bytes)) {
        Require(known->SizeBits() <= (known->IsV4() ? 16 : 96), "no school has that many addresses");
        Require(!known->Contains(kProxy) && !known->Contains(kSeen), "a school is on the internet");
    }
    if (const auto start = ReadStart("/start/" + told)) {
        Require(ReadStart(WriteStart(*start)) == *start, "a start address is read back as itself");
        Require(SafeReturnTo(WriteStart(*start)) == WriteStart(*start), "the sign-in leads back to it");
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
