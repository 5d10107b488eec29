// openapi.yaml as the tests read it.
#pragma once

#include <google/protobuf/descriptor.h>
#include <yaml-cpp/yaml.h>

#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "services/gateway/route.hpp"

namespace suite::contract {

/// Read once; throws YAML::Exception, which fails the test.
const YAML::Node& Document();

/// The node, or what its $ref points to. Throws std::runtime_error when that does not exist.
YAML::Node Resolve(const YAML::Node& node);

struct Operation {
    std::string method;  // "GET"
    std::string path;
    YAML::Node node;

    [[nodiscard]] std::string Name() const { return method + " " + path; }
};
std::vector<Operation> Operations();
/// Those that are in the gateway's table, each with its route; without one it is left out.
std::vector<std::pair<Operation, gateway::Route>> RoutedOperations();

inline constexpr std::string_view kTokenPath = "/oauth/token";

/// Without null.
std::set<std::string> Texts(const YAML::Node& list);
/// The names of a map.
std::set<std::string> Names(const YAML::Node& map);

const google::protobuf::MethodDescriptor& MethodOf(const gateway::Route& route);

/// REST's spellings of all values but the zero one.
std::set<std::string> EnumTexts(const google::protobuf::EnumDescriptor& type);

/// What is wrong with a schema that should stand for the field, empty when nothing is. `nullable` is part of it.
std::string Compare(const YAML::Node& schema, const google::protobuf::FieldDescriptor& field, bool nullable);
/// The same for an object schema; `without` are JSON names that the schema must not have.
std::string Compare(const YAML::Node& schema, const google::protobuf::Descriptor& type, bool answer,
                    const std::set<std::string>& without = {});

/// What is wrong with an example by its schema (type, nullable, enum, required, properties, items, pattern and limits);
/// empty when nothing is.
std::string Validate(const YAML::Node& value, const YAML::Node& schema, const std::string& at = "");

}  // namespace suite::contract
