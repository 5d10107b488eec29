// "Waarom zie ik het icoon niet?" (seed 2, section Inloggen), asked by those who can do something about it.
#include <algorithm>
#include <catch2/catch.hpp>

#include "tests/functional/support/steps.hpp"

namespace {

using nlohmann::json;
using suite::sql::Dialect;
using suite::testing::Api;
using suite::testing::Caller;
using suite::testing::CheckProblem;
using suite::testing::Demo;
using suite::testing::EntitlementPath;
using suite::testing::LoadDemo;
using suite::testing::OrderOf;
using suite::testing::PutOrder;
using suite::testing::SuiteFixture;

constexpr const char* kProduct = "cijferpad-icon";

struct World {
    World() : fixture(GENERATE(Dialect::kSqlite, Dialect::kPostgres)), api(fixture.Api()), demo(LoadDemo(fixture)) {
        const json method = api.Machine("order-system").Get("/methods/cijferpad").json;
        CAPTURE(method.dump());
        REQUIRE(method.contains("id"));
        const auto put = api.Machine("order-system")
                             .Put("/products/" + std::string(kProduct), {{"methodId", "cijferpad"},
                                                                         {"name", "Cijferpad met icoon"},
                                                                         {"yearGroups", json::array()},
                                                                         {"kinds", {"group", "pupil"}},
                                                                         {"url", "https://cijferpad.example/icoon"}});
        CAPTURE(put.body);
        REQUIRE(put.status == 200);
    }

    [[nodiscard]] std::string Path(const std::string& person, const std::string& rest = "/explanation") const {
        return "/schools/" + demo.school + "/persons/" + person + "/products/" + kProduct + rest;
    }
    json Explain(Caller& caller) const {
        const auto answer = caller.Get(Path(demo.pupil));
        CAPTURE(answer.body);
        REQUIRE(answer.status == 200);
        // Check and explanation never disagree.
        const auto check =
            api.Machine("method-software").Get(EntitlementPath(demo.school, "personId=" + demo.pupil, kProduct));
        REQUIRE(check.status == 200);
        for (const auto* same : {"entitled", "reason", "licenceId", "until"})
            CHECK(answer.json.at(same) == check.json.at(same));
        return answer.json;
    }

    SuiteFixture fixture;
    Api& api;
    Demo demo;
};

}  // namespace

TEST_CASE("the coordinator reads why the icon is missing, does what it says, and it is there", "[LIC-08][LIC-12]") {
    World world;
    auto& coordinator = world.api.Coordinator(world.demo.school, world.demo.coordinator);

    auto explanation = world.Explain(coordinator);
    CHECK(explanation.at("reason") == "noLicence");
    CHECK(explanation.at("cause") == "De school heeft geen licentie voor Cijferpad met icoon.");
    CHECK(explanation.at("action") == "Bestel een licentie voor Cijferpad met icoon.");
    CHECK(explanation.at("link") == "/schools/" + world.demo.school + "/licences");
    CHECK(coordinator.Get(explanation.at("link")).status == 200);
    CHECK(explanation.at("steps").back().at("step") == "licence");

    const auto licence = PutOrder(world.api, "icon-1", OrderOf(world.demo.school, kProduct));
    explanation = world.Explain(coordinator);
    CHECK(explanation.at("reason") == "groupNotLinked");
    CHECK(explanation.at("licenceId") == licence);
    CHECK(explanation.at("licenceTitle") == "Cijferpad");
    CHECK(explanation.at("action").get<std::string>().starts_with("Koppel Groep 5 aan"));
    // Each step with its answer; only the link is missing.
    json failed = json::array();
    for (const auto& step : explanation.at("steps")) {
        CHECK_FALSE(step.at("text").get<std::string>().empty());
        CHECK_FALSE(step.at("textEn").get<std::string>().empty());
        if (!step.at("passed")) failed.push_back(step.at("step"));
    }
    CHECK(explanation.at("steps").size() == 11);
    CHECK(failed == json{"linked"});

    // The link is the route that mends it.
    const auto mended = coordinator.Put(explanation.at("link"));
    CAPTURE(mended.body);
    REQUIRE(mended.status == 200);
    explanation = world.Explain(coordinator);
    CHECK(explanation.at("entitled") == true);
    // No Basispoort here: how it goes on there is shown in basispoort_icons.
    CHECK(explanation.at("steps").size() == 11);
    CHECK(explanation.at("action").get<std::string>().starts_with("De verbinding met Basispoort staat hier uit"));

    const auto products =
        coordinator.Get("/schools/" + world.demo.school + "/persons/" + world.demo.pupil + "/products");
    REQUIRE(products.status == 200);
    CHECK(products.json.at("ruledOut").is_null());
    const auto& items = products.json.at("items");
    const auto at = std::ranges::find_if(items, [](const auto& item) { return item.at("productId") == kProduct; });
    REQUIRE(at != items.end());
    CHECK(at->at("title") == "Cijferpad");
    CHECK(at->at("licenceId") == licence);
    CHECK(at->at("until") == explanation.at("until"));
}

TEST_CASE("the pupil's teacher and the helpdesk read it too, and are told whom to ask", "[ACC-02][LIC-12]") {
    World world;
    auto& teacher = world.api.Teacher(world.demo.school, world.demo.teacher);
    PutOrder(world.api, "icon-1", OrderOf(world.demo.school, kProduct));
    for (auto* reader : {&teacher, &world.api.Helpdesk()}) {
        const auto explanation = world.Explain(*reader);
        CHECK(explanation.at("action").get<std::string>().starts_with("Vraag het aan de ICT-coördinator"));
    }
    // A teacher: themselves, but no colleague and no colleague's pupil.
    CHECK(teacher.Get(world.Path(world.demo.teacher)).status == 200);
    const auto list = [&](const std::string& what) {
        return suite::testing::ListOf(world.api.Helpdesk(), "/schools/" + world.demo.school + what);
    };
    const auto other_pupil = list("/pupils?groupId=" + world.demo.groups.at("G6")).front().at("id").get<std::string>();
    for (const auto& person : {other_pupil, world.demo.coordinator, suite::PersonId{4711}.ToString()}) {
        CheckProblem(teacher.Get(world.Path(person)), 404, "person-unknown");
        CheckProblem(teacher.Get("/schools/" + world.demo.school + "/persons/" + person + "/products"), 404,
                     "person-unknown");
    }
    CheckProblem(world.api.Coordinator(world.demo.school, world.demo.coordinator)
                     .Get(world.Path(suite::PersonId{4711}.ToString())),
                 404, "person-unknown");
}
