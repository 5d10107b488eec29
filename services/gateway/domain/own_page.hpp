// Which of the requests that carry a cookie come from a page of ours (CSRF), and where a sign-in may lead back to.
#pragma once

#include <string>
#include <string_view>

#include "core/error.hpp"

namespace suite::gateway {

/// What a browser tells of where a request comes from; empty for a header that is not there.
struct FromPage {
    std::string_view method;
    std::string_view custom_header;   // X-Sleutelbos
    std::string_view origin;          // Origin
    std::string_view sec_fetch_site;  // Sec-Fetch-Site
};

/// Everything but GET must show that a page of ours sent it: X-Sleutelbos: 1, which no form and no foreign page can
/// send without asking first (and nobody is ever allowed by CORS), and Origin or Sec-Fetch-Site of ourselves; both when
/// both are there. PERMISSION_DENIED, reason not-own-page. `own_origin`: "https://sleutelbos.example".
[[nodiscard]] Status CheckOwnPage(const FromPage& from, std::string_view own_origin);

/// Signing in is where a browser goes itself: PERMISSION_DENIED (not-own-page) when Sec-Fetch-Dest says that a page had
/// it ask for an image, a frame or the like. Empty: an old browser, or none.
[[nodiscard]] Status CheckNavigation(std::string_view sec_fetch_dest);

/// `wanted` when it is a path of this site that a page may have, else "/". Never another site ("//x", "/\x", "https:"),
/// never the API or the sign-in itself, at most 512 bytes.
[[nodiscard]] std::string SafeReturnTo(std::string_view wanted);

/// "http://" and the host when a Host header names loopback ("127.0.0.1:8080", "localhost", "[::1]:80"), else "". For a
/// gateway without a public address: any other name could be somebody's trick with DNS.
[[nodiscard]] std::string LoopbackOrigin(std::string_view host_header);

}  // namespace suite::gateway
