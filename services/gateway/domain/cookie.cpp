#include "services/gateway/domain/cookie.hpp"

#include <algorithm>

#include "core/text.hpp"

namespace suite::gateway {
namespace {

constexpr std::size_t kMaxValue = 4096;  // what browsers keep

bool IsPlain(std::string_view value) {
    return !value.empty() && value.size() <= kMaxValue && std::ranges::all_of(value, [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_' ||
               c == '.';
    });
}

}  // namespace

std::optional<std::string> CookieValue(std::string_view header, std::string_view name) {
    std::optional<std::string_view> found;
    for (const auto part : Split(header, ';')) {
        const auto equals = part.find('=');
        if (equals == std::string_view::npos || Trim(part.substr(0, equals)) != name) continue;
        if (found) return std::nullopt;
        found = Trim(part.substr(equals + 1));
    }
    if (!found || !IsPlain(*found)) return std::nullopt;
    return std::string(*found);
}

bool NamesCookie(std::string_view header, std::string_view name) {
    return std::ranges::any_of(Split(header, ';'),
                               [&](std::string_view part) { return Trim(part.substr(0, part.find('='))) == name; });
}

std::string CookieStyle::NameOf(std::string_view name) const { return (secure ? "__Host-" : "") + std::string(name); }

std::string CookieStyle::Set(std::string_view name, std::string_view value, std::chrono::seconds lifetime) const {
    return NameOf(name) + "=" + std::string(value) + "; Path=/; Max-Age=" + std::to_string(lifetime.count()) +
           "; HttpOnly; SameSite=Lax" + (secure ? "; Secure" : "");
}

std::string CookieStyle::Remove(std::string_view name) const { return Set(name, "", std::chrono::seconds(0)); }

}  // namespace suite::gateway
