#include "services/gateway/supplied.hpp"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

namespace suite::gateway {

const std::set<std::string>& SuppliedFields() {
    static const std::set<std::string> kFields{"contentEncoding", "ifMatch", "clientAddress", "ownOrigin"};
    return kFields;
}

void Supply(const http::Request& request, const Supplied& supplied, google::protobuf::Message& message) {
    const auto set = [&](const char* name, const std::string& value) {
        if (const auto* field = message.GetDescriptor()->FindFieldByName(name))
            message.GetReflection()->SetString(&message, field, value);
    };
    const auto if_match = request.headers.find("if-match");
    set("if_match", if_match == request.headers.end() ? std::string() : if_match->second);
    set("client_address", supplied.client_address);
    set("own_origin", supplied.own_origin);
}

}  // namespace suite::gateway
