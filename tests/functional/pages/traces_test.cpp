// What a run leaves behind: health pages, metrics and logs, and nothing of a child in any of them.
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <set>

#include "http_client/http_client.hpp"
#include "tests/functional/support/steps.hpp"

namespace {

using nlohmann::json;
using suite::sql::Dialect;
using suite::testing::ApplyRoster;
using suite::testing::Caller;
using suite::testing::Demo;
using suite::testing::EntitlementPath;
using suite::testing::ListOf;
using suite::testing::LoadDemo;
using suite::testing::PupilLine;
using suite::testing::SuiteFixture;

const std::vector<std::string> kServices{"roster-sync", "licence", "pincode", "result-exchange", "gateway"};

suite::http::ClientResponse AdminPage(SuiteFixture& fixture, const std::string& service, const std::string& path) {
    suite::http::Client client;
    const auto answer =
        client.Send({.url = fixture.Suite().AdminUrl(service) + path, .timeout = std::chrono::seconds(30)});
    if (!answer) FAIL(service << path << " got no answer: " << answer.error().message);
    return *answer;
}

/// What may be in no log and no metric: of the demonstration and of the secrets.
std::set<std::string> Canaries(SuiteFixture& fixture, const Demo& demo) {
    std::set<std::string> canaries{"demo-autorisatiesleutel-2468", "ketenid.nl", "regenboog.example", "De Regenboog"};
    auto& api = fixture.Api();
    auto& helpdesk = api.Helpdesk();
    for (const auto& school : {demo.school, demo.other_school}) {
        for (const auto* list : {"/pupils", "/teachers"}) {
            for (const auto& person : ListOf(helpdesk, "/schools/" + school + list)) {
                canaries.insert(person.at("familyName"));
                if (!person.at("eckId").is_null()) canaries.insert(person.at("eckId"));
            }
        }
    }
    std::ifstream file(fixture.Data() / "dev-clients.json");
    const auto clients = json::parse(file).at("clients");
    for (const auto& client : clients) {
        canaries.insert(client.at("secret"));
        canaries.insert(api.Machine(client.at("id")).Token());
    }
    canaries.insert(helpdesk.Token());
    canaries.insert(api.Coordinator(demo.school, demo.coordinator).Token());
    return canaries;
}

/// Every text in it, names of fields and values.
void CollectTexts(const json& value, std::set<std::string>& texts) {
    if (value.is_string()) texts.insert(value);
    if (!value.is_structured()) return;
    for (const auto& [name, inner] : value.items()) {
        if (value.is_object()) texts.insert(name);
        CollectTexts(inner, texts);
    }
}

/// Requests of every kind, right and wrong, with names in them.
void MakeTraffic(SuiteFixture& fixture, const Demo& demo) {
    auto& api = fixture.Api();
    auto& coordinator = api.Coordinator(demo.school, demo.coordinator);
    const auto school = "/schools/" + demo.school;
    for (const auto* path : {"/pupils?q=Zandloper", "/pupils?q=Zandloper&limit=-1", "/teachers?q=Potlood", "/Zandloper",
                             "/pupils?Zandloper=1", "/pupils?cursor=Zandloper", "/groups/Zandloper"}) {
        static_cast<void>(coordinator.Get(school + path));
    }
    static_cast<void>(api.With("Zandloper.Zandloper.Zandloper").Get("/schools"));
    static_cast<void>(coordinator.Send("POST", school + "/roster-imports", "<EDEX><Zandloper></EDEX>"));
    static_cast<void>(coordinator.Post(school + "/result-connections", {{"las", "Zandloper"}, {"Zandloper", 1}}));
    static_cast<void>(
        api.Machine("order-system").Put("/orders/Zandloper", {{"title", "Zandloper"}, {"kind", "Zandloper"}}));
    ApplyRoster(api, 2, "delta",
                PupilLine(1001, 590001, "Zandloper", "NERGENS") + PupilLine(1001, 590002, "Zandloper", "G5"));
    static_cast<void>(
        api.Machine("method-software").Get(EntitlementPath(demo.school, "eckId=Zandloper", "cijferpad-5")));
    static_cast<void>(api.Nobody().Send("POST", "/oauth/token",
                                        "grant_type=client_credentials&client_id=Zandloper&client_secret=Zandloper",
                                        {{"Content-Type", "application/x-www-form-urlencoded"}}));
    static_cast<void>(api.Machine("las-parnassys").Get("/las/results"));
}

}  // namespace

