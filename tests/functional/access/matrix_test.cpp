// Who may call what, from the gateway's own route table: a route that is added is tested by being there.
#include <algorithm>
#include <catch2/catch.hpp>

#include "tests/functional/support/route_walk.hpp"

namespace {

using nlohmann::json;
using suite::Actor;
using suite::Role;
using suite::gateway::Routes;
using suite::sql::Dialect;
using suite::testing::AllowedActors;
using suite::testing::AllScopes;
using suite::testing::Api;
using suite::testing::Call;
using suite::testing::Caller;
using suite::testing::CheckNothingStored;
using suite::testing::CheckProblem;
using suite::testing::Demo;
using suite::testing::EverythingStored;
using suite::testing::HasParameter;
using suite::testing::ListOf;
using suite::testing::LoadDemo;
using suite::testing::MachineWith;
using suite::testing::NameOf;
using suite::testing::OnlyItem;
using suite::testing::PathOf;
using suite::testing::RouteIds;
using suite::testing::SuiteFixture;
using suite::testing::WithBasispoort;

/// A file that the demonstration's school can import; what it does not name is held by the guard, not removed.
constexpr const char* kEdexml = R"(<?xml version="1.0" encoding="UTF-8"?>
<EDEX><school><schooljaar>2098-2099</schooljaar><brincode>99XX</brincode><dependancecode>00</dependancecode>
<schoolkey>1</schoolkey><xsdversie>2.1</xsdversie></school>
<groepen><groep key="EX1"><naam>Toekomst</naam><jaargroep>5</jaargroep></groep></groepen>
<leerlingen><leerling key="ex-1"><achternaam>Toekomst</achternaam><roepnaam>Teun</roepnaam><jaargroep>5</jaargroep>
<groep key="EX1"/></leerling></leerlingen><leerkrachten/></EDEX>)";

constexpr const char* kNothing =
    R"({"type":"school","op":"upsert","schoolId":1999,"data":{"naam":"Elders","actief":true}})";

struct World {
    World() : fixture(Dialect::kSqlite, WithBasispoort{kNothing}), api(fixture.Api()), demo(LoadDemo(fixture)) {
        const auto imported = api.Coordinator(demo.school, demo.coordinator)
                                  .Send("POST", "/schools/" + demo.school + "/roster-imports", kEdexml,
                                        {{"Content-Type", "application/xml"}});
        CAPTURE(imported.body);
        REQUIRE(imported.status == 201);
        ids = {.school = demo.school,
               .group = demo.groups.at("G5"),
               .licence = demo.licences.at("demo-1"),
               .batch = demo.batch,
               .import = imported.json.at("id"),
               .removal = {},
               .reconcile = {},
               .person = demo.pupil,
               .correction = suite::EncodeId(4711),
               .seat_licence = demo.licences.at("demo-5")};
        api.Helpdesk().GetUntil("/schools/" + demo.school + "/roster-imports/" + ids.import, [](const auto& answer) {
            return answer.json.at("timeline").back().at("stage") == "visible";
        });
        // The new group is linked by itself to what is for year group 5, as two of the demonstration's groups were.
        for (const auto& [line, groups] : {std::pair("demo-1", 3), std::pair("demo-6", 6)}) {
            api.Helpdesk().GetUntil("/schools/" + demo.school + "/licences/" + demo.licences.at(line),
                                    [&](const auto& answer) { return answer.json.at("groupCount") == groups; });
        }
        // Those whom the file did not name wait; Basispoort knows no school here, so nothing changes by reconciling.
        ids.removal = ListOf(api.Helpdesk(), "/held-removals").at(0).at("id");
        const auto reconcile = api.Helpdesk().Post("/schools/" + demo.school + "/roster-reconciles", json::object());
        CAPTURE(reconcile.body);
        REQUIRE(reconcile.status == 202);
        ids.reconcile = reconcile.json.at("id");
        ids.person = demo.pupil;
    }

    SuiteFixture fixture;
    Api& api;
    Demo demo;
    RouteIds ids;
};

Actor Coordinator(const std::string& school, const std::string& person) {
    return {.role = Role::kCoordinator,
            .school = *suite::SchoolId::Parse(school),
            .person = *suite::PersonId::Parse(person),
            .client_id = {},
            .las = {}};
}

Actor Teacher(const std::string& school, const std::string& person) {
    auto actor = Coordinator(school, person);
    actor.role = Role::kTeacher;
    return actor;
}

void CheckUnauthenticated(const suite::testing::Answer& answer) {
    CheckProblem(answer, 401, "unauthenticated");
    CHECK(answer.headers.at("www-authenticate").starts_with("Bearer"));
}

}  // namespace

TEST_CASE("no route answers without a valid token", "[ACC-01]") {
    World world;
    const auto before = EverythingStored(world.api, world.demo);
    const auto helpdesk = Actor{.role = Role::kHelpdesk, .school = {}, .person = {}, .client_id = {}, .las = {}};
    const auto valid = world.api.TokenFor(helpdesk);
    // The last character carries unused bits; the one in the middle of the signature does not.
    auto forged = valid;
    auto& turned = forged.at(forged.size() - 20);
    turned = turned == 'A' ? 'B' : 'A';
    for (const auto& route : Routes()) {
        CAPTURE(NameOf(route));
        const auto path = PathOf(route, world.ids);
        CheckUnauthenticated(Call(world.api.Nobody(), route, path));
        for (const auto& token : {std::string("garbage"), std::string("a.b.c"), forged,
                                  world.api.TokenFor(helpdesk, std::chrono::seconds(-60)), valid + "x"}) {
            auto caller = world.api.With(token);
            CheckUnauthenticated(Call(caller, route, path));
        }
        // Expired for those who would be allowed.
        for (const auto& actor : AllowedActors(route, world.demo)) {
            auto caller = world.api.With(world.api.TokenFor(actor, std::chrono::seconds(-60)));
            CheckUnauthenticated(Call(caller, route, path));
        }
    }
    CheckNothingStored(world.api, world.demo, before);
}

