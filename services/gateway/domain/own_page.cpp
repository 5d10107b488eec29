#include "services/gateway/domain/own_page.hpp"

#include <algorithm>
#include <array>

#include "core/reasons.hpp"
#include "core/text.hpp"

namespace suite::gateway {
namespace {

constexpr std::size_t kMaxReturnTo = 512;
/// What the gateway answers itself: no page to come back to.
constexpr std::array<std::string_view, 4> kNoPages{"/api", "/auth", "/oauth", "/problems"};

std::unexpected<Error> Foreign(std::string what) {
    return Fail(Code::kPermissionDenied, reason::kNotOwnPage, std::move(what));
}

bool MayStandInPath(char c) {
    static constexpr std::string_view kOthers = "/-_.~?=&%:,+";
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           kOthers.find(c) != std::string_view::npos;
}

bool IsBelow(std::string_view path, std::string_view folder) {
    return path.starts_with(folder) &&
           (path.size() == folder.size() || path[folder.size()] == '/' || path[folder.size()] == '?');
}

}  // namespace

Status CheckOwnPage(const FromPage& from, std::string_view own_origin) {
    if (from.method == "GET") return {};
    if (from.custom_header != "1") return Foreign("send X-Sleutelbos: 1 with a session cookie");
    if (from.origin.empty() && from.sec_fetch_site.empty()) return Foreign("send Origin or Sec-Fetch-Site");
    if (!from.origin.empty() && (own_origin.empty() || from.origin != own_origin)) return Foreign("Origin is another");
    if (!from.sec_fetch_site.empty() && from.sec_fetch_site != "same-origin")
        return Foreign("Sec-Fetch-Site is not same-origin");
    return {};
}

Status CheckNavigation(std::string_view sec_fetch_dest) {
    if (sec_fetch_dest.empty() || sec_fetch_dest == "document") return {};
    return Foreign("open this address itself");
}

std::string SafeReturnTo(std::string_view wanted) {
    const bool path = wanted.starts_with('/') && !wanted.starts_with("//") && wanted.size() <= kMaxReturnTo &&
                      std::ranges::all_of(wanted, MayStandInPath);
    const bool page = std::ranges::none_of(kNoPages, [&](std::string_view folder) { return IsBelow(wanted, folder); });
    return path && page ? std::string(wanted) : "/";
}

std::string LoopbackOrigin(std::string_view host_header) {
    for (const std::string_view host : {"127.0.0.1", "localhost", "[::1]"}) {
        if (!host_header.starts_with(host)) continue;
        const auto port = host_header.substr(host.size());
        const bool digits = port.size() > 1 && port.size() <= 6 && port.front() == ':' &&
                            std::ranges::all_of(port.substr(1), [](char c) { return c >= '0' && c <= '9'; });
        if (port.empty() || digits) return "http://" + std::string(host_header);
    }
    return "";
}

}  // namespace suite::gateway
