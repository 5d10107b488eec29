#include "contract.hpp"

#include <regex.h>
#include <suite/access/v1/access_service.pb.h>
#include <suite/licence/v1/catalogue_service.pb.h>
#include <suite/licence/v1/entitlement_service.pb.h>
#include <suite/licence/v1/licence_service.pb.h>
#include <suite/licence/v1/link_service.pb.h>
#include <suite/licence/v1/proposal_service.pb.h>
#include <suite/licence/v1/seat_service.pb.h>
#include <suite/licence/v1/terms_service.pb.h>
#include <suite/licence/v1/visibility_service.pb.h>
#include <suite/pincode/v1/pincode_service.pb.h>
#include <suite/results/v1/result_service.pb.h>
#include <suite/roster/v1/roster_care.pb.h>
#include <suite/roster/v1/roster_service.pb.h>

#include <stdexcept>
#include <utility>

#include "core/text.hpp"
#include "proto_json/proto_json.hpp"

namespace suite::contract {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;

bool Flag(const YAML::Node& schema, const char* name) { return schema[name] && schema[name].as<bool>(); }
std::string Text(const YAML::Node& schema, const char* name) {
    return schema[name] ? schema[name].as<std::string>() : "";
}

std::string TypeOf(const FieldDescriptor& field) {
    switch (field.cpp_type()) {
        case FieldDescriptor::CPPTYPE_STRING:
        case FieldDescriptor::CPPTYPE_ENUM:
            return "string";
        case FieldDescriptor::CPPTYPE_INT32:
        case FieldDescriptor::CPPTYPE_INT64:
            return "integer";
        case FieldDescriptor::CPPTYPE_BOOL:
            return "boolean";
        case FieldDescriptor::CPPTYPE_MESSAGE:
            return "object";
        default:
            return "of a kind that REST does not use";
    }
}

std::string FormatOf(const FieldDescriptor& field) {
    if (field.cpp_type() == FieldDescriptor::CPPTYPE_INT32) return "int32";
    return field.cpp_type() == FieldDescriptor::CPPTYPE_INT64 ? "int64" : "";
}

/// yaml-cpp keeps no types; a plain scalar has the tag "?", a quoted one "!".
bool Fits(const YAML::Node& value, const std::string& type) {
    if (type == "object") return value.IsMap();
    if (type == "array") return value.IsSequence();
    if (!value.IsScalar()) return false;
    const auto& text = value.Scalar();
    const bool is_flag = text == "true" || text == "false";
    const bool is_number = ParseInteger(text).has_value();
    const bool quoted = value.Tag() != "?";
    if (type == "string") return quoted || (!is_flag && !is_number);
    return !quoted && (type == "integer" ? is_number : is_flag);
}

/// POSIX: GCC 12 warns inside std::regex when sanitizers are on. Our patterns mean the same in both.
bool Matches(const std::string& text, const std::string& pattern) {
    regex_t compiled;
    if (::regcomp(&compiled, pattern.c_str(), REG_EXTENDED | REG_NOSUB) != 0)
        throw std::runtime_error("no pattern: " + pattern);
    const bool matches = ::regexec(&compiled, text.c_str(), 0, nullptr, 0) == 0;
    ::regfree(&compiled);
    return matches;
}

std::string ValidateScalar(const YAML::Node& value, const YAML::Node& schema) {
    const auto& text = value.Scalar();
    if (schema["enum"] && !Texts(schema["enum"]).contains(text)) return "is none of the enum's values";
    if (schema["pattern"] && !Matches(text, Text(schema, "pattern"))) return "does not match the pattern";
    if (schema["minLength"] && CodePoints(text) < schema["minLength"].as<std::size_t>()) return "is too short";
    if (schema["maxLength"] && CodePoints(text) > schema["maxLength"].as<std::size_t>()) return "is too long";
    if (schema["minimum"] && ParseInteger(text) < schema["minimum"].as<long long>()) return "is too small";
    if (schema["maximum"] && ParseInteger(text) > schema["maximum"].as<long long>()) return "is too large";
    return "";
}

std::string ValidateObject(const YAML::Node& value, const YAML::Node& schema, const std::string& at) {
    const auto given = Names(value);
    for (const auto& name : Texts(schema["required"])) {
        if (!given.contains(name)) return at + "/" + name + " is missing";
    }
    for (const auto& pair : value) {
        const auto key = pair.first.as<std::string>();
        const YAML::Node& member = pair.second;
        const YAML::Node property = schema["properties"][key];
        if (!property) {
            if (schema["additionalProperties"] && !Flag(schema, "additionalProperties"))
                return at + "/" + key + " is not in the schema";
            continue;
        }
        if (auto wrong = Validate(member, property, at + "/" + key); !wrong.empty()) return wrong;
    }
    return "";
}

}  // namespace

const YAML::Node& Document() {
    static const YAML::Node kDocument = YAML::LoadFile(SUITE_OPENAPI_FILE);
    return kDocument;
}

YAML::Node Resolve(const YAML::Node& node) {
    if (!node.IsMap() || !node["$ref"]) return node;
    const auto reference = node["$ref"].as<std::string>();
    if (!reference.starts_with("#/")) throw std::runtime_error("not a reference into this file: " + reference);
    YAML::Node at(Document());
    for (const auto name : Split(std::string_view(reference).substr(2), '/')) {
        const YAML::Node next = std::as_const(at)[std::string(name)];  // the other operator[] adds what is missing
        if (!next) throw std::runtime_error("points nowhere: " + reference);
        at.reset(next);
    }
    return Resolve(at);
}

