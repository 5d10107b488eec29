#include "services/gateway/answer.hpp"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>
#include <suite/audit/v1/audit_service.pb.h>
#include <suite/common/v1/common.pb.h>

#include "core/text.hpp"
#include "proto_json/proto_json.hpp"
#include "rpc/etag.hpp"
#include "services/gateway/audit_texts.hpp"
#include "services/gateway/conditional.hpp"
#include "services/gateway/next_page.hpp"

namespace suite::gateway {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

/// A file to save: never shown by a browser as a page of ours.
http::Response FileAnswer(common::v1::File& file, int status) {
    http::Response response{.status = status, .body = std::move(*file.mutable_content())};
    response.content_type = file.content_type();
    response.headers.emplace_back("Content-Disposition", "attachment; filename=\"" + file.file_name() + "\"");
    return response;
}

std::string IdOf(const Message& answer) {
    const auto* id = answer.GetDescriptor()->FindFieldByName("id");
    const bool text = id != nullptr && id->type() == FieldDescriptor::TYPE_STRING && !id->is_repeated();
    return text ? answer.GetReflection()->GetString(answer, id) : std::string();
}

}  // namespace

http::Response ToResponse(const http::Request& request, const Route& route, const PathParameters& parameters,
                          Message& answer, Language language) {
    if (answer.GetDescriptor() == common::v1::File::descriptor())
        return FileAnswer(static_cast<common::v1::File&>(answer), route.status);
    if (answer.GetDescriptor() == audit::v1::ListAuditEntriesResponse::descriptor())
        FillSentences(static_cast<audit::v1::ListAuditEntriesResponse&>(answer), language);
    http::Response response{.status = route.status, .body = proto_json::ToJson(answer)};
    if (auto link = LinkToNext(request, answer)) response.headers.emplace_back("Link", std::move(*link));
    if (auto made = LocationOf(route, parameters, answer)) response.headers.emplace_back("Location", std::move(*made));
    if (route.method == "GET") {
        response.headers.emplace_back("ETag", rpc::ETagOf(answer));
        AnswerNotModified(request, response);
    }
    return response;
}

std::optional<std::string> LocationOf(const Route& route, const PathParameters& parameters, const Message& answer) {
    if (route.made_at.empty()) return std::nullopt;
    std::string address(kBasePath);
    for (const auto segment : Split(route.made_at.substr(1), '/')) {
        std::string value(segment);
        if (segment.starts_with('{')) {
            const auto known = parameters.find(std::string(segment.substr(1, segment.size() - 2)));
            value = known == parameters.end() ? IdOf(answer) : known->second;
            if (value.empty()) return std::nullopt;
        }
        address += "/" + http::PercentEncode(value);
    }
    return address;
}

}  // namespace suite::gateway
