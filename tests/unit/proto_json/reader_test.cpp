#include <suite/licence/v1/licence_service.pb.h>
#include <suite/results/v1/result_service.pb.h>
#include <suite/roster/v1/roster_service.pb.h>

#include <catch2/catch.hpp>

#include "core/reasons.hpp"
#include "proto_json/proto_json.hpp"

namespace suite::proto_json {
namespace {

using licence::v1::PutOrderRequest;

/// "" when taken, else "reason pointer message" of the first violation, or "reason message" without one.
std::string Read(std::string_view json, google::protobuf::Message& message, const std::set<std::string>& closed = {}) {
    const auto status = FromJson(json, message, closed);
    if (status) return "";
    const Error& error = status.error();
    CHECK(error.code == Code::kInvalidArgument);
    if (error.fields.empty()) return error.reason + " " + error.message;
    return error.reason + " " + error.fields[0].pointer + " " + error.fields[0].message;
}

std::string ReadOrder(std::string_view json) {
    PutOrderRequest order;
    return Read(json, order);
}

}  // namespace

TEST_CASE("a JSON object fills the message's fields by their camelCase names") {
    PutOrderRequest order;
    REQUIRE(Read(R"( {"basispoortSchoolId": 9007199254740993, "title": "Taal \u00e9n \"meer\"", "kind": "pupil",
                      "seats": -2147483648, "yearGroups": ["4", "5"], "cancelled": true} )",
                 order) == "");
    CHECK(order.basispoort_school_id() == 9007199254740993);
    CHECK(order.title() == "Taal én \"meer\"");
    CHECK(order.kind() == licence::v1::LICENCE_KIND_PUPIL);
    CHECK(order.seats() == std::numeric_limits<std::int32_t>::min());
    CHECK(order.year_groups_size() == 2);
    CHECK(order.cancelled());
    CHECK(order.brin().empty());
}

TEST_CASE("JSON that is not exactly right is refused with a pointer to what is wrong", "[ACC-07]") {
    using namespace std::string_literals;
    struct Row {
        std::string json;
        std::string answer;
    };
    const Row rows[] = {
        // not a JSON object
        {"", "invalid-body not valid JSON at byte 1"},
        {"{", "invalid-body not valid JSON at byte 2"},
        {"{} x", "invalid-body not valid JSON at byte 4"},
        {"{}{}", "invalid-body not valid JSON at byte 3"},
        {"{'title': 'x'}", "invalid-body not valid JSON at byte 2"},
        {R"({"title": "x",})", "invalid-body not valid JSON at byte 15"},
        {R"({"title": "x"} // note)", "invalid-body not valid JSON at byte 16"},
        {"{}\0"s, "invalid-body holds a NUL"},
        {"{}\0{"s, "invalid-body holds a NUL"},
        {"{\"seats\": NaN}", "invalid-body not valid JSON at byte 11"},
        {"{\"seats\": 1e400}", "invalid-body holds a number that is out of range"},
        {"{\"seats\": 01}", "invalid-body not valid JSON at byte 12"},
        {"{\"seats\": +1}", "invalid-body not valid JSON at byte 11"},
        {"[]", "invalid-request  must be an object"},
        {"null", "invalid-request  must be an object"},
        {"\"x\"", "invalid-request  must be an object"},
        // names
        {R"({"title": "a", "title": "a"})", "invalid-body an object names a field twice"},
        {R"({"title": "a", "\u0074itle": "a"})", "invalid-body an object names a field twice"},
        {R"({"unknown": {"a": 1, "a": 2}})", "invalid-body an object names a field twice"},
        {R"({"Title": "a"})", "invalid-request /Title is not a known field"},
        {R"({"year_groups": []})", "invalid-request /year_groups is not a known field"},
        {R"({"": 1})", "invalid-request / is not a known field"},
        {R"({"a/b~c": 1})", "invalid-request /a~1b~0c is not a known field"},
        {R"({"a\u0000b": 1})", "invalid-request /… is not a known field"},
        {"{\"" + std::string(65, 'n') + "\": 1}", "invalid-request /… is not a known field"},
        // text
        {R"({"title": 1})", "invalid-request /title must be a string"},
        {R"({"title": ["a"]})", "invalid-request /title must be a string"},
        {R"({"title": "a\u0000b"})", "invalid-request /title must be UTF-8 without NUL"},
        {R"({"title": "\ud800"})", "invalid-body not valid JSON at byte 18"},
        {R"({"title": "\ude00\ud83d"})", "invalid-body not valid JSON at byte 17"},
        {"{\"title\": \"\xC3\x28\"}", "invalid-body not valid JSON at byte 13"},
        {"{\"title\": \"\xED\xA0\x80\"}", "invalid-body not valid JSON at byte 13"},
        {"{\"title\": \"\xC0\x80\"}", "invalid-body not valid JSON at byte 12"},
        {"{\"title\": \"a\nb\"}", "invalid-body not valid JSON at byte 13"},
        // whole numbers
        {R"({"seats": 1.0})", "invalid-request /seats must be a whole number"},
        {R"({"seats": 1e2})", "invalid-request /seats must be a whole number"},
        {R"({"seats": "1"})", "invalid-request /seats must be a whole number"},
        {R"({"seats": true})", "invalid-request /seats must be a whole number"},
        {R"({"seats": 2147483648})", "invalid-request /seats is out of range"},
        {R"({"seats": -2147483649})", "invalid-request /seats is out of range"},
        {R"({"seats": 18446744073709551615})", "invalid-request /seats is out of range"},
        {R"({"basispoortSchoolId": 9223372036854775808})", "invalid-request /basispoortSchoolId is out of range"},
        {R"({"basispoortSchoolId": -9223372036854775809})",
         "invalid-request /basispoortSchoolId must be a whole number"},
        // the others
        {R"({"cancelled": 0})", "invalid-request /cancelled must be true or false"},
        {R"({"cancelled": "true"})", "invalid-request /cancelled must be true or false"},
        {R"({"kind": "Group"})", "invalid-request /kind must be one of group, pupil"},
        {R"({"kind": "LICENCE_KIND_GROUP"})", "invalid-request /kind must be one of group, pupil"},
        {R"({"kind": "unspecified"})", "invalid-request /kind must be one of group, pupil"},
        {R"({"kind": 1})", "invalid-request /kind must be one of group, pupil"},
        {R"({"yearGroups": "5"})", "invalid-request /yearGroups must be an array"},
        {R"({"yearGroups": {"0": "5"}})", "invalid-request /yearGroups must be an array"},
        {R"({"yearGroups": ["5", 6]})", "invalid-request /yearGroups/1 must be a string"},
        // null stands for an absent optional field, and for nothing else
        {R"({"seats": null})", ""},
        {R"({"title": null})", "invalid-request /title must be a string"},
        {R"({"cancelled": null})", "invalid-request /cancelled must be true or false"},
        {R"({"kind": null})", "invalid-request /kind must be one of group, pupil"},
        {R"({"yearGroups": null})", "invalid-request /yearGroups must be an array"},
        {R"({"yearGroups": [null]})", "invalid-request /yearGroups/0 must be a string"},
        // fits
        {"{}", ""},
        {R"({"seats": 2147483647})", ""},
        {R"({"basispoortSchoolId": -9223372036854775808})", ""},
        {R"({"title": "\ud83d\ude00"})", ""},
    };
    for (const auto& row : rows) {
        CAPTURE(row.json);
        CHECK(ReadOrder(row.json) == row.answer);
    }
}

