#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <limits>
#include <nlohmann/json.hpp>

#include "core/reasons.hpp"
#include "core/text.hpp"
#include "json/strict.hpp"
#include "proto_json/proto_json.hpp"

namespace suite::proto_json {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::EnumValueDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using Json = nlohmann::json;

constexpr std::size_t kMaxDepth = 16;

const FieldDescriptor* FindField(const Descriptor& type, std::string_view json_name) {
    for (int i = 0; i < type.field_count(); ++i) {
        if (type.field(i)->json_name() == json_name) return type.field(i);
    }
    return nullptr;
}

/// The zero value cannot be sent: "unspecified" is the absence of a choice.
const EnumValueDescriptor* FindValue(const EnumDescriptor& type, std::string_view text) {
    for (int i = 1; i < type.value_count(); ++i) {
        if (EnumText(type.value(i)->name(), type.value(0)->name()) == text) return type.value(i);
    }
    return nullptr;
}

std::string Choices(const EnumDescriptor& type) {
    std::string text = "must be one of ";
    for (int i = 1; i < type.value_count(); ++i) {
        text += (i == 1 ? "" : ", ") + EnumText(type.value(i)->name(), type.value(0)->name());
    }
    return text;
}

/// RFC 6901 §3.
std::string Escape(std::string_view name) {
    std::string out;
    for (const char c : name) {
        if (c == '~')
            out += "~0";
        else if (c == '/')
            out += "~1";
        else
            out += c;
    }
    return out;
}

class Reader {
  public:
    void Object(const Json& json, Message& message, const std::string& at, const std::set<std::string>& closed) {
        if (!json.is_object()) return Wrong(at, "must be an object");
        for (const auto& [name, value] : json.items()) {
            const std::string pointer = at + "/" + Escape(name);
            const auto* field = closed.contains(name) ? nullptr : FindField(*message.GetDescriptor(), name);
            if (field == nullptr || field->type() == FieldDescriptor::TYPE_BYTES || field->is_map()) {
                Wrong(IsCleanUtf8(name) && name.size() <= 64 ? pointer : at + "/…", "is not a known field");
            } else if (field->is_repeated()) {
                Array(value, message, *field, pointer);
            } else if (value.is_null() && field->has_optional_keyword()) {
                continue;
            } else {
                Set(value, message, *field, pointer);
            }
        }
    }

    std::vector<FieldViolation> violations;

  private:
    void Wrong(const std::string& pointer, std::string message) {
        if (violations.size() < 100) violations.push_back({pointer, std::move(message)});
    }

    void Array(const Json& json, Message& message, const FieldDescriptor& field, const std::string& at) {
        if (!json.is_array()) return Wrong(at, "must be an array");
        for (std::size_t i = 0; i < json.size(); ++i) Set(json[i], message, field, at + "/" + std::to_string(i));
    }

    template <class Number>
    std::optional<Number> Integer(const Json& json, const std::string& at) {
        if (json.is_number_unsigned() &&
            json.get<std::uint64_t>() <= static_cast<std::uint64_t>(std::numeric_limits<Number>::max())) {
            return static_cast<Number>(json.get<std::uint64_t>());
        }
        if (json.is_number_integer() && !json.is_number_unsigned() &&
            json.get<std::int64_t>() >= static_cast<std::int64_t>(std::numeric_limits<Number>::min())) {
            return static_cast<Number>(json.get<std::int64_t>());
        }
        Wrong(at, json.is_number_integer() ? "is out of range" : "must be a whole number");
        return std::nullopt;
    }

    void Set(const Json& json, Message& message, const FieldDescriptor& field, const std::string& at) {
        const auto* reflection = message.GetReflection();
        const bool many = field.is_repeated();
        switch (field.cpp_type()) {
            case FieldDescriptor::CPPTYPE_STRING: {
                if (!json.is_string()) return Wrong(at, "must be a string");
                const auto& text = json.get_ref<const std::string&>();
                if (!IsCleanUtf8(text)) return Wrong(at, "must be UTF-8 without NUL");
                return many ? reflection->AddString(&message, &field, text)
                            : reflection->SetString(&message, &field, text);
            }
            case FieldDescriptor::CPPTYPE_INT32:
                if (const auto value = Integer<std::int32_t>(json, at)) {
                    many ? reflection->AddInt32(&message, &field, *value)
                         : reflection->SetInt32(&message, &field, *value);
                }
                return;
            case FieldDescriptor::CPPTYPE_INT64:
                if (const auto value = Integer<std::int64_t>(json, at)) {
                    many ? reflection->AddInt64(&message, &field, *value)
                         : reflection->SetInt64(&message, &field, *value);
                }
                return;
            case FieldDescriptor::CPPTYPE_BOOL:
                if (!json.is_boolean()) return Wrong(at, "must be true or false");
                return many ? reflection->AddBool(&message, &field, json.get<bool>())
                            : reflection->SetBool(&message, &field, json.get<bool>());
            case FieldDescriptor::CPPTYPE_ENUM: {
                const auto* value =
                    json.is_string() ? FindValue(*field.enum_type(), json.get_ref<const std::string&>()) : nullptr;
                if (value == nullptr) return Wrong(at, Choices(*field.enum_type()));
                return many ? reflection->AddEnum(&message, &field, value)
                            : reflection->SetEnum(&message, &field, value);
            }
            case FieldDescriptor::CPPTYPE_MESSAGE:
                return Object(
                    json,
                    many ? *reflection->AddMessage(&message, &field) : *reflection->MutableMessage(&message, &field),
                    at, {});
            case FieldDescriptor::CPPTYPE_UINT32:
            case FieldDescriptor::CPPTYPE_UINT64:
            case FieldDescriptor::CPPTYPE_DOUBLE:
            case FieldDescriptor::CPPTYPE_FLOAT:
                return Wrong(at, "is of a type that REST does not use");
        }
    }
};

std::unexpected<Error> NotJson(std::string message) {
    return Fail(Code::kInvalidArgument, reason::kInvalidBody, std::move(message));
}

}  // namespace

