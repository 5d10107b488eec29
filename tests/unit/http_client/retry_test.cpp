#include "http_client/retry.hpp"

#include <catch2/catch.hpp>

#include "core/reasons.hpp"

namespace suite::http {
namespace {

using namespace std::chrono_literals;

Result<ClientResponse> Answer(int status) { return ClientResponse{.status = status, .headers = {}, .body = {}}; }
Result<ClientResponse> Failure(Code code) { return Fail(code, reason::kUnavailable, "x"); }

}  // namespace

TEST_CASE("only what may pass by itself is worth another try") {
    for (const int status : {500, 502, 503, 504}) CHECK(MayFareBetter(Answer(status)));
    for (const int status : {200, 204, 301, 400, 403, 404, 429, 501, 505}) CHECK_FALSE(MayFareBetter(Answer(status)));
    CHECK(MayFareBetter(Failure(Code::kUnavailable)));
    CHECK(MayFareBetter(Failure(Code::kDeadlineExceeded)));
    for (const auto code : {Code::kFailedPrecondition, Code::kInvalidArgument, Code::kResourceExhausted}) {
        CHECK_FALSE(MayFareBetter(Failure(code)));
    }
}

TEST_CASE("what is no GET, or comes too late, is not sent at all") {
    Client client;
    const auto none = [](std::uint32_t) { return 0U; };
    // Nothing listens there: a request that is sent would be UNAVAILABLE.
    const std::string url = "http://127.0.0.1:1/";
    const auto post = GetWithRetries(client, {.method = "POST", .url = url}, Deadline::In(1s), {}, none);
    REQUIRE_FALSE(post);
    CHECK(post.error().code == Code::kInvalidArgument);
    const auto late = GetWithRetries(client, {.url = url}, Deadline::In(0ms), {}, none);
    REQUIRE_FALSE(late);
    CHECK(late.error().code == Code::kDeadlineExceeded);
    const auto refused = GetWithRetries(client, {.url = url}, Deadline::In(10s), {.tries = 1}, none);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == Code::kUnavailable);
}

}  // namespace suite::http
