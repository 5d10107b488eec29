// What is wrong with a request, in Dutch: over all operations no field is explained in English.
#include <catch2/catch.hpp>
#include <set>

#include "tests/functional/bad_input/unharmed.hpp"
#include "tests/functional/support/route_walk.hpp"

namespace {

using nlohmann::json;
using suite::gateway::Body;
using suite::gateway::Route;
using suite::gateway::Routes;
using suite::testing::AllowedActors;
using suite::testing::Answer;
using suite::testing::Caller;
using suite::testing::CheckProblem;
using suite::testing::IdsOf;
using suite::testing::NameOf;
using suite::testing::PathOf;
using suite::testing::Target;

struct Attempt {
    std::string query;
    std::string body;
};

/// Wrong for whoever knows the field, and for all others because they do not.
std::vector<Attempt> AttemptsOn(const Route& route) {
    static const std::vector<std::string> kQueries{
        "zz=1",        "limit=-1",   "limit=x",     "asOf=x",          "asOf=2199-01-01",
        "from=x",      "until=x",    "state=x",     "kind=x",          "order=x",
        "yearGroup=x", "sort=x",     "operation=x", "excluded=x",      "basispoortId=",
        "address=x",   "productId=", "dryRun=x",    "limit=1&limit=1", "groupId=a&personId=b"};
    static const std::vector<json> kBodies{
        json::object(),
        json::array(),
        {{"zz", 1}},
        {{"reason", 7}},
        {{"reason", std::string(501, 'a')}},
        {{"title", ""}, {"kind", "x"}, {"seats", "1"}, {"yearGroups", 1}, {"cancelled", 1}},
        {{"startDate", "x"}, {"endDate", "x"}},
        {{"receivedOn", "x"}},
        {{"receivedOn", "2199-01-01"}},
        {{"source", ""}, {"sequence", 0}, {"kind", "delta"}},
        {{"las", "x"}, {"authorisationKey", "abcdefgh"}},
        {{"las", "momento"}, {"authorisationKey", ""}},
        {{"address", "x"}},
        {{"address", "8.0.0.0/8"}},
        {{"address", "10.0.0.1"}},
        {{"address", "203.0.113.9"}, {"note", std::string(61, 'a')}},
        {{"name", ""}, {"subject", ""}, {"url", "http://x"}, {"icon", "x"}},
        {{"methodId", "?"},
         {"name", ""},
         {"yearGroups", json::array({"z", "5", "5"})},
         {"kinds", json::array()},
         {"url", "x"}},
        {{"methodId", "m"}, {"name", "n"}, {"kinds", json::array({"group", "group"})}, {"url", "https://x.example"}},
        {{"link", json::array({{{"licenceId", "x"}}})}},
        {{"checks", json::array()}},
        {{"results", json::array()}},
    };
    std::vector<Attempt> attempts;
    if (route.body == Body::kJson) {
        for (const auto& body : kBodies) attempts.push_back({.query = {}, .body = body.dump()});
        if (!route.query.empty()) attempts.push_back({.query = std::string(route.query) + "=x", .body = "{}"});
    } else {
        for (const auto& query : kQueries) attempts.push_back({.query = query, .body = "-"});
    }
    return attempts;
}

Answer Send(Caller& caller, const Route& route, const std::string& path, const Attempt& attempt,
            const std::string& language) {
    const bool no_body = route.body == Body::kNone;
    return caller.Send(std::string(route.method), attempt.query.empty() ? path : path + "?" + attempt.query,
                       no_body ? std::string() : attempt.body,
                       {{"Content-Type", route.body == Body::kJson ? "application/json" : "application/octet-stream"},
                        {"Accept-Language", language}});
}

/// The fields at fault are the same in both languages, and no message is.
void CheckTranslated(const Answer& english, const Answer& dutch, std::set<std::string>& seen) {
    CAPTURE(english.body, dutch.body);
    const auto& errors = english.json.at("errors");
    CHECK(dutch.json.at("code") == english.json.at("code"));
    REQUIRE(dutch.json.at("errors").size() == errors.size());
    for (std::size_t i = 0; i < errors.size(); ++i) {
        const auto& translated = dutch.json.at("errors").at(i);
        CHECK(translated.at("pointer") == errors.at(i).at("pointer"));
        CHECK(translated.at("message") != errors.at(i).at("message"));
        seen.insert(errors.at(i).at("message").get<std::string>());
    }
}

}  // namespace

TEST_CASE("whatever is wrong with a request to any operation is said in Dutch to whoever asks for Dutch", "[ACC-07]") {
    Target target;
    const auto& demo = target.demo;
    const auto ids = IdsOf(demo);
    std::set<std::string> seen;
    for (const auto& route : Routes()) {
        auto caller = target.api.As(AllowedActors(route, demo).front());
        const auto path = PathOf(route, ids);
        bool refused = false;
        for (const auto& attempt : AttemptsOn(route)) {
            CAPTURE(NameOf(route), attempt.query, attempt.body);
            const auto english = Send(caller, route, path, attempt, "en");
            if (!english.json.is_object() || english.json.value("errors", json::array()).empty()) continue;
            refused = true;
            CheckTranslated(english, Send(caller, route, path, attempt, "nl"), seen);
        }
        INFO(NameOf(route));
        CHECK(refused);
    }
    CAPTURE(seen);
    CHECK(seen.size() > 35);
}

TEST_CASE("a line of a part and a check of many are explained in Dutch too", "[ACC-07][ROS-05][LIC-08]") {
    Target target;
    const auto part = target.OpenBatch() + "/parts/1";
    auto& basispoort = target.api.Machine("basispoort");
    const auto send = [&](const std::string& line, const char* language) {
        return basispoort.Send("PUT", part, line,
                               {{"Content-Type", "application/x-ndjson"}, {"Accept-Language", language}});
    };
    std::set<std::string> seen;
    for (const auto* line :
         {"[]", "{", "{}", R"({"type":"pupil","op":"x"})", R"({"type":"pupil","op":"delete","schoolId":"x"})",
          R"({"type":"pupil","op":"upsert","schoolId":1001,"id":1})", R"({"type":"pupil","op":"delete","zz":1})",
          R"({"type":"group","op":"delete","schoolId":1001,"id":""})",
          R"({"type":"group","op":"upsert","schoolId":1001,"id":"G9","schoolYear":"x","data":{}})"}) {
        CAPTURE(line);
        const auto english = send(line, "en");
        CheckProblem(english, 400, "invalid-record");
        CheckTranslated(english, send(line, "nl"), seen);
    }
    CHECK(seen.size() == 9);

    auto& method_software = target.api.Machine("method-software");
    const auto check = [&](const char* language) {
        const json checks{{{"schoolId", target.demo.school}, {"productId", "cijferpad-5"}},
                          {{"schoolId", target.demo.school}, {"personId", target.demo.pupil}}};
        return method_software
            .Send("POST", "/entitlements/check", json{{"checks", checks}}.dump(),
                  {{"Content-Type", "application/json"}, {"Accept-Language", language}})
            .json.at("items");
    };
    const auto dutch = check("nl");
    CHECK(dutch.at(0).at("error").at("message") == "geef precies een van deze: personId, eckId, basispoortId");
    CHECK(dutch.at(1).at("error").at("message") == "ontbreekt");
    CHECK(check("en").at(1).at("error").at("message") == "is missing");
    CHECK(check("fr").at(1).at("error").at("message") == "is missing");  // a machine's language
}