TEST_CASE("nesting is taken to sixteen deep and no further") {
    const auto nested = [](std::size_t depth) {
        return ReadOrder("{\"x\": " + std::string(depth, '[') + std::string(depth, ']') + "}");
    };
    CHECK(nested(15) == "invalid-request /x is not a known field");
    CHECK(nested(17) == "invalid-body nested deeper than 16");
    CHECK(nested(400000) == "invalid-body nested deeper than 16");
}

TEST_CASE("fields inside a list of objects have their whole pointer, and null is no object") {
    results::v1::HandInResultsRequest request;
    CHECK(Read(R"({"results": [{"version": 1}, {"version": "2"}]})", request) ==
          "invalid-request /results/1/version must be a whole number");
    CHECK(Read(R"({"results": [null]})", request) == "invalid-request /results/0 must be an object");
    roster::v1::GroupDetail detail;
    CHECK(Read(R"({"group": null})", detail) == "invalid-request /group must be an object");
    roster::v1::Pupil pupil;
    CHECK(Read(R"({"baseGroup": null})", pupil) == "");
    CHECK_FALSE(pupil.has_base_group());
}

TEST_CASE("a name that the path gives cannot come in the body, and bytes cannot at all") {
    PutOrderRequest order;
    CHECK(Read(R"({"orderLineId": "x"})", order, {"orderLineId"}) ==
          "invalid-request /orderLineId is not a known field");
    roster::v1::PutPartRequest part;
    CHECK(Read(R"({"content": "eA=="})", part) == "invalid-request /content is not a known field");
}

TEST_CASE("a large document with everything wrong names a hundred faults and no value", "[ACC-07]") {
    std::string json = R"({"results": [)";
    for (int i = 0; i < 50000; ++i) json += R"({"version": "geheim"},)";
    json.back() = ']';
    json += '}';
    results::v1::HandInResultsRequest request;
    const auto status = FromJson(json, request);
    REQUIRE_FALSE(status);
    CHECK(status.error().fields.size() == 100);
    for (const auto& field : status.error().fields) CHECK(field.message.find("geheim") == std::string::npos);
}

}  // namespace suite::proto_json
