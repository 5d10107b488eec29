#include <suite/common/v1/common.pb.h>

#include <catch2/catch.hpp>
#include <fstream>
#include <functional>

#include "contract.hpp"

namespace suite::contract {
namespace {

void Walk(const YAML::Node& node, const std::string& at,
          const std::function<void(const YAML::Node&, const std::string&)>& visit) {
    visit(node, at);
    if (node.IsMap()) {
        for (const auto& member : node) Walk(member.second, at + "/" + member.first.as<std::string>(), visit);
    } else if (node.IsSequence()) {
        for (std::size_t i = 0; i < node.size(); ++i) Walk(node[i], at + "/" + std::to_string(i), visit);
    }
}

}  // namespace

TEST_CASE("an operation answers what its RPC answers, with the status of the gateway's table") {
    for (const auto& [operation, route] : RoutedOperations()) {
        CAPTURE(operation.Name());
        const auto response = operation.node["responses"][std::to_string(route.status)];
        REQUIRE(response);
        if (MethodOf(route).output_type() == common::v1::File::descriptor()) {
            // A file: any type but JSON, and then it is text.
            REQUIRE(response["content"].size() == 1);
            CHECK_FALSE(response["content"]["application/json"]);
            CHECK(response["content"].begin()->second["schema"]["type"].as<std::string>() == "string");
            continue;
        }
        CHECK(Compare(response["content"]["application/json"]["schema"], *MethodOf(route).output_type(),
                      /*answer=*/true) == "");
    }
}

TEST_CASE("every reference points to something, and everything shared is used") {
    std::set<std::string> used;
    Walk(Document(), "", [&](const YAML::Node& node, const std::string& at) {
        if (!node.IsMap() || !node["$ref"]) return;
        CAPTURE(at);
        CHECK(node.size() == 1);  // 3.0 ignores what stands beside a $ref
        CHECK_NOTHROW(Resolve(node));
        used.insert(node["$ref"].as<std::string>());
    });
    for (const auto* kind : {"schemas", "parameters", "responses"}) {
        for (const auto& name : Names(Document()["components"][kind])) {
            CAPTURE(kind, name);
            CHECK(used.contains("#/components/" + std::string(kind) + "/" + name));
        }
    }
}

TEST_CASE("object schemas of ours are closed") {
    // RFC 9457 and RFC 6749 §3.2 let these two grow.
    const std::set<std::string> open{"/components/schemas/Problem", "/components/schemas/TokenRequest"};
    Walk(Document(), "", [&](const YAML::Node& node, const std::string& at) {
        if (!node.IsMap() || !node["properties"] || !node["type"] || !node["type"].IsScalar()) return;
        CAPTURE(at);
        const bool closed = node["additionalProperties"] && !node["additionalProperties"].as<bool>();
        CHECK(closed != open.contains(at));
        for (const auto& name : Texts(node["required"])) CHECK(Names(node["properties"]).contains(name));
    });
}

TEST_CASE("what may be null says so in its enum too") {
    // OpenAPI 3.0.3 with its clarification of 2020: an enum that does not name null forbids it, nullable or not.
    Walk(Document(), "", [&](const YAML::Node& node, const std::string& at) {
        if (!node.IsMap() || !node["enum"] || !node["enum"].IsSequence()) return;
        CAPTURE(at);
        const bool nullable = node["nullable"] && node["nullable"].as<bool>();
        bool names_null = false;
        for (const auto& value : node["enum"]) names_null = names_null || value.IsNull();
        CHECK(names_null == nullable);
    });
}

TEST_CASE("readers of YAML that are not ours read the same") {
    const std::set<std::string> truths{"on", "off", "yes", "no"};
    Walk(Document(), "", [&](const YAML::Node& node, const std::string& at) {
        CAPTURE(at);
        if (node.IsMap() && at.find("/example") == std::string::npos) {
            // "{description: Stable, for programs}" has two members, the second one without a value.
            for (const auto& member : node) {
                CAPTURE(member.first.as<std::string>());
                CHECK_FALSE(member.second.IsNull());
            }
        }
        if (node.IsScalar() && truths.contains(node.Scalar())) CHECK(node.Tag() != "?");  // YAML 1.1: true or false
    });
    // Jackson, and all that reads OpenAPI with it, takes an alias for its name.
    std::ifstream file(SUITE_OPENAPI_FILE);
    for (std::string line; std::getline(file, line);) {
        CAPTURE(line);
        CHECK(line.find(": &") == std::string::npos);
        CHECK(line.find(": *") == std::string::npos);
    }
}

TEST_CASE("the comparison with a message sees a wrong type, a missing field, and null where it does not belong") {
    const auto& type = *MethodOf(gateway::Routes().front()).output_type();  // RosterBatch
    const YAML::Node good = Document()["components"]["schemas"]["RosterBatch"];
    REQUIRE(Compare(good, type, true) == "");
    const auto broken = [&](const std::function<void(YAML::Node&)>& damage) {
        YAML::Node copy = YAML::Clone(good);
        damage(copy);
        return Compare(copy, type, true);
    };
    CHECK(broken([](auto& schema) { schema["properties"]["parts"]["type"] = "string"; }) ==
          "RosterBatch.parts: must be integer");
    CHECK(broken([](auto& schema) { schema["properties"]["sequence"]["format"] = "int32"; }) ==
          "RosterBatch.sequence: must have format int64");
    CHECK(broken([](auto& schema) { schema["properties"].remove("schools"); }) == "RosterBatch.schools: is missing");
    CHECK(broken([](auto& schema) { schema["properties"]["more"]["type"] = "string"; }) ==
          "RosterBatch: has properties that the message does not have");
    CHECK(broken([](auto& schema) { schema["properties"]["createdAt"]["nullable"] = true; }) ==
          "RosterBatch.createdAt: must not be nullable");
    CHECK(broken([](auto& schema) { schema["properties"]["appliedAt"].remove("nullable"); }) ==
          "RosterBatch.appliedAt: must be nullable");
    CHECK(broken([](auto& schema) { schema["properties"]["status"]["enum"].push_back("unspecified"); }) ==
          "RosterBatch.status: must have the enum's values");
    CHECK(broken([](auto& schema) { schema["required"].push_back("nothing"); }) ==
          "RosterBatch: every field of an answer is required");
}

}  // namespace suite::contract
