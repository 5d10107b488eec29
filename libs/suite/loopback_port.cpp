#include "suite/loopback_port.hpp"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "core/reasons.hpp"

namespace suite::devsuite {

Result<LoopbackPort> LoopbackPort::Hold() {
    LoopbackPort port(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    const int yes = 1;
    if (::setsockopt(port.fd_, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) != 0 ||
        ::bind(port.fd_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
        ::getsockname(port.fd_, reinterpret_cast<sockaddr*>(&address), &length) != 0) {
        return Fail(Code::kUnavailable, reason::kUnavailable, "no free port on 127.0.0.1");
    }
    port.number_ = ntohs(address.sin_port);
    return port;
}

LoopbackPort::~LoopbackPort() {
    if (fd_ >= 0) ::close(fd_);
}

}  // namespace suite::devsuite
