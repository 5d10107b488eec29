#include "core/this_machine.hpp"

#include "core/ip_address.hpp"

namespace suite {

bool IsThisMachine(std::string_view host) {
    if (host == "localhost") return true;
    const auto address = IpAddress::Parse(host);
    return address && (*address == IpAddress::Parse("::1") || IpNetwork::Parse("127.0.0.0/8")->Contains(*address));
}

}  // namespace suite
