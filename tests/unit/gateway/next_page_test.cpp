#include "services/gateway/next_page.hpp"

#include <suite/licence/v1/catalogue_service.pb.h>
#include <suite/results/v1/result_service.pb.h>

#include <catch2/catch.hpp>
#include <string>
#include <utility>
#include <vector>

namespace suite::gateway {
namespace {

http::Request Asked(const std::string& method, const std::string& path,
                    std::vector<std::pair<std::string, std::string>> query = {}) {
    http::Request request;
    request.method = method;
    request.path = path;
    request.query = std::move(query);
    return request;
}

}  // namespace

TEST_CASE("a list that goes on says where and keeps what was asked for", "[ACC-07]") {
    const auto request = Asked("GET", "/api/v1/methods", {{"q", "één & <twee>"}, {"cursor", "b2xk"}, {"limit", "5"}});
    licence::v1::ListMethodsResponse answer;
    CHECK_FALSE(LinkToNext(request, answer));  // the last page
    answer.set_next_cursor("bmV4dA");
    CHECK(LinkToNext(request, answer) ==
          "</api/v1/methods?q=%C3%A9%C3%A9n%20%26%20%3Ctwee%3E&limit=5&cursor=bmV4dA>; rel=\"next\"");
    CHECK(LinkToNext(Asked("GET", "/api/v1/a b/>"), answer) == "</api/v1/a%20b/%3E?cursor=bmV4dA>; rel=\"next\"");
    CHECK_FALSE(LinkToNext(Asked("POST", "/api/v1/methods"), answer));
    CHECK_FALSE(LinkToNext(request, licence::v1::Method()));
}

TEST_CASE("a cursor to come back with later is no next page", "[ACC-07][RES-06]") {
    const auto request = Asked("GET", "/api/v1/las/results");
    results::v1::PullResultsResponse answer;
    answer.set_next_cursor("MTI");
    CHECK_FALSE(LinkToNext(request, answer));
    answer.set_has_more(true);
    CHECK(LinkToNext(request, answer) == "</api/v1/las/results?cursor=MTI>; rel=\"next\"");
}

}  // namespace suite::gateway
