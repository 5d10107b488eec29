// What browsers send beside a request: cookies, where to come back to, a host name.
#include <algorithm>

#include "services/gateway/domain/cookie.hpp"
#include "services/gateway/domain/own_page.hpp"
#include "tests/fuzz/fuzz.hpp"

namespace suite::fuzz {

void Cookie(std::string_view bytes) {
    using namespace suite::gateway;  // NOLINT: test
    if (const auto value = CookieValue(bytes, kSessionCookie)) {
        Require(NamesCookie(bytes, kSessionCookie), "a cookie that has a value is named");
        Require(!value->empty() && value->find_first_of(" ;,=\"\r\n\t\\") == std::string::npos, "a value is plain");
        const auto alone = std::string(kSessionCookie) + "=" + *value;
        Require(CookieValue(alone, kSessionCookie) == *value, "a value is read back as itself");
        Require(!CookieValue(alone + "; " + std::string(bytes), kSessionCookie), "twice is never");
        Require(!CookieValue(std::string(bytes) + ";" + alone, kSessionCookie), "twice is never, either way round");
    }
    const auto path = SafeReturnTo(bytes);
    Require(path.starts_with('/') && !path.starts_with("//") && path.find('\\') == std::string::npos,
            "one comes back to a path of this site");
    Require(!path.starts_with("/api/") && !path.starts_with("/auth/"), "one comes back to a page");
    Require(std::ranges::all_of(path, [](char c) { return c > ' ' && c < 0x7F; }), "a Location header stays one");
    Require(SafeReturnTo(path) == path, "what is safe is safe");
    const auto origin = LoopbackOrigin(bytes);
    Require(origin.empty() || origin.size() <= std::string_view("http://127.0.0.1:65535").size(),
            "a host name is short");
    if (!origin.empty()) {
        Require(CheckOwnPage({.method = "PUT", .custom_header = "1", .origin = origin, .sec_fetch_site = ""}, origin)
                    .has_value(),
                "ourselves is ourselves");
    }
    Require(!CheckOwnPage({.method = "PUT", .custom_header = bytes, .origin = "https://x", .sec_fetch_site = ""},
                          "https://y"),
            "no header makes another site ours");
}

}  // namespace suite::fuzz

SUITE_FUZZ_ENTRY(Cookie)
