// Our own tokens, forged: what is wrong with one is for the log and not for whoever tries. tests/unit/crypto has the
// whole list.
#include <catch2/catch.hpp>

#include "core/text.hpp"
#include "tests/functional/support/steps.hpp"

using suite::Base64UrlEncode;
using suite::testing::CheckProblem;
using suite::testing::SuiteFixture;
using suite::testing::WithoutTrace;

TEST_CASE("a forged bearer token is refused with one answer for all, the reason in the log", "[ACC-04]") {
    SuiteFixture fixture(suite::sql::Dialect::kSqlite);
    const auto claims =
        Base64UrlEncode(R"({"iss":"sleutelbos","aud":"sleutelbos","iat":1,"exp":99999999999,"role":"helpdesk"})");
    const auto with = [&](const std::string& header) {
        return Base64UrlEncode(header) + "." + claims + "." + Base64UrlEncode(std::string(32, 'x'));
    };
    struct Row {
        std::string token;
        std::string logged;
    };
    const Row rows[] = {
        {Base64UrlEncode(R"({"alg":"none"})") + "." + claims + ".", "alg is not HS256"},
        {with(R"({"alg":"RS256"})"), "alg is not HS256"},
        {with(R"({"alg":"HS256","jku":"https://evil.example"})"), "header has a field that is not accepted"},
        {with(R"({"alg":"HS256","jwk":{}})"), "header has a field that is not accepted"},
        {with(R"({"alg":"HS256","kid":"1"})"), "header has a field that is not accepted"},
        {with(R"({"alg":"none","alg":"HS256"})"), "header is not JSON"},
        {with(R"({"alg":"HS256"})"), "signature"},
        {std::string(20000, 'a'), "token too long"},
        {"a.b", "not three parts of base64url"},
    };
    nlohmann::json first;
    for (const auto& row : rows) {
        CAPTURE(row.logged, row.token.substr(0, 80));
        const auto answer = fixture.Api().With(row.token).Get("/schools");
        CheckProblem(answer, 401, "unauthenticated");
        if (first.is_null()) first = WithoutTrace(answer);
        CHECK(WithoutTrace(answer) == first);
        const auto log = fixture.Suite().LogTail("gateway", 2);
        CHECK_THAT(log, Catch::Contains('"' + row.logged + '"'));
        CHECK_THAT(log, !Catch::Contains(row.token));
    }
}
