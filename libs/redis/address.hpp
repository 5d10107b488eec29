// Where Redis is. Pure.
#pragma once

#include <string>
#include <string_view>

#include "core/error.hpp"

namespace suite::redis {

struct Address {
    std::string socket{};  // path of a unix socket; empty: host and port count
    std::string host{};    // a name or an address, IPv6 without brackets
    int port = 0;
};

/// "unix:/path/redis.sock", "host:port" or "[::1]:port"; a host alone has port 6379. INVALID_ARGUMENT for anything
/// else.
[[nodiscard]] Result<Address> ParseAddress(std::string_view text);

/// What ParseAddress refuses; FAILED_PRECONDITION for another machine: this client has no TLS (hiredis 0.14), and what
/// goes over names schools, groups and callers. The message says what to do.
[[nodiscard]] Status CheckAddress(std::string_view text);

}  // namespace suite::redis