Status FromJson(std::string_view text, Message& message, const std::set<std::string>& closed) {
    // The parser would take a NUL for the end of the text and not look at what follows.
    if (text.find('\0') != std::string_view::npos) return NotJson("holds a NUL");
    const auto parsed = json::ParseStrict(text, kMaxDepth);
    if (!parsed) {
        switch (parsed.error().fault) {
            case json::Fault::kNotJson:
                return NotJson("not valid JSON at byte " + std::to_string(parsed.error().byte));
            case json::Fault::kTwice:
                return NotJson("an object names a field twice");
            case json::Fault::kTooDeep:
                return NotJson("nested deeper than " + std::to_string(kMaxDepth));
            case json::Fault::kNumber:
                return NotJson("holds a number that is out of range");
        }
    }
    Reader reader;
    reader.Object(*parsed, message, "", closed);
    if (reader.violations.empty()) return {};
    Error error{
        .code = Code::kInvalidArgument, .reason = std::string(reason::kInvalidRequest), .message = "fields are wrong"};
    error.fields = std::move(reader.violations);
    return std::unexpected(std::move(error));
}

Status SetParameter(Message& message, std::string_view name, std::string_view text) {
    const auto* field = FindField(*message.GetDescriptor(), name);
    if (field == nullptr || field->is_repeated() || field->type() == FieldDescriptor::TYPE_BYTES) {
        return Fail(Code::kNotFound, reason::kInvalidRequest, "no such parameter");
    }
    const auto* reflection = message.GetReflection();
    const auto wrong = [&](std::string what) -> Status {
        Error error{.code = Code::kInvalidArgument,
                    .reason = std::string(reason::kInvalidRequest),
                    .message = "a parameter is wrong"};
        error.fields.push_back({std::string(name), std::move(what)});
        return std::unexpected(std::move(error));
    };
    switch (field->cpp_type()) {
        case FieldDescriptor::CPPTYPE_STRING:
            if (!IsCleanUtf8(text)) return wrong("must be UTF-8 without NUL");
            reflection->SetString(&message, field, std::string(text));
            return {};
        case FieldDescriptor::CPPTYPE_BOOL:
            if (text != "true" && text != "false") return wrong("must be true or false");
            reflection->SetBool(&message, field, text == "true");
            return {};
        case FieldDescriptor::CPPTYPE_INT32:
        case FieldDescriptor::CPPTYPE_INT64: {
            const auto value = ParseInteger(text);
            if (!value) return wrong("must be a whole number");
            if (field->cpp_type() == FieldDescriptor::CPPTYPE_INT64) {
                reflection->SetInt64(&message, field, *value);
                return {};
            }
            if (*value < std::numeric_limits<std::int32_t>::min() ||
                *value > std::numeric_limits<std::int32_t>::max()) {
                return wrong("is out of range");
            }
            reflection->SetInt32(&message, field, static_cast<std::int32_t>(*value));
            return {};
        }
        case FieldDescriptor::CPPTYPE_ENUM: {
            const auto* value = FindValue(*field->enum_type(), text);
            if (value == nullptr) return wrong(Choices(*field->enum_type()));
            reflection->SetEnum(&message, field, value);
            return {};
        }
        case FieldDescriptor::CPPTYPE_MESSAGE:
        case FieldDescriptor::CPPTYPE_UINT32:
        case FieldDescriptor::CPPTYPE_UINT64:
        case FieldDescriptor::CPPTYPE_DOUBLE:
        case FieldDescriptor::CPPTYPE_FLOAT:
            break;
    }
    return Fail(Code::kNotFound, reason::kInvalidRequest, "no such parameter");
}

}  // namespace suite::proto_json
