// Requests that are wrong before anybody looks at their body: addresses, parameters, methods, tokens, bytes.
#include <catch2/catch.hpp>

#include "tests/functional/bad_input/unharmed.hpp"
#include "tests/functional/support/raw_http.hpp"

namespace {

using std::string_literals::operator""s;
using suite::testing::Answer;
using suite::testing::CheckProblem;
using suite::testing::RawRequest;
using suite::testing::SendRaw;
using suite::testing::Target;

std::string Bearer(const std::string& token) { return "Authorization: Bearer " + token + "\r\n"; }

}  // namespace

TEST_CASE("an address that is endless, badly encoded or of nowhere is refused", "[NFR]") {
    Target target;
    const auto bearer = Bearer(target.api.Helpdesk().Token());
    const auto get = [&](const std::string& address) {
        return SendRaw(target.api, RawRequest("GET", address, bearer));
    };
    CheckProblem(get(std::string(16384, '/')), 414, "uri-too-long");
    CheckProblem(get("/api/v1/schools?q=" + std::string(16384, 'a')), 414, "uri-too-long");
    CheckProblem(get("/api/v1/" + std::string(2000, '/')), 404, "not-found");
    for (const auto& address : {"/"s, "/api"s, "/api/v1"s, "/api/v1/"s, "/api/v2/schools"s, "/api/v1/schools/"s,
                                "//api/v1/schools"s, "/api/v1/../v1/schools"s, "/api/v1/Schools"s,
                                "/api/v1/schools/x/y/z"s, "/api/v1/schools%00"s, "/api/v1/%73chools/.."s}) {
        CAPTURE(address);
        const auto answer = get(address);
        CHECK((answer.status == 404 || answer.status == 400));
        CHECK(answer.headers.at("content-type") == "application/problem+json");
    }
    for (const auto& address :
         {"/api/v1/schools/%"s, "/api/v1/schools/%2"s, "/api/v1/schools/%zz"s, "/api/v1/schools/%00"s,
          "/api/v1/schools/%C3%28"s, "/api/v1/schools/%2e%2f"s, "/api/v1/schools?q=%"s, "/api/v1/schools?q=%FF"s,
          "/api/v1/schools?q=a%00b"s, "/api/v1/schools#top"s, "api/v1/schools"s, "http://elsewhere/api/v1/schools"s,
          "/api/v1/schools?q=a\x01"s, "/api/v1/schools?q=a\0b"s}) {
        CAPTURE(address);
        CheckProblem(get(address), 400, "invalid-request");
    }
    // Ids that are not of our making name nothing.
    for (const auto* id : {"1", "0000000000000", "zzzzzzzzzzzzz", "1'%20OR%20'1'='1", "%E2%82%AC"}) {
        CAPTURE(id);
        CheckProblem(get("/api/v1/schools/"s + id), 404, "school-unknown");
    }
    target.CheckUnharmed();
}

