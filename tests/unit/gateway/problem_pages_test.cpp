#include "services/gateway/problem_pages.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "core/reasons.hpp"
#include "services/gateway/browser.hpp"
#include "services/gateway/problem.hpp"

namespace suite::gateway {
namespace {

using nlohmann::json;

http::Request Ask(std::string path, std::string accept, std::string language, std::string method = "GET") {
    return {.method = std::move(method),
            .path = std::move(path),
            .query = {},
            .headers = {{"accept", std::move(accept)}, {"accept-language", std::move(language)}},
            .body = {}};
}

http::Response Answer(const std::string& path, const std::string& accept, const std::string& language) {
    auto answer = AnswerProblemPage(Ask(path, accept, language));
    REQUIRE(answer);
    CHECK(answer->status == 200);
    return *std::move(answer);
}

std::string AddressOf(std::string_view code) { return std::string(kProblemsPath) + "/" + std::string(code); }

}  // namespace

TEST_CASE("every reason's type opens as a page and as JSON in both languages", "[ACC-07]") {
    for (const auto code : reason::kAll) {
        CAPTURE(code);
        const auto& text = TextFor(code);
        for (const auto& [language, title] :
             {std::pair("nl-NL,nl;q=0.9,en;q=0.8", text.title_nl), std::pair("en-GB", text.title_en)}) {
            const auto page = Answer(AddressOf(code), "text/html", language);
            CHECK(page.content_type == "text/html; charset=utf-8");
            CHECK_THAT(page.body, Catch::Contains("<h1>" + Escaped(title) + "</h1>"));
            CHECK_THAT(page.body, Catch::Contains("<code>" + std::string(code) + "</code>"));
            CHECK_THAT(page.body, Catch::Contains("<html lang=\"" + std::string(language, 2) + "\">"));
            // Nothing that the Content-Security-Policy would have to let through, and no mark that nothing filled.
            for (const auto* never : {"<script", "<style", " style=", "<img", "<link", "{", "}"}) {
                CHECK_THAT(page.body, !Catch::Contains(never));
            }
            if (text.status != 0)
                CHECK_THAT(page.body, Catch::Contains("<dd>" + std::to_string(text.status) + "</dd>"));

            const auto data = json::parse(Answer(AddressOf(code), "application/json", language).body);
            CHECK(data.at("type") == AddressOf(code));
            CHECK(data.at("code") == code);
            CHECK(data.at("title") == title);
            CHECK_FALSE(data.at("detail").get<std::string>().empty());
            CHECK(data.at("status") == (text.status == 0 ? json() : json(text.status)));
        }
    }
}

TEST_CASE("a problem's own type is the address of its page", "[ACC-07]") {
    const auto problem =
        json::parse(Problem({.code = Code::kNotFound, .reason = std::string(reason::kGroupUnknown), .message = ""},
                            Language::kDutch, "/api/v1/x", "trace-1")
                        .body);
    CHECK(json::parse(Answer(problem.at("type"), "application/json", "nl").body).at("title") == problem.at("title"));
}

TEST_CASE("the list leads to every page", "[ACC-07]") {
    const auto page = Answer("/problems", "text/html", "nl");
    for (const auto code : reason::kAll) CHECK_THAT(page.body, Catch::Contains("href=\"" + AddressOf(code) + "\""));
    const auto items = json::parse(Answer("/problems", "application/json", "en").body).at("items");
    CHECK(items.size() == reason::kAll.size());
    CHECK(items.front().at("title") == TextFor(reason::kInvalidRequest).title_en);
}

TEST_CASE("who asks for nothing gets a Dutch page, a program that asks for JSON English", "[ACC-07]") {
    CHECK_THAT(Answer("/problems/batch-stale", "*/*", "").body,
               Catch::Contains("Levering … is al verwerkt.") && Catch::Contains("Waar hier …"));
    CHECK(json::parse(Answer("/problems/batch-stale", "application/json", "").body) ==
          json{{"type", "/problems/batch-stale"},
               {"code", "batch-stale"},
               {"title", "The batch is older than what is applied"},
               {"detail", "Batch … has been applied. Send a newer one."},
               {"status", 409}});
}

TEST_CASE("a code that is none of ours and any other method are refused, as a page to whoever looks", "[ACC-07]") {
    for (const auto* path : {"/problems/no-such-code", "/problems/", "/problems/internal/", "/problems/<b>"}) {
        CAPTURE(path);
        const auto answer = AnswerProblemPage(Ask(path, "text/html", "nl"));
        REQUIRE_FALSE(answer);
        CHECK(answer.error().reason == reason::kNotFound);
        CHECK(WantsPage(Ask(path, "*/*", "nl")));
        CHECK_FALSE(WantsPage(Ask(path, "application/json", "nl")));
        const auto page = ProblemPage(answer.error(), Language::kDutch, path, "trace-1");
        CHECK(page.status == 404);
        CHECK_THAT(page.body, Catch::Contains("href=\"/problems\"") && !Catch::Contains("<b>"));
    }
    const auto posted = AnswerProblemPage(Ask("/problems/internal", "", "", "POST"));
    REQUIRE_FALSE(posted);
    CHECK(posted.error().reason == reason::kMethodNotAllowed);
    for (const auto* other : {"/problem", "/problemsx", "/", "", "/api/v1/problems", "/auth/login"}) {
        CAPTURE(other);
        CHECK_FALSE(ProblemPageRoute(other));
    }
    CHECK(ProblemPageRoute("/problems/anything") ==
          "/problems/{code}");  // one series in the metrics, whatever is asked
}

}  // namespace suite::gateway
