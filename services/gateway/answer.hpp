// What a service answered, as HTTP.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "http/http.hpp"
#include "services/gateway/domain/headers.hpp"
#include "services/gateway/route.hpp"

namespace google::protobuf {
class Message;
}  // namespace google::protobuf

namespace suite::gateway {

/// A path's parameters by name, decoded.
using PathParameters = std::map<std::string, std::string>;

/// JSON, or a file as it is; with the address of the next page or of what was made, and of a GET the ETag (304 when the
/// caller has it). The audit log gets its sentences in `language`.
[[nodiscard]] http::Response ToResponse(const http::Request& request, const Route& route,
                                        const PathParameters& parameters, google::protobuf::Message& answer,
                                        Language language);

/// Where what the request made or started can be read (Route::made_at), relative to the host (RFC 9110 §10.2.2), which
/// nginx knows and we do not. nullopt: the route makes nothing, or this time nothing was made, so that there is no id.
[[nodiscard]] std::optional<std::string> LocationOf(const Route& route, const PathParameters& parameters,
                                                    const google::protobuf::Message& answer);

}  // namespace suite::gateway
