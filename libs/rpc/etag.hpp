// Versions of what is answered, for ETag and If-Match (RFC 9110 §8.8, §13.1). Both sides make them of the same message:
// the gateway of what it answers, a service of what it holds before it changes it.
#pragma once

#include <string>
#include <string_view>

namespace google::protobuf {
class MessageLite;
}

namespace suite::rpc {

/// Strong, with its quotes: 128 bits of the SHA-256 of the message.
[[nodiscard]] std::string ETagOf(const google::protobuf::MessageLite& message);

enum class Compare {
    kStrong,  // If-Match: a weak one names nothing
    kWeak,    // If-None-Match
};

/// Whether the value of an If-Match or If-None-Match field, "*" too, names `etag`. A field that is malformed names
/// nothing.
[[nodiscard]] bool NamesETag(std::string_view field, std::string_view etag, Compare compare);

}  // namespace suite::rpc
