#include "rpc/credentials.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <sstream>

#include "core/reasons.hpp"
#include "core/this_machine.hpp"
#include "crypto/secret_file.hpp"

namespace suite::rpc {
namespace {

constexpr std::string_view kUnix = "unix:";

std::unexpected<Error> Wrong(std::string what) {
    return Fail(Code::kFailedPrecondition, reason::kInternal, std::move(what));
}

/// Without scheme and port: "dns:///licence:7001" → "licence", "[::1]:7001" → "::1".
std::string HostOf(std::string_view address) {
    for (const std::string_view scheme : {"dns:///", "dns:", "ipv4:", "ipv6:"}) {
        if (!address.starts_with(scheme)) continue;
        address.remove_prefix(scheme.size());
        break;
    }
    if (address.starts_with('[')) return std::string(address.substr(1, address.find(']') - 1));
    const auto colon = address.rfind(':');
    return std::string(address.substr(0, colon));
}

Result<std::string> ReadPem(const std::string& path, const char* what) {
    std::ifstream file(path);
    std::stringstream text;
    text << file.rdbuf();
    if (!file || text.str().find("-----BEGIN ") == std::string::npos)
        return Wrong(std::string(what) + " " + path + " is missing or no PEM");
    return text.str();
}

}  // namespace

bool IsPrivate(std::string_view address) {
    if (address.starts_with(kUnix)) return true;
    return IsThisMachine(HostOf(address));
}

Result<Credentials> Credentials::Load(const TlsFiles& files, const std::vector<std::string>& addresses) {
    const std::array given{!files.ca.empty(), !files.certificate.empty(), !files.key.empty()};
    const auto count = std::ranges::count(given, true);
    if (count != 0 && count != std::ssize(given)) return Wrong("mutual TLS needs the three of CA, certificate and key");
    if (count == 0) {
        const auto open = std::ranges::find_if(
            addresses, [](const std::string& address) { return !address.empty() && !IsPrivate(address); });
        if (open != addresses.end())
            return Wrong(*open +
                         " is not on this machine: services speak mutual TLS there (--tls-ca-file and the like)");
        return Credentials();
    }
    Pem pem;
    SUITE_ASSIGN(pem.ca, ReadPem(files.ca, "CA"));
    SUITE_ASSIGN(pem.certificate, ReadPem(files.certificate, "certificate"));
    SUITE_RETURN_IF_ERROR(crypto::CheckSecretFile(files.key, "key"));
    SUITE_ASSIGN(pem.key, ReadPem(files.key, "key"));
    Credentials credentials;
    credentials.pem_ = std::make_shared<const Pem>(std::move(pem));
    return credentials;
}

const Credentials::Pem* Credentials::For(std::string_view address) const {
    return address.starts_with(kUnix) ? nullptr : pem_.get();
}

}  // namespace suite::rpc
