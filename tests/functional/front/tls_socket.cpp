#include "tests/functional/front/tls_socket.hpp"

#include <openssl/ssl.h>
#include <poll.h>
#include <unistd.h>

#include <array>
#include <catch2/catch.hpp>

#include "tests/integration/http/raw_socket.hpp"

namespace suite::testing {

struct TlsSocket::Impl {
    explicit Impl(std::uint16_t port) : socket(port) {}
    http::RawSocket socket;
    std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context{SSL_CTX_new(TLS_client_method()), &SSL_CTX_free};
    std::unique_ptr<SSL, decltype(&SSL_free)> ssl{SSL_new(context.get()), &SSL_free};
};

TlsSocket::TlsSocket(std::uint16_t port) : impl_(std::make_unique<Impl>(port)) {
    REQUIRE(impl_->socket.Connected());
    // SSL_set_tlsext_host_name, which is a macro with a cast in it.
    std::string name = "localhost";
    SSL_ctrl(impl_->ssl.get(), SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, name.data());
    SSL_set_fd(impl_->ssl.get(), impl_->socket.Descriptor());
    REQUIRE(SSL_connect(impl_->ssl.get()) == 1);
}

TlsSocket::~TlsSocket() = default;

bool TlsSocket::Send(std::string_view bytes) {
    return bytes.empty() || SSL_write(impl_->ssl.get(), bytes.data(), static_cast<int>(bytes.size())) > 0;
}

std::string TlsSocket::ReadAll(std::chrono::seconds limit) {
    std::string all;
    const auto until = std::chrono::steady_clock::now() + limit;
    std::array<char, 16384> buffer{};
    while (std::chrono::steady_clock::now() < until) {
        if (SSL_pending(impl_->ssl.get()) == 0) {
            pollfd wanted{.fd = impl_->socket.Descriptor(), .events = POLLIN, .revents = 0};
            const auto left =
                std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
            if (::poll(&wanted, 1, static_cast<int>(left.count())) <= 0) break;
        }
        const int count = SSL_read(impl_->ssl.get(), buffer.data(), static_cast<int>(buffer.size()));
        if (count > 0) {
            all.append(buffer.data(), static_cast<std::size_t>(count));
            continue;
        }
        // A TLS 1.3 session ticket is no data.
        if (SSL_get_error(impl_->ssl.get(), count) != SSL_ERROR_WANT_READ) return all;
    }
    all += "[still open]";
    return all;
}

}  // namespace suite::testing
