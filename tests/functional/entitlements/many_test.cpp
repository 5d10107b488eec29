// What method software asks besides the one check: many at once, and all products of a person.
#include <catch2/catch.hpp>

#include "tests/functional/support/steps.hpp"

namespace {

using nlohmann::json;
using suite::sql::Dialect;
using suite::testing::CheckProblem;
using suite::testing::Entitlement;
using suite::testing::LinkGroup;
using suite::testing::ListOf;
using suite::testing::LoadDemo;
using suite::testing::OrderOf;
using suite::testing::PutOrder;
using suite::testing::SuiteFixture;

}  // namespace

TEST_CASE("a class is checked at once, each child with its own answer", "[LIC-08]") {
    SuiteFixture fixture(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    auto& api = fixture.Api();
    const auto demo = LoadDemo(fixture);
    auto& coordinator = api.Coordinator(demo.school, demo.coordinator);
    auto& software = api.Machine("method-software");
    const auto licence = PutOrder(api, "many-1", OrderOf(demo.school, "cijferpad-many"));
    LinkGroup(coordinator, demo.school, licence, demo.groups.at("G5"));

    json checks = json::array();
    json expected = json::array();
    for (const auto& pupil : ListOf(coordinator, "/schools/" + demo.school + "/pupils")) {
        if (checks.size() == 90) break;  // with those below at most 100
        checks.push_back({{"schoolId", demo.school}, {"personId", pupil.at("id")}, {"productId", "cijferpad-many"}});
        expected.push_back(
            Entitlement(api, demo.school, "personId=" + pupil.at("id").get<std::string>(), "cijferpad-many"));
    }
    // What can be wrong with one.
    checks.push_back({{"schoolId", demo.school}, {"personId", demo.pupil}, {"productId", ""}});
    checks.push_back({{"schoolId", demo.school}, {"productId", "cijferpad-many"}});
    checks.push_back(
        {{"schoolId", demo.school}, {"personId", demo.pupil}, {"eckId", "x"}, {"productId", "cijferpad-many"}});
    checks.push_back({{"schoolId", "nonsense"}, {"personId", demo.pupil}, {"productId", "cijferpad-many"}});
    checks.push_back({{"schoolId", demo.school}, {"basispoortId", 500123}, {"productId", "cijferpad-many"}});
    REQUIRE(checks.size() <= 100);

    const auto answer = software.Post("/entitlements/check", {{"checks", checks}});
    CAPTURE(answer.body);
    REQUIRE(answer.status == 200);
    const auto& items = answer.json.at("items");
    REQUIRE(items.size() == checks.size());
    int entitled = 0;
    for (std::size_t i = 0; i < expected.size(); ++i) {
        CHECK(items[i].at("entitlement") == expected[i]);
        CHECK(items[i].at("error").is_null());
        if (expected[i].at("entitled")) ++entitled;
    }
    CHECK(entitled > 0);
    CHECK(entitled < static_cast<int>(expected.size()));
    for (std::size_t i = expected.size(); i < expected.size() + 3; ++i) {
        CHECK(items[i].at("entitlement").is_null());
        CHECK(items[i].at("error").at("code") == "invalid-request");
    }
    CHECK(items[expected.size()].at("error").at("pointer") == "productId");
    CHECK(items[expected.size() + 3].at("entitlement").at("reason") == "schoolUnknown");
    CHECK(items[expected.size() + 4].at("entitlement").at("entitled") == true);

    for (const auto& wrong : {json::array(), json(std::vector<json>(101, checks.front()))})
        CheckProblem(software.Post("/entitlements/check", {{"checks", wrong}}), 400, "invalid-request");
    CHECK(software.Post("/entitlements/check", {{"checks", std::vector<json>(100, checks.front())}}).status == 200);
}

TEST_CASE("all products that a person can use now, or why there are none", "[LIC-08]") {
    SuiteFixture fixture(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    auto& api = fixture.Api();
    const auto demo = LoadDemo(fixture);
    auto& software = api.Machine("method-software");
    const auto path = "/entitlements/products?schoolId=" + demo.school;
    const auto before = software.GetUntil(path + "&personId=" + demo.pupil, [](const auto& answer) {
        return answer.status == 200 && answer.json.at("ruledOut").is_null();
    });
    const auto licence = PutOrder(api, "products-1", OrderOf(demo.school, "a-cijferpad-products"));
    LinkGroup(api.Coordinator(demo.school, demo.coordinator), demo.school, licence, demo.groups.at("G5"));
    const auto after = software.Get(path + "&basispoortId=500123");
    REQUIRE(after.status == 200);
    REQUIRE(after.json.at("items").size() == before.json.at("items").size() + 1);
    const auto& first = after.json.at("items").front();
    CHECK(first.at("productId") == "a-cijferpad-products");
    CHECK(first.at("reason") == "groupLicence");
    CHECK(first.at("licenceId") == licence);
    CHECK(first.at("until") ==
          Entitlement(api, demo.school, "personId=" + demo.pupil, "a-cijferpad-products").at("until"));

    const auto nobody = software.Get(path + "&basispoortId=4711");
    CHECK(nobody.json == json{{"items", json::array()}, {"ruledOut", "personUnknown"}});
    CheckProblem(software.Get(path), 400, "invalid-request");
    CheckProblem(software.Get(path + "&basispoortId=500123&personId=" + demo.pupil), 400, "invalid-request");
}
