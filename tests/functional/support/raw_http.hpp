// Bytes to the gateway as no HTTP client would send them.
#pragma once

#include <string>
#include <string_view>

#include "tests/functional/support/api.hpp"

namespace suite::testing {

/// Sends `bytes` on a connection of its own and reads one answer. No answer at all fails the test.
Answer SendRaw(const Api& api, std::string_view bytes);

/// A request of `method` on `target`, both as they are, with a Host, `headers` ("Name: value\r\n"...) and the body.
[[nodiscard]] std::string RawRequest(std::string_view method, std::string_view target, std::string_view headers = {},
                                     std::string_view body = {});

}  // namespace suite::testing
