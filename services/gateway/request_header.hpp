// Reading one header of a request.
#pragma once

#include <string_view>

#include "http/http.hpp"

namespace suite::gateway {

/// `name` in lower case. Empty when it is not there. Valid as long as the request.
[[nodiscard]] inline std::string_view HeaderOf(const http::Request& request, std::string_view name) {
    const auto it = request.headers.find(name);
    return it == request.headers.end() ? std::string_view() : std::string_view(it->second);
}

}  // namespace suite::gateway
