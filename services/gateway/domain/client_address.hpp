// From which machine a request comes, when proxies stand in between. Pure.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.hpp"
#include "core/ip_address.hpp"

namespace suite::gateway {

/// The client's address: `peer`, which opened the connection, unless that is a trusted proxy; then the right-most
/// address of X-Forwarded-For that is none, since each proxy writes down at the right whom it saw, and what stands left
/// of the first stranger is that stranger's own tale (ASVS 5 4.1.3). Are all of them trusted, or is the next entry no
/// address, it is the last trusted one.
/// `forwarded_for`: all such headers joined by commas; an entry is an address, or one with a port ("192.0.2.1:443",
/// "[2001:db8::1]:443"). The header Forwarded (RFC 7239) is never looked at: a proxy that sets the one lets the other
/// through.
[[nodiscard]] IpAddress ClientAddress(const IpAddress& peer, std::string_view forwarded_for,
                                      std::span<const IpNetwork> trusted);

/// Addresses and networks as settings give them. INVALID_ARGUMENT names the first that is neither, and refuses a
/// network of everybody ("/0").
[[nodiscard]] Result<std::vector<IpNetwork>> ParseNetworks(std::span<const std::string> texts);

}  // namespace suite::gateway
