#include "services/gateway/problem_texts.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "core/reasons.hpp"

namespace suite::gateway {
namespace {

using nlohmann::json;

json Body(const Error& error, Language language) {
    return json::parse(Problem(error, language, "/api/v1/x", "trace-1").body);
}

}  // namespace

TEST_CASE("every reason has a Dutch and an English text, and the table nothing else", "[ACC-07]") {
    CHECK(AccessProblems().size() + SchoolProblems().size() == reason::kAll.size());
    for (const auto code : reason::kAll) {
        CAPTURE(code);
        REQUIRE(HasText(code));
        const auto& text = TextFor(code);
        CHECK_FALSE(text.title_nl.empty());
        CHECK_FALSE(text.detail_nl.empty());
        CHECK_FALSE(text.title_en.empty());
        CHECK_FALSE(text.detail_en.empty());
        CHECK(text.title_nl != text.title_en);
    }
    CHECK_FALSE(HasText("no-such-reason"));
    CHECK(TextFor("no-such-reason").title_en == TextFor(reason::kInternal).title_en);
}

TEST_CASE("a problem has all its members, the fields that are wrong and what the reason tells besides", "[ACC-07]") {
    const Error error{.code = Code::kFailedPrecondition,
                      .reason = std::string(reason::kBatchStale),
                      .message = "sequence 11 is not above 12",
                      .fields = {{"/sequence", "is too low"}},
                      .metadata = {{"newestSequence", "12"}}};
    const auto response = Problem(error, Language::kEnglish, "/api/v1/roster-batches", "trace-1");
    CHECK(response.status == 409);
    CHECK(response.content_type == "application/problem+json");
    const auto problem = json::parse(response.body);
    CHECK(problem == json{{"type", "/problems/batch-stale"},
                          {"code", "batch-stale"},
                          {"title", "The batch is older than what is applied"},
                          {"status", 409},
                          {"detail", "sequence 11 is not above 12"},
                          {"instance", "/api/v1/roster-batches"},
                          {"traceId", "trace-1"},
                          {"errors", json::array({{{"pointer", "/sequence"}, {"message", "is too low"}}})},
                          {"newestSequence", "12"}});
    const auto dutch = Body(error, Language::kDutch);
    CHECK(dutch["title"] == "Deze levering is te oud");
    CHECK(dutch["detail"] == "Levering 12 is al verwerkt. Stuur een nieuwere.");
}

TEST_CASE("what is wrong with a field is said in the language of the problem", "[ACC-07]") {
    const Error error{.code = Code::kInvalidArgument,
                      .reason = std::string(reason::kInvalidRequest),
                      .message = "fields are wrong",
                      .fields = {{"/reason", "must be 1 to 500 characters"}, {"limit", "said by nobody yet"}}};
    const auto errors = [](const char* first) {
        return json::array(
            {{{"pointer", "/reason"}, {"message", first}}, {{"pointer", "limit"}, {"message", "said by nobody yet"}}});
    };
    CHECK(Body(error, Language::kEnglish).at("errors") == errors("must be 1 to 500 characters"));
    CHECK(Body(error, Language::kDutch).at("errors") == errors("moet 1 tot 500 tekens zijn"));
}

TEST_CASE("a Dutch text never shows a mark that nothing fills, and a value is not filled in again", "[ACC-07]") {
    const Error bare{.code = Code::kFailedPrecondition, .reason = std::string(reason::kOtherSchool), .message = "x"};
    CHECK(Body(bare, Language::kDutch)["detail"] == Body(bare, Language::kDutch)["title"]);
    Error tricky = bare;
    tricky.metadata = {{"fileSchool", "{school}"}, {"school", "De {fileSchool}"}};
    CHECK(Body(tricky, Language::kDutch)["detail"] ==
          "Het bestand is van {school}, maar je werkt nu voor De {fileSchool}.");
    for (const auto code : reason::kAll) {
        const auto detail =
            Body({.code = Code::kNotFound, .reason = std::string(code), .message = ""}, Language::kDutch)["detail"];
        CAPTURE(code);
        CHECK(detail.get<std::string>().find('{') == std::string::npos);
    }
}

TEST_CASE("a request that cannot be read at all is not told to look at fields", "[ACC-07]") {
    Error error{.code = Code::kInvalidArgument,
                .reason = std::string(reason::kInvalidRequest),
                .message = "A header is malformed."};
    CHECK(Body(error, Language::kEnglish).at("detail") == "A header is malformed.");
    const auto whole = Body(error, Language::kDutch).at("detail").get<std::string>();
    CHECK(whole.find("errors") == std::string::npos);
    error.fields = {{"limit", "is missing"}};
    CHECK(Body(error, Language::kDutch).at("detail") != whole);
}

TEST_CASE("a number of one is no plural", "[ACC-07][LIC-07]") {
    const Error error{.code = Code::kFailedPrecondition,
                      .reason = std::string(reason::kSeatsExhausted),
                      .metadata = {{"seats", "1"}, {"waiting", "1"}}};
    const auto detail = Body(error, Language::kDutch)["detail"].get<std::string>();
    CHECK(detail.starts_with("Alle plaatsen van deze licentie zijn in gebruik (aantal: 1)."));
    CHECK(detail.contains("Aantal kinderen op de wachtlijst: 1."));
}

TEST_CASE("one thing has one word in what schools read", "[ACC-07]") {
    for (const auto code : reason::kAll) {
        CAPTURE(code);
        const std::string text = std::string(TextFor(code).title_nl) + " " + std::string(TextFor(code).detail_nl);
        for (const auto* other : {"administratiepakket", "leerlingadministratie", "administratiesysteem"})
            CHECK_FALSE(text.contains(other));
        if (code != reason::kInvalidCursor) CHECK_FALSE(text.contains("plek"));  // in a list, and no seat
    }
}

TEST_CASE("a day is said in Dutch in the Dutch text, and stays a day to program against", "[ACC-07][LIC-10]") {
    const Error error{.code = Code::kFailedPrecondition,
                      .reason = std::string(reason::kTerminationFinal),
                      .message = "too late",
                      .metadata = {{"endDate", "2027-07-31"}, {"deadline", "2027-06-01"}}};
    const auto problem = Body(error, Language::kDutch);
    CHECK(problem.at("detail") ==
          "Dat kon tot en met 1 juni 2027. De licentie stopt na 31 juli 2027. Wil je ermee doorwerken? Bestel dan een "
          "nieuwe licentie.");
    CHECK(problem.at("deadline") == "2027-06-01");
    CHECK(Body(error, Language::kEnglish).at("detail") == "too late");
}

TEST_CASE("what is our fault says nothing of the inside", "[ACC-07]") {
    for (const auto code :
         {Code::kInternal, Code::kUnavailable, Code::kDeadlineExceeded, Code::kDataLoss, Code::kUnknown}) {
        const Error error{
            .code = code, .reason = std::string(reason::kInternal), .message = "postgresql: host=10.0.0.3 down"};
        for (const auto language : {Language::kEnglish, Language::kDutch}) {
            CHECK(Problem(error, language, "/", "").body.find("10.0.0.3") == std::string::npos);
        }
    }
}

TEST_CASE("metadata cannot replace a problem's own members, and broken text does not break the answer") {
    const Error error{.code = Code::kInvalidArgument,
                      .reason = std::string(reason::kInvalidRequest),
                      .message = "\xFF",
                      .metadata = {{"status", "200"}, {"code", "fine"}, {"line", "7"}}};
    const auto problem = Body(error, Language::kEnglish);
    CHECK(problem["status"] == 400);
    CHECK(problem["code"] == "invalid-request");
    CHECK(problem["line"] == "7");
}

TEST_CASE("401 says how to sign in, 503 when to come back") {
    const auto header = [](Code code, std::string_view reason) {
        std::string found;
        for (const auto& [name, value] :
             Problem({.code = code, .reason = std::string(reason), .message = {}}, Language::kEnglish, "/", "")
                 .headers) {
            found += name + ": " + value + ";";
        }
        return found;
    };
    CHECK(header(Code::kUnauthenticated, reason::kUnauthenticated) == "WWW-Authenticate: Bearer realm=\"sleutelbos\";");
    CHECK(header(Code::kUnavailable, reason::kUnavailable) == "Retry-After: 1;");
    CHECK(header(Code::kNotFound, reason::kNotFound).empty());
}

}  // namespace suite::gateway
