#include "redis/address.hpp"

#include "core/reasons.hpp"
#include "core/text.hpp"
#include "core/this_machine.hpp"

namespace suite::redis {
namespace {

constexpr std::string_view kUnix = "unix:";
constexpr int kPort = 6379;

std::unexpected<Error> NoAddress(std::string_view text) {
    return Fail(Code::kInvalidArgument, reason::kInvalidRequest,
                std::string(text) + " is no address of Redis: unix:/path.sock or host:port");
}

}  // namespace

Result<Address> ParseAddress(std::string_view text) {
    if (text.starts_with(kUnix)) {
        const auto path = text.substr(kUnix.size());
        if (path.empty()) return NoAddress(text);
        return Address{.socket = std::string(path)};
    }
    const bool bracketed = text.starts_with('[');
    const auto host_end = bracketed ? text.find(']') : text.find(':');
    const auto host = text.substr(bracketed ? 1 : 0, bracketed ? host_end - 1 : host_end);
    auto rest = host_end == std::string_view::npos ? std::string_view() : text.substr(host_end);
    if (bracketed && rest.empty()) return NoAddress(text);
    if (bracketed) rest.remove_prefix(1);
    if (host.empty() || (!rest.empty() && !rest.starts_with(':'))) return NoAddress(text);
    const auto port = rest.empty() ? kPort : ParseInteger(rest.substr(1)).value_or(0);
    if (port < 1 || port > 65535) return NoAddress(text);
    return Address{.host = std::string(host), .port = static_cast<int>(port)};
}

Status CheckAddress(std::string_view text) {
    SUITE_ASSIGN(const auto address, ParseAddress(text));
    if (!address.socket.empty() || IsThisMachine(address.host)) return {};
    return Fail(Code::kFailedPrecondition, reason::kInternal,
                "Redis at " + std::string(text) +
                    " is not on this machine, and we speak plain text to it: give the near end of a TLS tunnel "
                    "(stunnel) on loopback, 127.0.0.1:6379, or a unix socket, unix:/path.sock");
}

}  // namespace suite::redis
