#include "services/gateway/answer.hpp"

#include <suite/licence/v1/catalogue_service.pb.h>
#include <suite/roster/v1/roster_service.pb.h>

#include <catch2/catch.hpp>

namespace suite::gateway {
namespace {

Route Making(std::string_view address) { return Route{"POST", "/x", {}, "", 201}.MakesAt(address); }

std::optional<std::string> HeaderOf(const http::Response& response, std::string_view name) {
    for (const auto& [given, value] : response.headers) {
        if (given == name) return value;
    }
    return std::nullopt;
}

}  // namespace

TEST_CASE("what was made is named by the path's parameters and the answer's id", "[ACC-07]") {
    roster::v1::RosterImport import;
    import.set_id("7a2d4f6h8k1nq");
    const auto route = Making("/schools/{schoolId}/roster-imports/{importId}");
    CHECK(LocationOf(route, {{"schoolId", "3n8v2k5x7q1m9"}}, import) ==
          "/api/v1/schools/3n8v2k5x7q1m9/roster-imports/7a2d4f6h8k1nq");
    // In the path already: it is not made, but started.
    CHECK(LocationOf(route, {{"schoolId", "s"}, {"importId", "a b/c"}}, import) ==
          "/api/v1/schools/s/roster-imports/a%20b%2Fc");
    import.clear_id();
    CHECK_FALSE(LocationOf(route, {{"schoolId", "3n8v2k5x7q1m9"}}, import));
    CHECK_FALSE(LocationOf(Making(""), {{"schoolId", "3n8v2k5x7q1m9"}}, import));
    CHECK_FALSE(LocationOf(route, {{"schoolId", "s"}}, licence::v1::ListMethodsResponse()));  // has no id
}

TEST_CASE("the address of what was made stands in the answer", "[ACC-07]") {
    roster::v1::RosterBatch batch;
    batch.set_id("2b6t9y3f5s8wj");
    const http::Request request{.method = "POST", .path = "/api/v1/x"};
    const auto made = ToResponse(request, Making("/roster-batches/{batchId}"), {}, batch, Language::kEnglish);
    CHECK(made.status == 201);
    CHECK(HeaderOf(made, "Location") == "/api/v1/roster-batches/2b6t9y3f5s8wj");
    CHECK_FALSE(HeaderOf(made, "ETag"));
    const http::Request read{.method = "GET", .path = "/api/v1/x"};
    const auto seen = ToResponse(read, Route{"GET", "/x", {}, ""}, {}, batch, Language::kEnglish);
    CHECK_FALSE(HeaderOf(seen, "Location"));
    CHECK(HeaderOf(seen, "ETag"));
}

}  // namespace suite::gateway
