#include <suite/licence/v1/licence_service.pb.h>
#include <suite/roster/v1/roster_service.pb.h>

#include <catch2/catch.hpp>

#include "proto_json/proto_json.hpp"

namespace suite::proto_json {
namespace {

std::string Set(google::protobuf::Message& message, std::string_view name, std::string_view text) {
    const auto status = SetParameter(message, name, text);
    if (status) return "";
    if (status.error().code == Code::kNotFound) return "unknown";
    CHECK(status.error().code == Code::kInvalidArgument);
    REQUIRE(status.error().fields.size() == 1);
    CHECK(status.error().fields[0].pointer == name);
    return status.error().fields[0].message;
}

}  // namespace

TEST_CASE("a parameter's text must fit its field exactly", "[ACC-07]") {
    using namespace std::string_view_literals;
    struct Row {
        std::string_view name;
        std::string_view text;
        std::string_view answer;
    };
    const Row rows[] = {
        {"title", "Taal", ""},
        {"title", "", ""},
        {"title", "a\0b"sv, "must be UTF-8 without NUL"},
        {"title", "\xFF", "must be UTF-8 without NUL"},
        {"seats", "12", ""},
        {"seats", "-2147483648", ""},
        {"seats", "2147483648", "is out of range"},
        {"seats", "-2147483649", "is out of range"},
        {"seats", "", "must be a whole number"},
        {"seats", "1.0", "must be a whole number"},
        {"seats", "1e2", "must be a whole number"},
        {"seats", " 1", "must be a whole number"},
        {"seats", "+1", "must be a whole number"},
        {"seats", "0x1", "must be a whole number"},
        {"seats", "99999999999999999999", "must be a whole number"},
        {"basispoortSchoolId", "9223372036854775807", ""},
        {"basispoortSchoolId", "9223372036854775808", "must be a whole number"},
        {"cancelled", "true", ""},
        {"cancelled", "false", ""},
        {"cancelled", "True", "must be true or false"},
        {"cancelled", "1", "must be true or false"},
        {"cancelled", "", "must be true or false"},
        {"kind", "pupil", ""},
        {"kind", "PUPIL", "must be one of group, pupil"},
        {"kind", "unspecified", "must be one of group, pupil"},
        {"order_line_id", "x", "unknown"},
        {"orderlineid", "x", "unknown"},
        {"yearGroups", "5", "unknown"},
        {"", "x", "unknown"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.name, row.text);
        licence::v1::PutOrderRequest order;
        CHECK(Set(order, row.name, row.text) == row.answer);
    }
}

TEST_CASE("parameters reach their fields") {
    licence::v1::PutOrderRequest order;
    CHECK(Set(order, "seats", "12") == "");
    CHECK(Set(order, "cancelled", "true") == "");
    CHECK(Set(order, "kind", "group") == "");
    CHECK(Set(order, "basispoortSchoolId", "9223372036854775807") == "");
    CHECK(order.seats() == 12);
    CHECK(order.cancelled());
    CHECK(order.kind() == licence::v1::LICENCE_KIND_GROUP);
    CHECK(order.basispoort_school_id() == std::numeric_limits<std::int64_t>::max());
}

TEST_CASE("bytes and messages are no parameters") {
    roster::v1::PutPartRequest part;
    CHECK(Set(part, "content", "x") == "unknown");
    CHECK(part.content().empty());
    roster::v1::RosterBatch batch;
    CHECK(Set(batch, "counts", "x") == "unknown");
}

}  // namespace suite::proto_json
