// Order lines through the gateway (LIC-14): again, changed, cancelled, moved.
#include <catch2/catch.hpp>

#include "tests/functional/support/steps.hpp"

namespace {

using nlohmann::json;
using suite::sql::Dialect;
using suite::testing::CheckProblem;
using suite::testing::Demo;
using suite::testing::Entitlement;
using suite::testing::LinkGroup;
using suite::testing::LoadDemo;
using suite::testing::OrderOf;
using suite::testing::PutOrder;
using suite::testing::SuiteFixture;

}  // namespace

TEST_CASE("an order line is handed in, sent again, changed, cancelled, given back, and not moved", "[LIC-14]") {
    const auto dialect = GENERATE(Dialect::kSqlite, Dialect::kPostgres);
    CAPTURE(dialect);
    SuiteFixture fixture(dialect);
    auto& api = fixture.Api();
    const auto demo = LoadDemo(fixture);
    auto& orders = api.Machine("order-system");
    auto& coordinator = api.Coordinator(demo.school, demo.coordinator);
    const auto put = [&](const json& order) { return orders.Put("/orders/or-1", order); };
    auto order = OrderOf(demo.school, "letterdal-4");
    const auto licence = PutOrder(api, "or-1", order);
    const auto seen = [&] { return coordinator.Get("/schools/" + demo.school + "/licences/" + licence).json; };
    LinkGroup(coordinator, demo.school, licence, demo.groups.at("G5"));
    const auto reason = [&] {
        return Entitlement(api, demo.school, "personId=" + demo.pupil, "letterdal-4").at("reason");
    };
    CHECK(reason() == "groupLicence");
    // The system links group 4 by itself, a moment after the order (docs/decisions/0017).
    const auto as_linked = coordinator
                               .GetUntil("/schools/" + demo.school + "/licences/" + licence,
                                         [](const auto& answer) { return answer.json.value("groupCount", 0) == 2; })
                               .json;
    CHECK(as_linked.at("groupCount") == 2);

    const auto again = put(order);
    CHECK(again.json.at("outcome") == "unchanged");
    CHECK(again.json.at("licenceId") == licence);
    CHECK(seen() == as_linked);

    order["title"] = "Letterdal groep 4, nieuwe druk";
    CHECK(put(order).json.at("outcome") == "changed");
    CHECK(seen().at("title") == "Letterdal groep 4, nieuwe druk");
    CHECK(seen().at("groupCount") >= 1);  // what the school linked stays; the system may link more

    order["cancelled"] = true;
    CHECK(put(order).json.at("outcome") == "changed");
    CHECK(seen().at("state") == "cancelled");
    CHECK(reason() == "licenceCancelled");
    CheckProblem(
        coordinator.Put("/schools/" + demo.school + "/licences/" + licence + "/groups/" + demo.groups.at("G6")), 409,
        "licence-ended");
    order["cancelled"] = false;
    CHECK(put(order).json.at("outcome") == "changed");
    CHECK(reason() == "groupLicence");

    order["schoolId"] = demo.other_school;
    CheckProblem(put(order), 409, "order-other-school");
    order["schoolId"] = demo.school;
    order["renews"] = "yes";
    CheckProblem(put(order), 400, "invalid-request");
}

TEST_CASE("seats are ordered, more and fewer, and the school sees what it has", "[LIC-07][LIC-14]") {
    SuiteFixture fixture(Dialect::kSqlite);
    auto& api = fixture.Api();
    const auto demo = LoadDemo(fixture);
    auto& coordinator = api.Coordinator(demo.school, demo.coordinator);
    auto order = OrderOf(demo.school, "letterdal-hulp");
    order["kind"] = "pupil";
    order["seats"] = 3;
    const auto licence = PutOrder(api, "or-seats", order);
    const auto seats = [&] {
        const auto seen = coordinator.Get("/schools/" + demo.school + "/licences/" + licence).json;
        return json::array({seen.at("seats"), seen.at("seatsUsed"), seen.at("seatsFree"), seen.at("waiting")});
    };
    CHECK(seats() == json::array({3, 0, 3, 0}));
    for (const int number : {5, 1}) {
        order["seats"] = number;
        CHECK(api.Machine("order-system").Put("/orders/or-seats", order).json.at("outcome") == "changed");
        CHECK(seats() == json::array({number, 0, number, 0}));
    }
    order["seats"] = 0;
    CheckProblem(api.Machine("order-system").Put("/orders/or-seats", order), 400, "invalid-request");
}
