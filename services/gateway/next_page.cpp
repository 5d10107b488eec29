#include "services/gateway/next_page.hpp"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include "core/text.hpp"

namespace suite::gateway {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr std::string_view kCursor = "cursor";

std::string NextCursor(const Message& answer) {
    const auto& type = *answer.GetDescriptor();
    const auto* cursor = type.FindFieldByName("next_cursor");
    if (cursor == nullptr || cursor->type() != FieldDescriptor::TYPE_STRING || cursor->is_repeated()) return {};
    const auto* more = type.FindFieldByName("has_more");
    if (more != nullptr && !answer.GetReflection()->GetBool(answer, more)) return {};
    return answer.GetReflection()->GetString(answer, cursor);
}

}  // namespace

std::optional<std::string> LinkToNext(const http::Request& request, const Message& answer) {
    if (request.method != "GET") return std::nullopt;
    const auto cursor = NextCursor(answer);
    if (cursor.empty()) return std::nullopt;
    // Relative to the host (RFC 8288 §3.1), which nginx knows and we do not.
    std::string target;
    for (const auto segment : Split(std::string_view(request.path).substr(1), '/'))
        target += "/" + http::PercentEncode(segment);
    target += "?";
    for (const auto& [name, value] : request.query) {
        if (name != kCursor) target += http::PercentEncode(name) + "=" + http::PercentEncode(value) + "&";
    }
    target += std::string(kCursor) + "=" + http::PercentEncode(cursor);
    return "<" + target + ">; rel=\"next\"";
}

}  // namespace suite::gateway