TEST_CASE("parameters that are unknown, repeated or of the wrong kind are refused by name", "[NFR]") {
    Target target;
    auto& helpdesk = target.api.Helpdesk();
    const auto school = "/schools/" + target.demo.school;
    struct Wrong {
        std::string path;
        std::string parameter;
    };
    for (const auto& [path, parameter] :
         {Wrong{"/schools?nonsense=1", "nonsense"}, Wrong{"/schools?limit=many", "limit"},
          Wrong{"/schools?limit=", "limit"}, Wrong{"/schools?limit=-1", "limit"},
          Wrong{"/schools?limit=99999999999", "limit"}, Wrong{"/schools?limit=1.5", "limit"},
          Wrong{"/schools?limit=1&limit=2", "limit"}, Wrong{"/schools?basispoortId=x", "basispoortId"},
          Wrong{"/schools?basispoortId=99999999999999999999", "basispoortId"}, Wrong{"/schools?=", ""},
          Wrong{school + "/groups?schoolId=" + target.demo.other_school, "schoolId"},
          Wrong{school + "/pupils?schoolId=x", "schoolId"}, Wrong{school + "/licences?limit=-5", "limit"},
          Wrong{school + "/result-connections?limit=-5", "limit"}}) {
        CAPTURE(path);
        const auto answer = helpdesk.Get(path);
        CheckProblem(answer, 400, "invalid-request");
        REQUIRE(answer.json.at("errors").size() == 1);
        CHECK(answer.json.at("errors").at(0).at("pointer") == parameter);
    }
    for (const auto* list : {"/groups", "/pupils", "/teachers", "/ict-coordinators", "/roster-imports", "/licences",
                             "/result-connections"}) {
        for (const auto* cursor : {"nonsense", "%F0%9F%98%80", "AAAA", "LTE", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5"}) {
            CAPTURE(list, cursor);
            CheckProblem(helpdesk.Get(school + list + "?cursor=" + cursor), 400, "invalid-cursor");
        }
    }
    CheckProblem(target.api.Machine("las-parnassys").Get("/las/results?cursor=nonsense"), 400, "invalid-cursor");
    auto& method_software = target.api.Machine("method-software");
    for (const auto& query : {"?schoolId="s + target.demo.school + "&productId=p",
                              "?schoolId="s + target.demo.school + "&personId=a&eckId=b&productId=p",
                              "?schoolId="s + target.demo.school + "&personId=" + target.demo.pupil}) {
        CAPTURE(query);
        CheckProblem(method_software.Get("/entitlements" + query), 400, "invalid-request");
    }
    target.CheckUnharmed();
}

TEST_CASE("a method that an address does not take is refused", "[NFR]") {
    Target target;
    const auto bearer = Bearer(target.api.Helpdesk().Token());
    for (const auto* method : {"POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND", "get"}) {
        CAPTURE(method);
        CheckProblem(SendRaw(target.api, RawRequest(method, "/api/v1/schools/" + target.demo.school, bearer)), 405,
                     "method-not-allowed");
    }
    CheckProblem(target.api.Nobody().Get("/oauth/token"), 405, "method-not-allowed");
    for (const auto* line :
         {"GET\r\n", "GET /\r\n", "GET / HTTP/2\r\n", "\x16\x03\x01\x02\x01 x\r\n", "G\0T / HTTP/1.1\r\n"}) {
        CAPTURE(line);
        CHECK(SendRaw(target.api, line + "Host: x\r\n\r\n"s).status == 400);
    }
    CheckProblem(SendRaw(target.api, RawRequest("GET", "/api/v1/schools", bearer + "X-Bad: a\0b\r\n"s)), 400,
                 "invalid-request");
    CheckProblem(SendRaw(target.api, RawRequest("GET", "/api/v1/schools", bearer + "X-Bad: \xFF\r\n"s)), 400,
                 "invalid-request");
    CheckProblem(SendRaw(target.api, RawRequest("PUT", "/api/v1/orders/bad-1", bearer + "Content-Length: 5\r\n", "{}")),
                 400, "invalid-request");
    target.CheckUnharmed();
}

TEST_CASE("a token or a header without end is refused", "[ACC-01]") {
    Target target;
    const auto get = [&](const std::string& headers) {
        return SendRaw(target.api, RawRequest("GET", "/api/v1/schools", headers));
    };
    for (const std::size_t size : {5000U, 30000U}) {
        CheckProblem(get(Bearer(std::string(size, 'a'))), 401, "unauthenticated");
        CheckProblem(get(Bearer("eyJhbGciOiJIUzI1NiJ9." + std::string(size, 'a') + ".a")), 401, "unauthenticated");
    }
    CheckProblem(get(Bearer(std::string(40000, 'a'))), 400, "invalid-request");
    CheckProblem(get(Bearer(std::string(2000000, 'a'))), 400, "invalid-request");
    for (const auto& value :
         {"Bearer"s, "Bearer "s, "Basic YTpi"s, "bearer ."s, "Bearer .."s, "Bearer eyJhbGciOiJub25lIn0.e30."s}) {
        CAPTURE(value);
        CheckProblem(get("Authorization: " + value + "\r\n"), 401, "unauthenticated");
    }
    auto& nobody = target.api.Nobody();
    const auto ask = [&](std::string form, const std::string& type = "application/x-www-form-urlencoded") {
        return nobody.Send("POST", "/oauth/token", std::move(form), {{"Content-Type", type}});
    };
    CHECK(ask("grant_type=client_credentials&client_id=basispoort&client_secret=x").status == 401);
    CHECK(ask("grant_type=client_credentials&client_id=" + std::string(10000, 'a') + "&client_secret=x").status == 401);
    CHECK(ask("grant_type=client_credentials&client_id=" + std::string(20000, 'a')).status == 413);
    CHECK(ask("grant_type=password").json.at("error") == "unsupported_grant_type");
    CHECK(ask("grant_type=client_credentials&grant_type=client_credentials").json.at("error") == "invalid_request");
    CHECK(ask("grant_type=%zz").json.at("error") == "invalid_request");
    CHECK(ask("{}", "application/json").json.at("error") == "invalid_request");
    CHECK(ask("").json.at("error") == "unsupported_grant_type");
    target.CheckUnharmed();
}
