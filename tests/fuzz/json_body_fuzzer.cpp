// JSON bodies and parameters into requests of every shape that we have: refused with a reason and a place, or read, and
// then the message's own JSON is read back as the same message. The first byte chooses the request.
#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>
#include <suite/licence/v1/catalogue_service.pb.h>
#include <suite/licence/v1/entitlement_service.pb.h>
#include <suite/licence/v1/licence_service.pb.h>
#include <suite/licence/v1/link_service.pb.h>
#include <suite/licence/v1/seat_service.pb.h>
#include <suite/results/v1/result_service.pb.h>
#include <suite/roster/v1/roster_service.pb.h>

#include <array>
#include <memory>
#include <nlohmann/json.hpp>

#include "core/reasons.hpp"
#include "core/text.hpp"
#include "proto_json/proto_json.hpp"
#include "tests/fuzz/fuzz.hpp"

namespace suite::fuzz {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using Json = nlohmann::json;

std::unique_ptr<Message> Chosen(unsigned char choice) {
    switch (choice % 8U) {
        case 0:
            return std::make_unique<licence::v1::PutOrderRequest>();
        case 1:
            return std::make_unique<licence::v1::PutProductRequest>();
        case 2:
            return std::make_unique<licence::v1::PutMethodRequest>();
        case 3:
            return std::make_unique<licence::v1::ChangeLinksRequest>();
        case 4:
            return std::make_unique<licence::v1::CheckEntitlementsRequest>();
        case 5:
            return std::make_unique<results::v1::HandInResultsRequest>();
        case 6:
            return std::make_unique<licence::v1::AskCorrectionRequest>();
        default:
            return std::make_unique<roster::v1::OpenBatchRequest>();
    }
}

/// Takes out what answers can hold and requests cannot: an enum value that was not chosen.
void DropUnset(Json& json, const Descriptor& type) {
    for (int i = 0; i < type.field_count(); ++i) {
        const auto& field = *type.field(i);
        const auto at = json.find(field.json_name());
        if (at == json.end() || at->is_null()) continue;
        if (field.cpp_type() == FieldDescriptor::CPPTYPE_ENUM && *at == "unspecified") {
            json.erase(at);
        } else if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE && field.is_repeated()) {
            for (auto& item : *at) DropUnset(item, *field.message_type());
        } else if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
            DropUnset(*at, *field.message_type());
        }
    }
}

void CheckRefusal(const Error& error) {
    Require(error.code == Code::kInvalidArgument, "a refusal is the caller's fault");
    Require(error.reason == reason::kInvalidBody || error.reason == reason::kInvalidRequest, "a refusal says why");
    Require(IsCleanUtf8(error.message) && !error.message.empty(), "a refusal has a text");
    Require((error.reason == reason::kInvalidRequest) != error.fields.empty(), "wrong fields are named");
    Require(error.fields.size() <= 100, "not all of a large body comes back");
    for (const auto& field : error.fields) {
        Require(IsCleanUtf8(field.pointer) && IsCleanUtf8(field.message) && !field.message.empty(),
                "a refusal can be sent");
    }
}

bool IsRefusedAsBody(const std::string& json, const Message& type) {
    const std::unique_ptr<Message> message(type.New());
    const auto read = proto_json::FromJson(json, *message);
    return !read && read.error().reason == reason::kInvalidBody;
}

void CheckRead(std::string_view text, const Message& message) {
    const auto written = proto_json::ToJson(message);
    auto json = Json::parse(written);
    DropUnset(json, *message.GetDescriptor());
    const std::unique_ptr<Message> again(message.New());
    const auto read = proto_json::FromJson(json.dump(), *again);
    Require(read.has_value(), "a message's own JSON is read");
    Require(proto_json::ToJson(*again) == written, "a message is read back as itself");

    // The same text, wrong in the ways that protobuf's own reader would take.
    const auto given = Json::parse(text);
    const auto open = text.find('{');
    if (!given.empty()) {
        const auto field = Json(given.begin().key()).dump() + ":" + given.begin().value().dump() + ",";
        auto twice = std::string(text);
        Require(IsRefusedAsBody(twice.insert(open + 1, field), message), "a field that comes twice is refused");
    }
    Require(IsRefusedAsBody(std::string(17, '[') + std::string(text) + std::string(17, ']'), message),
            "what is nested deep is refused");
    Require(IsRefusedAsBody(std::string(text) + "{}", message), "a body is one text");
    Require(IsRefusedAsBody(std::string(text) + '\0', message), "a body holds no NUL");
    Require(IsRefusedAsBody(std::string(text.substr(0, text.rfind('}'))), message), "a body is whole");
}

void CheckParameters(std::string_view text, const Message& type) {
    for (int i = 0; i < type.GetDescriptor()->field_count(); ++i) {
        const auto& field = *type.GetDescriptor()->field(i);
        const std::unique_ptr<Message> message(type.New());
        const auto set = proto_json::SetParameter(*message, field.json_name(), text);
        if (set) {
            Require(IsCleanUtf8(text), "a parameter is clean UTF-8");
            Require(!field.is_repeated() && field.message_type() == nullptr, "a parameter is one value");
        } else {
            Require(set.error().code == Code::kNotFound || set.error().fields.size() == 1, "a refusal names the field");
        }
    }
}

}  // namespace

void JsonBody(std::string_view bytes) {
    if (bytes.empty()) return;
    const auto message = Chosen(static_cast<unsigned char>(bytes.front()));
    const auto text = bytes.substr(1);
    const auto read = proto_json::FromJson(text, *message);
    if (read) {
        CheckRead(text, *message);
    } else {
        CheckRefusal(read.error());
    }
    CheckParameters(text, *message);
}

}  // namespace suite::fuzz

SUITE_FUZZ_ENTRY(JsonBody)
