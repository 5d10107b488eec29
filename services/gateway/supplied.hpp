// What the gateway itself puts into an RPC's request, where the message has a field for it.
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "http/http.hpp"

namespace google::protobuf {
class Message;
}

namespace suite::gateway {

/// What is known of a request besides what it says.
struct Supplied {
    std::string client_address;  // behind trusted proxies
    std::string own_origin;      // "https://sleutelbos.example"; empty when that is not known
};

/// JSON names of the fields that no caller fills by query or body: they come from headers, or are what is supplied.
[[nodiscard]] const std::set<std::string>& SuppliedFields();

/// Fills `if_match`, `client_address` and `own_origin`.
void Supply(const http::Request& request, const Supplied& supplied, google::protobuf::Message& message);

}  // namespace suite::gateway
