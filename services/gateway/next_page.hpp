// Where a list goes on: the Link header of RFC 8288, beside `nextCursor` in the body.
#pragma once

#include <optional>
#include <string>

#include "http/http.hpp"

namespace google::protobuf {
class Message;
}

namespace suite::gateway {

/// The value of Link that leads to the next page: the same request with the cursor that the answer gives. nullopt for
/// an answer that is no list, or its last page. An answer that says whether there is more (hasMore) is believed.
[[nodiscard]] std::optional<std::string> LinkToNext(const http::Request& request,
                                                    const google::protobuf::Message& answer);

}  // namespace suite::gateway