TEST_CASE("a role or scope that the table does not name for a route is refused there", "[ACC-02][ACC-04]") {
    World world;
    const auto before = EverythingStored(world.api, world.demo);
    const std::vector<Actor> staff{
        Coordinator(world.demo.school, world.demo.coordinator), Teacher(world.demo.school, world.demo.teacher),
        Actor{.role = Role::kHelpdesk, .school = {}, .person = {}, .client_id = {}, .las = {}}};
    const auto all_scopes = AllScopes();
    REQUIRE(all_scopes.size() == 6);
    for (const auto& route : Routes()) {
        CAPTURE(NameOf(route));
        const auto path = PathOf(route, world.ids);
        const auto refused = [&](const Actor& actor) {
            CAPTURE(NameOf(actor));
            auto caller = world.api.As(actor);
            CheckProblem(Call(caller, route, path), 403, "forbidden");
        };
        for (const auto& actor : staff) {
            if (!route.allow.Permits(actor)) refused(actor);
        }
        refused(MachineWith({}));
        refused(MachineWith({"roster:pushed"}));
        std::vector<std::string> wrong;
        for (const auto& scope : all_scopes) {
            if (std::ranges::find(route.allow.scopes, scope) == route.allow.scopes.end()) wrong.push_back(scope);
        }
        for (const auto& scope : wrong) refused(MachineWith({scope}));
        if (!wrong.empty()) refused(MachineWith(wrong));
    }
    CheckNothingStored(world.api, world.demo, before);
}

TEST_CASE("a coordinator or teacher of another school sees a school that does not exist", "[ACC-03]") {
    World world;
    const auto before = EverythingStored(world.api, world.demo);
    const auto& demo = world.demo;
    for (const auto& route : Routes()) {
        CAPTURE(NameOf(route));
        for (const auto& actor : {Coordinator(demo.other_school, demo.other_coordinator),
                                  Teacher(demo.other_school, demo.other_coordinator)}) {
            CAPTURE(NameOf(actor));
            if (!route.allow.Permits(actor)) continue;  // refused for the role, as the test before this one shows
            auto stranger = world.api.As(actor);
            const auto answer = Call(stranger, route, PathOf(route, world.ids));
            if (HasParameter(route, "schoolId")) {
                CheckProblem(answer, 404, "school-unknown");
                continue;
            }
            // What is sold is the same for every school.
            if (route.path.starts_with("/methods") || route.path.starts_with("/products")) {
                CHECK(answer.status == 200);
                continue;
            }
            // The one list of schools without one in its path: own school only, whatever is asked for.
            REQUIRE(route.path == "/schools");
            for (const auto* query : {"", "?basispoortId=1001", "?q=Regenboog", "?brin=99XX&location=00"}) {
                for (const auto& school : ListOf(stranger, std::string("/schools") + query)) {
                    CHECK(school.at("id") == demo.other_school);
                }
            }
        }
    }
    CheckNothingStored(world.api, world.demo, before);
}

TEST_CASE("a teacher sees no group of a colleague", "[ACC-02][PIN-02]") {
    World world;
    auto teacher = world.api.As(Teacher(world.demo.school, world.demo.teacher));
    int tried = 0;
    for (const auto& route : Routes()) {
        if (!HasParameter(route, "groupId") || (route.allow.roles & suite::gateway::kTeacher) == 0) continue;
        CAPTURE(NameOf(route));
        ++tried;
        auto ids = world.ids;
        CHECK(Call(teacher, route, PathOf(route, ids)).status == 200);  // the own group
        for (const auto* colleague : {"G6", "G56", "PLUS"}) {
            ids.group = world.demo.groups.at(colleague);
            CheckProblem(Call(teacher, route, PathOf(route, ids)), 404, "group-unknown");
        }
    }
    CHECK(tried >= 2);
    const auto school = "/schools/" + world.demo.school;
    CHECK(OnlyItem(teacher, school + "/groups").at("id") == world.ids.group);
    CHECK(ListOf(teacher, school + "/pupils?groupId=" + world.demo.groups.at("G6")).empty());
    for (const auto& pupil : ListOf(teacher, school + "/pupils"))
        CHECK(pupil.at("baseGroup").at("id") == world.ids.group);
    // Somebody with the role but without a registration has no groups at all.
    auto& nobody = world.api.Teacher(world.demo.school, {});
    CHECK(ListOf(nobody, school + "/groups").empty());
    CHECK(ListOf(nobody, school + "/pupils").empty());
    CheckProblem(nobody.Get(school + "/groups/" + world.ids.group + "/pincodes"), 404, "group-unknown");
}

TEST_CASE("every route lets those in whom its line in the table names", "[ACC-02][ACC-04]") {
    World world;
    for (const auto& route : Routes()) {
        CAPTURE(NameOf(route));
        const auto actors = AllowedActors(route, world.demo);
        CHECK_FALSE(actors.empty());
        for (const auto& actor : actors) {
            auto caller = world.api.As(actor);
            const auto answer = Call(caller, route, PathOf(route, world.ids));
            CAPTURE(NameOf(actor), answer.body);
            CHECK(answer.status != 401);
            CHECK(answer.status != 403);
            CHECK(answer.status < 500);
            const bool asks_nothing = route.method == "GET" && route.path != "/schools" &&
                                      route.path != "/entitlements" && route.path != "/entitlements/products";
            if (asks_nothing) CHECK(answer.status == 200);
        }
    }
}
