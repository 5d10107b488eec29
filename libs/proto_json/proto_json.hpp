// Protobuf messages as REST's JSON, strictly: protobuf's own JSON reader takes single quotes, duplicate keys, numbers
// as text and more without a word (CODE §5.3). Fields are camelCase; enum values lose their prefix and are camelCase;
// unset `optional` fields are null; integers are numbers, also 64-bit ones.
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "core/error.hpp"

namespace google::protobuf {
class Message;
}

namespace suite::proto_json {

/// Fills `message` from a JSON object. INVALID_ARGUMENT with one FieldViolation per wrong field (JSON Pointer): unknown
/// or duplicate names, wrong types, numbers out of range, unknown enum values, text with NUL, nesting beyond 16. Names
/// in `closed` are treated as unknown: they come from the path.
[[nodiscard]] Status FromJson(std::string_view json, google::protobuf::Message& message,
                              const std::set<std::string>& closed = {});

/// Sets one scalar field from a path or query parameter. NOT_FOUND when the message has no such field, INVALID_ARGUMENT
/// (pointer = name) when the text does not fit it. Booleans are "true" or "false".
[[nodiscard]] Status SetParameter(google::protobuf::Message& message, std::string_view name, std::string_view text);

/// Every field is written: `optional` ones that are unset as null, others with their default, messages too. A message
/// type must not contain itself.
[[nodiscard]] std::string ToJson(const google::protobuf::Message& message);

/// REST's spelling of an enum value: "ROSTER_STATUS_NOT_USED" of enum with zero value "ROSTER_STATUS_UNSPECIFIED" →
/// "notUsed".
[[nodiscard]] std::string EnumText(std::string_view value_name, std::string_view zero_name);

}  // namespace suite::proto_json