TEST_CASE("every process has its health, version and metrics on a port for operators", "[NFR]") {
    SuiteFixture fixture(Dialect::kSqlite);
    const auto demo = LoadDemo(fixture);
    MakeTraffic(fixture, demo);
    const auto canaries = Canaries(fixture, demo);
    for (const auto& service : kServices) {
        CAPTURE(service);
        REQUIRE_FALSE(fixture.Suite().AdminUrl(service).empty());
        CHECK(AdminPage(fixture, service, "/healthz").status == 200);
        CHECK(AdminPage(fixture, service, "/readyz").status == 200);
        const auto version = AdminPage(fixture, service, "/version");
        CHECK(version.status == 200);
        CHECK(version.body.starts_with("sleutelbos "));
        CHECK(AdminPage(fixture, service, "/api/v1/schools").status == 404);
        const auto metrics = AdminPage(fixture, service, "/metrics");
        CHECK(metrics.status == 200);
        CHECK(metrics.headers.at("content-type").starts_with("text/plain"));
        CHECK(metrics.body.find("# TYPE ") != std::string::npos);
        for (const auto& canary : canaries) {
            CAPTURE(canary);
            CHECK(metrics.body.find(canary) == std::string::npos);
        }
        for (const auto& id : {demo.school, demo.other_school, demo.groups.at("G5"), demo.pupil, demo.batch}) {
            CHECK(metrics.body.find(id) == std::string::npos);
        }
    }
    const auto gateway = AdminPage(fixture, "gateway", "/metrics").body;
    CHECK(gateway.find("http_request_seconds_count{") != std::string::npos);
    CHECK(gateway.find("/schools/{schoolId}/pupils") != std::string::npos);
    CHECK(gateway.find("\"503\"") == std::string::npos);
}

TEST_CASE("the logs of a run are lines of JSON that hold no name, code, key, secret or token", "[NFR]") {
    SuiteFixture fixture(Dialect::kSqlite, "debug");
    const auto demo = LoadDemo(fixture);
    MakeTraffic(fixture, demo);
    std::set<std::string> codes;
    auto& coordinator = fixture.Api().Coordinator(demo.school, demo.coordinator);
    for (const auto& [key, group] : demo.groups) {
        for (const auto& item : ListOf(coordinator, "/schools/" + demo.school + "/groups/" + group + "/pincodes")) {
            codes.insert(item.at("code"));
        }
    }
    CHECK(codes.size() > 50);
    // A service that is away and comes back has more to tell.
    fixture.Suite().KillService("pincode");
    static_cast<void>(coordinator.Get("/schools/" + demo.school + "/groups/" + demo.groups.at("G5") + "/pincodes"));
    REQUIRE(fixture.Suite().StartService("pincode"));
    const auto canaries = Canaries(fixture, demo);
    fixture.Suite().Stop();

    std::size_t lines = 0;
    for (const auto& entry : std::filesystem::directory_iterator(fixture.Data() / "log")) {
        const auto name = entry.path().filename().string();
        std::ifstream file(entry.path());
        for (std::string line; std::getline(file, line);) {
            CAPTURE(name, line);
            for (const auto& canary : canaries) {
                if (line.find(canary) != std::string::npos) FAIL_CHECK("holds " << canary);
            }
            if (name.starts_with("redis")) continue;  // not ours to format
            // The sanitizer's own, of a test build, when a thread of gRPC is ending just as it looks for leaks.
            if (line.starts_with("==") && line.find("was not suspended") != std::string::npos) continue;
            ++lines;
            const auto json_line = json::parse(line, nullptr, /*allow_exceptions=*/false);
            if (!json_line.is_object()) {
                FAIL_CHECK("is not a JSON object");
                continue;
            }
            std::set<std::string> texts;
            CollectTexts(json_line, texts);
            for (const auto& text : texts) CHECK(codes.count(text) == 0);
        }
    }
    CHECK(lines > 20);
}
