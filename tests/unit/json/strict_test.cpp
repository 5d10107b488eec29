#include "json/strict.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <string>

namespace suite::json {
namespace {

using nlohmann::json;

Fault FaultOf(std::string_view text, std::size_t max_nesting = 4) {
    const auto parsed = ParseStrict(text, max_nesting);
    REQUIRE_FALSE(parsed);
    return parsed.error().fault;
}

}  // namespace

TEST_CASE("what is read strictly is what nlohmann reads, when there is nothing to refuse") {
    for (const std::string text : {R"({"a": [1, -2, 3.5, true, null, "x", {}], "b": {"c": []}})", "[]", "1", "null",
                                   R"("één\u0000")", "18446744073709551615"}) {
        CAPTURE(text);
        const auto parsed = ParseStrict(text, 4);
        REQUIRE(parsed);
        CHECK(*parsed == json::parse(text));
    }
}

TEST_CASE("a name twice, too deep nesting, half a text and an endless number are refused", "[ACC-07]") {
    CHECK(FaultOf(R"({"a": 1, "\u0061": 1})") == Fault::kTwice);
    CHECK(FaultOf(R"([{"b": {"a": 1, "a": 2}}])") == Fault::kTwice);
    CHECK(ParseStrict("[[[[1]]]]", 4));
    CHECK(FaultOf("[[[[[]]]]]") == Fault::kTooDeep);
    CHECK(FaultOf(std::string(400000, '[')) == Fault::kTooDeep);
    CHECK(FaultOf(R"({"a": [1, 2)") == Fault::kNotJson);
    CHECK(FaultOf("") == Fault::kNotJson);
    CHECK(FaultOf("1 2") == Fault::kNotJson);
    CHECK(FaultOf("1e400") == Fault::kNumber);
    CHECK(ParseStrict("[1, x]", 4).error().byte == 5);
}

}  // namespace suite::json
