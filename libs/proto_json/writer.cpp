#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <cctype>
#include <charconv>

#include "proto_json/proto_json.hpp"

namespace suite::proto_json {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

void WriteText(std::string& out, std::string_view text) {
    static constexpr std::string_view kHex = "0123456789abcdef";
    out += '"';
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (c == '\n') {
            out += "\\n";
        } else if (byte < 0x20) {
            out += "\\u00";
            out += kHex[byte >> 4U];
            out += kHex[byte & 15U];
        } else {
            out += c;
        }
    }
    out += '"';
}

void WriteNumber(std::string& out, std::int64_t value) {
    char digits[24];
    const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
    out.append(digits, end);
}

void WriteMessage(std::string& out, const Message& message);

/// `index` is -1 for a field that is not repeated.
void WriteValue(std::string& out, const Message& message, const FieldDescriptor& field, int index) {
    const auto* reflection = message.GetReflection();
    const bool many = index >= 0;
    std::string scratch;
    switch (field.cpp_type()) {
        case FieldDescriptor::CPPTYPE_STRING:
            WriteText(out, many ? reflection->GetRepeatedStringReference(message, &field, index, &scratch)
                                : reflection->GetStringReference(message, &field, &scratch));
            return;
        case FieldDescriptor::CPPTYPE_INT32:
            WriteNumber(out, many ? reflection->GetRepeatedInt32(message, &field, index)
                                  : reflection->GetInt32(message, &field));
            return;
        case FieldDescriptor::CPPTYPE_INT64:
            WriteNumber(out, many ? reflection->GetRepeatedInt64(message, &field, index)
                                  : reflection->GetInt64(message, &field));
            return;
        case FieldDescriptor::CPPTYPE_BOOL:
            out += (many ? reflection->GetRepeatedBool(message, &field, index) : reflection->GetBool(message, &field))
                       ? "true"
                       : "false";
            return;
        case FieldDescriptor::CPPTYPE_ENUM: {
            const auto* value =
                many ? reflection->GetRepeatedEnum(message, &field, index) : reflection->GetEnum(message, &field);
            WriteText(out, EnumText(value->name(), field.enum_type()->value(0)->name()));
            return;
        }
        case FieldDescriptor::CPPTYPE_MESSAGE:
            WriteMessage(out, many ? reflection->GetRepeatedMessage(message, &field, index)
                                   : reflection->GetMessage(message, &field));
            return;
        case FieldDescriptor::CPPTYPE_UINT32:
        case FieldDescriptor::CPPTYPE_UINT64:
        case FieldDescriptor::CPPTYPE_DOUBLE:
        case FieldDescriptor::CPPTYPE_FLOAT:
            out += "null";
            return;  // not used in public messages; the reader refuses them
    }
}

void WriteMessage(std::string& out, const Message& message) {
    const auto* type = message.GetDescriptor();
    const auto* reflection = message.GetReflection();
    out += '{';
    for (int i = 0; i < type->field_count(); ++i) {
        const auto* field = type->field(i);
        if (i > 0) out += ',';
        WriteText(out, field->json_name());
        out += ':';
        if (field->is_repeated()) {
            out += '[';
            for (int index = 0; index < reflection->FieldSize(message, field); ++index) {
                if (index > 0) out += ',';
                WriteValue(out, message, *field, index);
            }
            out += ']';
        } else if (field->has_optional_keyword() && !reflection->HasField(message, field)) {
            out += "null";
        } else {
            WriteValue(out, message, *field, -1);
        }
    }
    out += '}';
}

}  // namespace

std::string ToJson(const Message& message) {
    std::string out;
    WriteMessage(out, message);
    return out;
}

std::string EnumText(std::string_view value_name, std::string_view zero_name) {
    // "BATCH_STATUS_UNSPECIFIED" → prefix "BATCH_STATUS_".
    const auto prefix = zero_name.substr(0, zero_name.rfind('_') + 1);
    if (value_name.starts_with(prefix)) value_name.remove_prefix(prefix.size());
    std::string text;
    bool upper = false;
    for (const char c : value_name) {
        if (c == '_') {
            upper = true;
        } else {
            text += upper ? c : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
            upper = false;
        }
    }
    return text;
}

}  // namespace suite::proto_json
