// The catalogue through the gateway (LIC-01), with every error that its keeper can meet.
#include <catch2/catch.hpp>

#include "tests/functional/support/steps.hpp"

namespace {

using nlohmann::json;
using suite::sql::Dialect;
using suite::testing::CheckProblem;
using suite::testing::ListOf;
using suite::testing::LoadDemo;
using suite::testing::OrderOf;
using suite::testing::PutOrder;
using suite::testing::SuiteFixture;

json Method() {
    return {{"name", "Zinnebeeld"},
            {"subject", "begrijpend lezen"},
            {"url", "https://zinnebeeld.example"},
            {"icon", "image/svg+xml,PHN2Zy8+"},
            {"excludedFromOverview", false},
            {"tags", {{"leerkrachtApplicatie", true}, {"toetsApplicatie", false}}}};
}

json Product() {
    return {{"methodId", "zinnebeeld"},
            {"name", "Zinnebeeld groep 6"},
            {"yearGroups", {"6"}},
            {"kinds", {"group"}},
            {"url", "https://zinnebeeld.example/6"},
            {"tags", {{"leerkrachtApplicatie", false}, {"toetsApplicatie", false}}}};
}

void CheckField(const suite::testing::Answer& answer, const std::string& pointer) {
    CheckProblem(answer, 400, "invalid-request");
    CAPTURE(answer.body);
    REQUIRE_FALSE(answer.json.at("errors").empty());
    CHECK(answer.json.at("errors").at(0).at("pointer") == pointer);
}

}  // namespace

TEST_CASE("the order system keeps the catalogue, coordinators and the helpdesk read it", "[LIC-01]") {
    const auto dialect = GENERATE(Dialect::kSqlite, Dialect::kPostgres);
    CAPTURE(dialect);
    SuiteFixture fixture(dialect);
    auto& api = fixture.Api();
    auto& orders = api.Machine("order-system");
    const auto demo = LoadDemo(fixture);
    CHECK(orders.Put("/methods/zinnebeeld", Method()).json == json{{"id", "zinnebeeld"}, {"outcome", "created"}});
    CHECK(orders.Put("/methods/zinnebeeld", Method()).json.at("outcome") == "unchanged");
    CHECK(orders.Put("/products/zinnebeeld-6", Product()).json.at("outcome") == "created");
    auto changed = Product();
    changed["kinds"] = {"pupil", "group"};
    CHECK(orders.Put("/products/zinnebeeld-6", changed).json.at("outcome") == "changed");

    for (auto* reader : {&orders, &api.Helpdesk(), &api.Coordinator(demo.school, demo.coordinator)}) {
        auto method = Method();
        method["id"] = "zinnebeeld";
        CHECK(reader->Get("/methods/zinnebeeld").json == method);
        auto product = changed;
        product["id"] = "zinnebeeld-6";
        product["kinds"] = {"group", "pupil"};
        CHECK(reader->Get("/products/zinnebeeld-6").json == product);
        const auto of_method = ListOf(*reader, "/products?methodId=zinnebeeld&kind=pupil&yearGroup=6");
        REQUIRE(of_method.size() == 1);
        CHECK(of_method.front() == product);
        CHECK(ListOf(*reader, "/products?methodId=zinnebeeld&yearGroup=5").empty());
        for (const auto& item : ListOf(*reader, "/methods")) CHECK(item.contains("hasIcon"));
    }
}

