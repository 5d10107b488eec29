// Cookies (RFC 6265), as far as a session needs them.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace suite::gateway {

/// The value of the cookie `name` in a Cookie header. nullopt when it is not there, holds anything but letters, digits,
/// '-', '_' and '.' (ours do not), is longer than 4096 bytes, or is there twice: a cookie that somebody planted from
/// another path or subdomain must not be the one that counts.
[[nodiscard]] std::optional<std::string> CookieValue(std::string_view header, std::string_view name);

/// Whether a Cookie header names it at all, with whatever value.
[[nodiscard]] bool NamesCookie(std::string_view header, std::string_view name);

/// How cookies are named and marked. On https the name begins with "__Host-": browsers then take the cookie only from
/// this host, over https, for every path, so that no subdomain can plant one. `secure` is false on loopback only.
struct CookieStyle {
    bool secure = true;

    [[nodiscard]] std::string NameOf(std::string_view name) const;
    /// A Set-Cookie header's value: HttpOnly, SameSite=Lax, Path=/. `name` without prefix.
    [[nodiscard]] std::string Set(std::string_view name, std::string_view value, std::chrono::seconds lifetime) const;
    [[nodiscard]] std::string Remove(std::string_view name) const;
};

inline constexpr std::string_view kSessionCookie = "sleutelbos";
inline constexpr std::string_view kLoginCookie = "sleutelbos-login";

}  // namespace suite::gateway
