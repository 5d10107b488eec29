#include <catch2/catch.hpp>

#include "contract.hpp"
#include "core/reasons.hpp"
#include "services/gateway/problem.hpp"

namespace suite::contract {

TEST_CASE("every answer and every JSON or form body has an example that fits its schema") {
    for (const auto& operation : Operations()) {
        CAPTURE(operation.Name());
        for (const auto& response : operation.node["responses"]) {
            const auto status = response.first.as<std::string>();
            CAPTURE(status);
            const auto content = Resolve(response.second)["content"];
            REQUIRE(content.size() > 0);
            for (const auto& media : content) {
                CAPTURE(media.first.as<std::string>());
                REQUIRE(media.second["example"]);
                CHECK(Validate(media.second["example"], media.second["schema"]) == "");
            }
        }
        if (!operation.node["requestBody"]) continue;
        const auto body = operation.node["requestBody"]["content"].begin()->second;
        REQUIRE(body["example"]);
        CHECK(Validate(body["example"], body["schema"]) == "");
    }
}

TEST_CASE("the examples of problems say what the gateway says", "[ACC-07]") {
    for (const auto& response : Document()["components"]["responses"]) {
        const auto content = response.second["content"]["application/problem+json"];
        if (!content) continue;  // the token's errors are not problems
        const auto problem = content["example"];
        REQUIRE(problem);
        const auto code = problem["code"].as<std::string>();
        CAPTURE(code);
        CHECK(problem["type"].as<std::string>() == "/problems/" + code);
        const auto& text = gateway::TextFor(code);
        const auto title = problem["title"].as<std::string>();
        CHECK(gateway::HasText(code));
        CHECK((title == text.title_en || title == text.title_nl));
        if (title == text.title_nl) CHECK(problem["detail"].as<std::string>() == text.detail_nl);
    }
}

TEST_CASE("the check of examples sees what is wrong") {
    const auto schema = YAML::Load(R"(
type: object
additionalProperties: false
required: [name, count]
properties:
  name: {type: string, maxLength: 3, nullable: true}
  count: {type: integer, minimum: 1}
  kind: {type: string, enum: [a, b]}
  list: {type: array, maxItems: 1, items: {type: boolean}})");
    const auto wrong = [&](const char* text) { return Validate(YAML::Load(text), schema); };
    CHECK(wrong("{name: abc, count: 1, kind: a, list: [true]}") == "");
    CHECK(wrong("{name: null, count: 1}") == "");
    CHECK(wrong("{name: abc}") == "/count is missing");
    CHECK(wrong("{name: abc, count: null}") == "/count must not be null");
    CHECK(wrong("{name: abc, count: '1'}") == "/count must be integer");
    CHECK(wrong("{name: 1, count: 1}") == "/name must be string");
    CHECK(wrong("{name: abcd, count: 1}") == "/name is too long");
    CHECK(wrong("{name: abc, count: 0}") == "/count is too small");
    CHECK(wrong("{name: abc, count: 1, kind: c}") == "/kind is none of the enum's values");
    CHECK(wrong("{name: abc, count: 1, list: [true, false]}") == "/list has too many items");
    CHECK(wrong("{name: abc, count: 1, list: [1]}") == "/list/0 must be boolean");
    CHECK(wrong("{name: abc, count: 1, more: 1}") == "/more is not in the schema");
}

}  // namespace suite::contract