TEST_CASE("what is wrong with a method or product is said field by field", "[ACC-07][LIC-01]") {
    SuiteFixture fixture(Dialect::kSqlite);
    auto& api = fixture.Api();
    auto& orders = api.Machine("order-system");
    const auto wrong_method = [&](const char* field, const json& value) {
        auto body = Method();
        body[field] = value;
        CheckField(orders.Put("/methods/zinnebeeld", body), std::string("/") + field);
    };
    wrong_method("url", "http://zinnebeeld.example");
    wrong_method("url", "https://");
    wrong_method("icon", "image/png,niet-base64");
    wrong_method("name", "");
    wrong_method("subject", " ");
    CheckField(orders.Put("/methods/zinne%C3%ABbeeld", Method()), "methodId");
    CHECK(orders.Put("/methods/zinne%2Fbeeld", Method()).status == 400);  // refused before any route is looked for
    CheckField(orders.Put("/products/zinne%20beeld", Product()), "productId");
    auto tags = Method();
    tags["tags"] = {{"leerkracht", true}};
    CheckField(orders.Put("/methods/zinnebeeld", tags), "/tags/leerkracht");

    CheckProblem(orders.Put("/products/zinnebeeld-6", Product()), 404, "method-unknown");
    REQUIRE(orders.Put("/methods/zinnebeeld", Method()).status == 200);
    const auto wrong_product = [&](const char* field, const json& value, const std::string& pointer) {
        auto body = Product();
        body[field] = value;
        CheckField(orders.Put("/products/zinnebeeld-6", body), pointer);
    };
    wrong_product("url", "ftp://x", "/url");
    wrong_product("kinds", json::array(), "/kinds");
    wrong_product("kinds", json::array({"group", "group"}), "/kinds");
    wrong_product("kinds", json::array({"school"}), "/kinds/0");
    wrong_product("yearGroups", json::array({"6", "groep 6"}), "/yearGroups/1");
    wrong_product("methodId", "", "/methodId");
    CheckProblem(orders.Get("/products/zinnebeeld-6"), 404, "product-unknown");
    CheckProblem(orders.Get("/methods/niets"), 404, "method-unknown");
    CheckField(orders.Get("/products?yearGroup=groep"), "yearGroup");
    CheckField(orders.Get("/products?kind=school"), "kind");
    CheckProblem(orders.Get("/products?cursor=!"), 400, "invalid-cursor");
}

TEST_CASE("what is in use stays in the catalogue, and the answer says why", "[LIC-01]") {
    SuiteFixture fixture(Dialect::kSqlite);
    auto& api = fixture.Api();
    auto& orders = api.Machine("order-system");
    const auto demo = LoadDemo(fixture);
    const auto product = orders.Send("DELETE", "/products/cijferpad-5", {}, {{"Accept-Language", "nl"}});
    CheckProblem(product, 409, "product-in-use");
    CHECK(product.json.at("title") == "Van dit product zijn er licenties");
    CheckProblem(orders.Delete("/methods/cijferpad"), 409, "method-in-use");
    // Nobody bought this one.
    CHECK(orders.Delete("/products/cijferpad-3").json == json{{"id", "cijferpad-3"}, {"outcome", "removed"}});
    CHECK(orders.Delete("/products/cijferpad-3").json.at("outcome") == "unchanged");
    CheckProblem(orders.Get("/products/cijferpad-3"), 404, "product-unknown");
    REQUIRE(orders.Put("/methods/zinnebeeld", Method()).status == 200);
    CHECK(orders.Delete("/methods/zinnebeeld").json.at("outcome") == "removed");
}

TEST_CASE("an order for what the catalogue does not know is kept, and of what it knows only what it offers",
          "[LIC-01][LIC-14]") {
    const auto dialect = GENERATE(Dialect::kSqlite, Dialect::kPostgres);
    CAPTURE(dialect);
    SuiteFixture fixture(dialect);
    auto& api = fixture.Api();
    auto& orders = api.Machine("order-system");
    const auto demo = LoadDemo(fixture);
    PutOrder(api, "new-1", OrderOf(demo.school, "nog-niet-bekend"));
    auto per_pupil = OrderOf(demo.school, "cijferpad-5");
    per_pupil["kind"] = "pupil";
    per_pupil["seats"] = 10;
    const auto refused = orders.Send("PUT", "/orders/new-2", per_pupil.dump(),
                                     {{"Content-Type", "application/json"}, {"Accept-Language", "nl"}});
    CheckProblem(refused, 409, "licence-kind-not-offered");
    CHECK(refused.json.at("detail") ==
          "'Cijferpad groep 5' is er alleen per groep. Pas de orderregel aan, of neem de soort eerst op in de "
          "catalogus.");
}
