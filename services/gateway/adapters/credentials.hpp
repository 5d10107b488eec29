// What a client sends to POST /oauth/token, read. Nothing of it is believed yet.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace suite::gateway {

using Form = std::map<std::string, std::string>;

/// application/x-www-form-urlencoded; nullopt when it is malformed or names a field twice (RFC 6749 §3.2).
[[nodiscard]] std::optional<Form> ParseForm(std::string_view body);

/// Id and secret of "Basic …" (RFC 7617), percent-decoded as RFC 6749 §2.3.1 has it; nullopt for anything else.
[[nodiscard]] std::optional<std::pair<std::string, std::string>> ParseBasic(std::string_view authorization);

}  // namespace suite::gateway
