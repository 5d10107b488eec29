#include <catch2/catch.hpp>

#include <array>
#include <map>
#include <string>

#include "core/reasons.hpp"
#include "http/http.hpp"

namespace suite::http {

using Parameters = std::map<std::string, std::string>;

TEST_CASE("percent-decoding takes what is encoded and leaves plus signs alone") {
    CHECK(PercentDecode("") == "");
    CHECK(PercentDecode("a%20b+c") == "a b+c");
    CHECK(PercentDecode("%C3%A9%c3%a9") == "éé");
    CHECK(PercentDecode("%2Fx%25") == "/x%");
}

TEST_CASE("percent-decoding refuses stray percent signs, NUL and what is not UTF-8") {
    const auto bad = GENERATE("%", "a%2", "%zz", "%2g", "%00", "a%00b", "%C3", "%FF", "%C0%AF", "%ED%A0%80");
    CAPTURE(bad);
    CHECK_FALSE(PercentDecode(bad).has_value());
}

TEST_CASE("percent-encoding gives back the same text when decoded") {
    CHECK(PercentEncode("AZaz09-._~") == "AZaz09-._~");
    CHECK(PercentEncode("a b/é?&=#%") == "a%20b%2F%C3%A9%3F%26%3D%23%25");
    std::string all;
    for (char c = 1; c < 127; ++c) all += c;
    CHECK(PercentDecode(PercentEncode(all)) == all);
}

TEST_CASE("a path pattern gives its parameters by name") {
    const PathPattern pattern("/schools/{schoolId}/groups/{groupId}");
    CHECK(pattern.Parameters() == std::vector<std::string>{"schoolId", "groupId"});
    CHECK(pattern.Match("/schools/s1/groups/g 2") == Parameters{{"schoolId", "s1"}, {"groupId", "g 2"}});
}

TEST_CASE("a path pattern matches no other path") {
    const PathPattern pattern("/schools/{schoolId}/groups");
    const auto other =
        GENERATE("", "/", "/schools", "/schools/s1", "/schools/s1/groups/", "/schools//groups", "/schools/s1/Groups",
                 "schools/s1/groups", "//schools/s1/groups", "/schools/a/b/groups");
    CAPTURE(other);
    CHECK_FALSE(pattern.Match(other).has_value());
}

TEST_CASE("a path pattern without parameters matches itself") {
    CHECK(PathPattern("/healthz").Match("/healthz") == Parameters{});
    CHECK(PathPattern("/").Match("/") == Parameters{});
    CHECK_FALSE(PathPattern("/").Match("/x").has_value());
}

TEST_CASE("every error code has its HTTP status") {
    struct Row {
        Code code;
        int status;
    };
    static constexpr std::array kRows = {
        Row{Code::kCancelled, 500},        Row{Code::kUnknown, 500},           Row{Code::kInvalidArgument, 400},
        Row{Code::kDeadlineExceeded, 504}, Row{Code::kNotFound, 404},          Row{Code::kAlreadyExists, 409},
        Row{Code::kPermissionDenied, 403}, Row{Code::kResourceExhausted, 429}, Row{Code::kFailedPrecondition, 409},
        Row{Code::kAborted, 409},          Row{Code::kOutOfRange, 400},        Row{Code::kUnimplemented, 501},
        Row{Code::kInternal, 500},         Row{Code::kUnavailable, 503},       Row{Code::kDataLoss, 500},
        Row{Code::kUnauthenticated, 401},
    };
    for (const auto& row : kRows) {
        CAPTURE(static_cast<int>(row.code));
        CHECK(StatusFor(row.code) == row.status);
        CHECK(StatusFor(Error{.code = row.code, .reason = "some-reason", .message = ""}) == row.status);
    }
}

TEST_CASE("a few reasons have a status of their own") {
    const auto status = [](std::string_view reason) {
        return StatusFor(Error{.code = Code::kInvalidArgument, .reason = std::string(reason), .message = ""});
    };
    CHECK(status(reason::kMethodNotAllowed) == 405);
    CHECK(status(reason::kBodyTooLarge) == 413);
    CHECK(status(reason::kUriTooLong) == 414);
    CHECK(status(reason::kUnsupportedMediaType) == 415);
}

}  // namespace suite::http
