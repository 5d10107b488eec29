// Requests that are sent again, and changes that are based on what may have changed since, through the gateway.
#include <catch2/catch.hpp>
#include <filesystem>

#include "crypto/crypto.hpp"
#include "tests/functional/support/steps.hpp"

namespace {

using nlohmann::json;
using suite::sql::Dialect;
using suite::testing::Answer;
using suite::testing::Caller;
using suite::testing::CheckProblem;
using suite::testing::LoadDemo;
using suite::testing::SuiteFixture;
using Headers = std::vector<std::pair<std::string, std::string>>;

Answer SendWith(Caller& caller, const std::string& method, const std::string& path, const json& body, Headers headers) {
    headers.emplace_back("Content-Type", "application/json");
    return caller.Send(method, path, body.is_null() ? std::string() : body.dump(), std::move(headers));
}

json Connection(const std::string& key) { return {{"las", "momento"}, {"authorisationKey", key}}; }

}  // namespace

TEST_CASE("a POST that is sent again with its Idempotency-Key is answered again and done once", "[ACC-07]") {
    const auto dialect = GENERATE(Dialect::kSqlite, Dialect::kPostgres);
    CAPTURE(dialect);
    SuiteFixture fixture(dialect);
    auto& api = fixture.Api();
    const auto demo = LoadDemo(fixture);
    auto& coordinator = api.Coordinator(demo.school, demo.coordinator);
    const auto path = "/schools/" + demo.school + "/result-connections";
    const auto add = [&](const std::string& las_key, const std::string& key) {
        return SendWith(coordinator, "POST", path, Connection(las_key), {{"Idempotency-Key", key}});
    };
    const auto first = add("sleutel-van-de-school-1357", "verzoek-1");
    CAPTURE(first.body);
    REQUIRE(first.status == 201);
    CHECK_FALSE(first.headers.contains("idempotent-replayed"));

    const auto again = add("sleutel-van-de-school-1357", "\"verzoek-1\"");
    CHECK(again.status == 201);
    CHECK(again.body == first.body);
    CHECK(again.headers.at("idempotent-replayed") == "true");
    CHECK(again.headers.at("x-request-id") != first.headers.at("x-request-id"));

    CheckProblem(add("sleutel-van-een-ander-2468", "verzoek-1"), 422, "idempotency-key-reused");
    CheckProblem(add("sleutel-van-de-school-1357", "verzoek-2"), 409, "connection-exists");
    CheckProblem(add("sleutel-van-de-school-1357", "verzoek-2"), 409, "connection-exists");  // a refusal is judged anew
    CheckProblem(add("sleutel-van-de-school-1357", "met spatie"), 400, "invalid-request");

    // Another's key is another key.
    auto& other = api.Coordinator(demo.other_school, demo.other_coordinator);
    const auto theirs = SendWith(other, "POST", "/schools/" + demo.other_school + "/result-connections",
                                 Connection("sleutel-van-de-beuk-9753"), {{"Idempotency-Key", "verzoek-1"}});
    CHECK(theirs.status == 201);
    CHECK_FALSE(theirs.headers.contains("idempotent-replayed"));
}

TEST_CASE("a repeat outlives the gateway that did the request", "[ACC-07]") {
    SuiteFixture fixture(Dialect::kSqlite);
    auto& api = fixture.Api();
    const auto demo = LoadDemo(fixture);
    auto& coordinator = api.Coordinator(demo.school, demo.coordinator);
    const auto send = [&] {
        return SendWith(coordinator, "POST", "/schools/" + demo.school + "/result-connections",
                        Connection("sleutel-van-de-school-1357"), {{"Idempotency-Key", "verzoek-1"}});
    };
    const auto first = send();
    REQUIRE(first.status == 201);
    fixture.Suite().KillService("gateway");
    REQUIRE(fixture.Suite().StartService("gateway"));
    const auto again = send();
    CHECK(again.status == 201);
    CHECK(again.body == first.body);
}