std::vector<Operation> Operations() {
    std::vector<Operation> operations;
    for (const auto& path : Document()["paths"]) {
        for (const auto& operation : path.second) {
            std::string method = operation.first.as<std::string>();
            for (char& c : method) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
            operations.push_back({std::move(method), path.first.as<std::string>(), operation.second});
        }
    }
    return operations;
}

std::vector<std::pair<Operation, gateway::Route>> RoutedOperations() {
    std::vector<std::pair<Operation, gateway::Route>> found;
    for (const auto& operation : Operations()) {
        for (const auto& route : gateway::Routes()) {
            if (route.method == operation.method && route.path == operation.path) found.emplace_back(operation, route);
        }
    }
    return found;
}

std::set<std::string> Texts(const YAML::Node& list) {
    std::set<std::string> texts;
    if (list) {
        for (const auto& text : list) {
            if (!text.IsNull()) texts.insert(text.as<std::string>());
        }
    }
    return texts;
}

std::set<std::string> Names(const YAML::Node& map) {
    std::set<std::string> names;
    if (map) {
        for (const auto& member : map) names.insert(member.first.as<std::string>());
    }
    return names;
}

const google::protobuf::MethodDescriptor& MethodOf(const gateway::Route& route) {
    // Touching a message of each file registers its descriptors.
    static_cast<void>(access::v1::KnownAddress::descriptor());
    static_cast<void>(roster::v1::School::descriptor());
    static_cast<void>(roster::v1::HeldRemoval::descriptor());
    static_cast<void>(licence::v1::Licence::descriptor());
    static_cast<void>(licence::v1::Product::descriptor());
    static_cast<void>(licence::v1::LicenceTerm::descriptor());
    static_cast<void>(licence::v1::Seat::descriptor());
    static_cast<void>(licence::v1::Entitlement::descriptor());
    static_cast<void>(licence::v1::LinkReport::descriptor());
    static_cast<void>(licence::v1::LinkProposal::descriptor());
    static_cast<void>(licence::v1::Visibility::descriptor());
    static_cast<void>(pincode::v1::Pincode::descriptor());
    static_cast<void>(results::v1::Result::descriptor());
    const auto* method = google::protobuf::DescriptorPool::generated_pool()->FindMethodByName(std::string(route.rpc));
    if (method == nullptr) throw std::runtime_error("no such method: " + std::string(route.rpc));
    return *method;
}

std::set<std::string> EnumTexts(const EnumDescriptor& type) {
    std::set<std::string> texts;
    for (int i = 1; i < type.value_count(); ++i)
        texts.insert(proto_json::EnumText(type.value(i)->name(), type.value(0)->name()));
    return texts;
}

std::string Compare(const YAML::Node& given, const FieldDescriptor& field, bool nullable) {
    const YAML::Node schema = Resolve(given);
    if (Flag(schema, "nullable") != nullable) return nullable ? "must be nullable" : "must not be nullable";
    if (field.is_repeated() && Text(schema, "type") != "array") return "must be an array";
    const YAML::Node item = field.is_repeated() ? Resolve(schema["items"]) : schema;
    if (field.is_repeated() && Flag(item, "nullable")) return "has items that are nullable";
    if (Text(item, "type") != TypeOf(field)) return "must be " + TypeOf(field);
    const auto format = Text(item, "format");
    if (TypeOf(field) == "integer" && format != FormatOf(field)) return "must have format " + FormatOf(field);
    if (field.cpp_type() == FieldDescriptor::CPPTYPE_ENUM) {
        if (Texts(item["enum"]) != EnumTexts(*field.enum_type())) return "must have the enum's values";
    } else if (item["enum"]) {
        return "has an enum that the message does not have";
    }
    return "";
}

std::string Compare(const YAML::Node& given, const Descriptor& type, bool answer,
                    const std::set<std::string>& without) {
    const YAML::Node schema = Resolve(given);
    if (Text(schema, "type") != "object") return type.name() + " must be an object";
    std::set<std::string> names;
    for (int i = 0; i < type.field_count(); ++i) {
        const auto& field = *type.field(i);
        if (without.contains(field.json_name())) continue;
        names.insert(field.json_name());
        const auto at = type.name() + "." + field.json_name() + ": ";
        const YAML::Node property = schema["properties"][field.json_name()];
        if (!property) return at + "is missing";
        if (auto wrong = Compare(property, field, field.has_optional_keyword()); !wrong.empty()) return at + wrong;
        if (field.cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) continue;
        const YAML::Node inner = Resolve(property);
        if (auto wrong = Compare(field.is_repeated() ? inner["items"] : inner, *field.message_type(), answer);
            !wrong.empty())
            return wrong;
    }
    if (Names(schema["properties"]) != names) return type.name() + ": has properties that the message does not have";
    if (answer && Texts(schema["required"]) != names) return type.name() + ": every field of an answer is required";
    return "";
}

std::string Validate(const YAML::Node& value, const YAML::Node& given, const std::string& at) {
    const YAML::Node schema = Resolve(given);
    if (value.IsNull()) return Flag(schema, "nullable") ? "" : at + " must not be null";
    const auto type = Text(schema, "type");
    if (!Fits(value, type)) return at + " must be " + type;
    if (type == "object") return ValidateObject(value, schema, at);
    if (type == "array") {
        if (schema["minItems"] && value.size() < schema["minItems"].as<std::size_t>()) return at + " has too few items";
        if (schema["maxItems"] && value.size() > schema["maxItems"].as<std::size_t>())
            return at + " has too many items";
        for (std::size_t i = 0; i < value.size(); ++i) {
            if (auto wrong = Validate(value[i], schema["items"], at + "/" + std::to_string(i)); !wrong.empty())
                return wrong;
        }
        return "";
    }
    auto wrong = ValidateScalar(value, schema);
    return wrong.empty() ? wrong : at + " " + wrong;
}

}  // namespace suite::contract