TEST_CASE("a new token key takes over while the old one verifies and opens, and ends what is left after it",
          "[ACC-04][ACC-07]") {
    namespace fs = std::filesystem;
    // The variable is there from the start; what the file holds differs from start to start.
    SuiteFixture fixture(Dialect::kSqlite, [](const fs::path& data) {
        fs::create_directories(data / "secrets");
        const auto other = data / "secrets" / "other.key";
        REQUIRE(suite::crypto::LoadKey(other, /*create=*/true));
        return SuiteFixture::Environment{{"gateway", {"SLEUTELBOS_GATEWAY_TOKEN_KEY_OTHER_FILE=" + other.string()}}};
    });
    const auto key = fixture.Data() / "secrets" / "token.key";
    const auto other = fixture.Data() / "secrets" / "other.key";
    const auto swap_and_restart = [&] {
        fs::rename(key, fixture.Data() / "secrets" / "aside");
        fs::rename(other, key);
        fs::rename(fixture.Data() / "secrets" / "aside", other);
        fixture.Suite().KillService("gateway");
        REQUIRE(fixture.Suite().StartService("gateway"));
    };
    auto& api = fixture.Api();
    const auto demo = LoadDemo(fixture);
    auto& before = api.Coordinator(demo.school, demo.coordinator);
    const auto send = [&](Caller& caller) {
        return SendWith(caller, "POST", "/schools/" + demo.school + "/result-connections",
                        Connection("sleutel-van-de-school-1357"), {{"Idempotency-Key", "verzoek-1"}});
    };
    const auto first = send(before);
    REQUIRE(first.status == 201);

    swap_and_restart();  // the new key signs, the old one is second
    CHECK(before.Get("/schools/" + demo.school).status == 200);
    const auto again = send(before);
    CHECK(again.status == 201);
    CHECK(again.body == first.body);
    CHECK(again.headers.at("idempotent-replayed") == "true");

    REQUIRE(fs::remove(other));
    REQUIRE(suite::crypto::LoadKey(other, /*create=*/true));
    fixture.Suite().KillService("gateway");
    REQUIRE(fixture.Suite().StartService("gateway"));  // the old key is gone
    CheckProblem(before.Get("/schools/" + demo.school), 401, "unauthenticated");
    const suite::Actor coordinator{.role = suite::Role::kCoordinator,
                                   .school = *suite::SchoolId::Parse(demo.school),
                                   .person = *suite::PersonId::Parse(demo.coordinator)};
    auto after = api.As(coordinator);
    CHECK(after.Get("/schools/" + demo.school).status == 200);
    // Its answer cannot be read again, so it counts as not kept: once nobody can be at it any more the request is
    // judged as one without a key would be.
    const auto judged = [&] {
        const auto answer = send(after);
        if (answer.status == 409 && answer.json.at("code") == "request-running") return false;
        CheckProblem(answer, 409, "connection-exists");
        return true;
    };
    CHECK(suite::testing::Eventually(judged));
}

TEST_CASE("a change of a method or product can be tied to the version that it is based on", "[ACC-07][LIC-01]") {
    SuiteFixture fixture(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    auto& orders = fixture.Api().Machine("order-system");
    json method{{"name", "Zinnebeeld"}, {"subject", "begrijpend lezen"}};
    const auto put = [&](const json& body, const std::string& etag) {
        return SendWith(orders, "PUT", "/methods/zinnebeeld", body, {{"If-Match", etag}});
    };
    CheckProblem(put(method, "*"), 412, "precondition-failed");  // there is none yet
    REQUIRE(orders.Put("/methods/zinnebeeld", method).status == 200);
    const auto held = orders.Get("/methods/zinnebeeld");
    const auto etag = held.headers.at("etag");
    CHECK(orders.Get("/methods/zinnebeeld").headers.at("etag") == etag);

    const auto same = orders.Send("GET", "/methods/zinnebeeld", {}, {{"If-None-Match", etag}});
    CHECK(same.status == 304);
    CHECK(same.body.empty());
    CHECK(same.headers.at("etag") == etag);

    method["name"] = "Zinnebeeld, nieuw";
    CHECK(put(method, etag).json.at("outcome") == "changed");
    method["name"] = "Zinnebeeld, van een ander";
    CheckProblem(put(method, etag), 412, "precondition-failed");
    CheckProblem(put(method, "W/" + etag), 412, "precondition-failed");
    const auto now = orders.Send("GET", "/methods/zinnebeeld", {}, {{"If-None-Match", etag}});
    CHECK(now.status == 200);
    CHECK(now.json.at("name") == "Zinnebeeld, nieuw");

    const json product{{"methodId", "zinnebeeld"},
                       {"name", "Zinnebeeld 6"},
                       {"yearGroups", {"6"}},
                       {"kinds", {"group"}},
                       {"url", "https://zinnebeeld.example/6"}};
    REQUIRE(orders.Put("/products/zinnebeeld-6", product).status == 200);
    const auto of_product = orders.Get("/products/zinnebeeld-6").headers.at("etag");
    const auto remove = [&](const std::string& path, const std::string& tag) {
        return orders.Send("DELETE", path, {}, {{"If-Match", tag}});
    };
    CheckProblem(remove("/products/zinnebeeld-6", etag), 412, "precondition-failed");
    CHECK(remove("/products/zinnebeeld-6", of_product).json.at("outcome") == "removed");
    CHECK(remove("/methods/zinnebeeld", now.headers.at("etag")).json.at("outcome") == "removed");
    // Where nobody would look it is refused, not passed over.
    const auto order = SendWith(orders, "PUT", "/orders/if-match-1", json::object(), {{"If-Match", etag}});
    CheckProblem(order, 400, "invalid-request");
    CHECK(order.json.at("errors").at(0).at("pointer") == "If-Match");
    // The body is no place for it.
    method["ifMatch"] = etag;
    CheckProblem(orders.Put("/methods/zinnebeeld", method), 400, "invalid-request");
}
