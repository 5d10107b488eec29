// What is somebody else's looks in every respect like what does not exist.
#include <catch2/catch.hpp>

#include "tests/functional/support/route_walk.hpp"

namespace {

using nlohmann::json;
using suite::sql::Dialect;
using suite::testing::Answer;
using suite::testing::Call;
using suite::testing::Caller;
using suite::testing::CheckProblem;
using suite::testing::EntitlementPath;
using suite::testing::HasParameter;
using suite::testing::ListOf;
using suite::testing::LoadDemo;
using suite::testing::NameOf;
using suite::testing::OnlyItem;
using suite::testing::OrderOf;
using suite::testing::PathOf;
using suite::testing::PutOrder;
using suite::testing::RouteIds;
using suite::testing::SuiteFixture;
using suite::testing::WithoutTrace;

/// Well-formed ids that nobody has.
const RouteIds kNowhere{.school = suite::SchoolId{4711}.ToString(),
                        .group = suite::GroupId{4711}.ToString(),
                        .licence = suite::LicenceId{4711}.ToString(),
                        .batch = suite::BatchId{4711}.ToString(),
                        .import = suite::ImportId{4711}.ToString(),
                        .removal = suite::EncodeId(4711),
                        .reconcile = suite::EncodeId(4711),
                        .person = suite::PersonId{4711}.ToString(),
                        .correction = suite::EncodeId(4711)};

void CheckSame(const Answer& foreign, const Answer& missing) {
    CAPTURE(foreign.body, missing.body);
    CHECK(foreign.status == 404);
    CHECK(foreign.status == missing.status);
    CHECK(WithoutTrace(foreign) == WithoutTrace(missing));
}

}  // namespace

TEST_CASE("a foreign school, group, licence or import answers like one that does not exist", "[ACC-03]") {
    SuiteFixture fixture(Dialect::kSqlite);
    auto& api = fixture.Api();
    const auto demo = LoadDemo(fixture);
    const auto foreign_licence = PutOrder(api, "stranger-1", OrderOf(demo.other_school, "cijferpad-7"));
    const auto foreign_pupil =
        ListOf(api.Helpdesk(), "/schools/" + demo.other_school + "/pupils").front().at("id").get<std::string>();
    const RouteIds own{.school = demo.school,
                       .group = demo.groups.at("G5"),
                       .licence = demo.licences.at("demo-1"),
                       .batch = demo.batch,
                       .import = kNowhere.import,
                       .removal = kNowhere.removal,
                       .reconcile = kNowhere.reconcile,
                       .person = demo.pupil,
                       .correction = kNowhere.correction,
                       .seat_licence = demo.licences.at("demo-5")};
    const RouteIds foreign{.school = demo.other_school,
                           .group = demo.other_group,
                           .licence = foreign_licence,
                           .batch = kNowhere.batch,
                           .import = kNowhere.import,
                           .removal = kNowhere.removal,
                           .reconcile = kNowhere.reconcile,
                           .person = foreign_pupil,
                           .correction = kNowhere.correction};
    int compared = 0;
    for (const auto& route : suite::gateway::Routes()) {
        if (!HasParameter(route, "schoolId")) continue;
        for (auto* caller :
             {&api.Coordinator(demo.school, demo.coordinator), &api.Teacher(demo.school, demo.teacher)}) {
            const bool teacher = caller != &api.Coordinator(demo.school, demo.coordinator);
            if ((route.allow.roles & (teacher ? suite::gateway::kTeacher : suite::gateway::kCoordinator)) == 0)
                continue;
            CAPTURE(NameOf(route), teacher);
            CheckSame(Call(*caller, route, PathOf(route, foreign)), Call(*caller, route, PathOf(route, kNowhere)));
            ++compared;
            const auto with = [&](auto RouteIds::* id) {
                auto of_other = own;
                auto of_nobody = own;
                of_other.*id = foreign.*id;
                of_nobody.*id = kNowhere.*id;
                if (id == &RouteIds::licence) of_other.seat_licence = of_nobody.seat_licence = {};
                CheckSame(Call(*caller, route, PathOf(route, of_other)),
                          Call(*caller, route, PathOf(route, of_nobody)));
                ++compared;
            };
            if (HasParameter(route, "groupId")) with(&RouteIds::group);
            if (HasParameter(route, "licenceId")) with(&RouteIds::licence);
            if (HasParameter(route, "personId")) with(&RouteIds::person);
            if (HasParameter(route, "importId")) with(&RouteIds::import);
            if (HasParameter(route, "personId")) with(&RouteIds::person);
        }
    }
    CHECK(compared > 20);
    // A colleague's group is foreign to a teacher too.
    auto& teacher = api.Teacher(demo.school, demo.teacher);
    const auto groups = "/schools/" + demo.school + "/groups/";
    for (const auto* rest : {"", "/pincodes"}) {
        CheckSame(teacher.Get(groups + demo.groups.at("G6") + rest), teacher.Get(groups + kNowhere.group + rest));
    }
}

TEST_CASE("a partner learns nothing of a person at another school", "[ACC-03][LIC-08][RES-09]") {
    SuiteFixture fixture(Dialect::kSqlite);
    auto& api = fixture.Api();
    const auto demo = LoadDemo(fixture);
    auto& method_software = api.Machine("method-software");
    const auto nobody = suite::PersonId{4711}.ToString();
    const auto ask = [&](const std::string& person) {
        return method_software.Get(EntitlementPath(demo.other_school, "personId=" + person, "cijferpad-5"));
    };
    CHECK(ask(demo.pupil).json.at("reason") == "personUnknown");
    CHECK(ask(demo.pupil).json == ask(nobody).json);

    const auto hand_in = [&](const std::string& person) {
        const json result{{"resultKey", "stranger"}, {"version", 1},           {"schoolId", demo.other_school},
                          {"personId", person},      {"productId", "p"},       {"kind", "test"},
                          {"testCode", "t"},         {"takenOn", "2026-01-15"}};
        return method_software.Post("/results", {{"results", {result}}});
    };
    const auto foreign = hand_in(demo.pupil);
    CAPTURE(foreign.body);
    REQUIRE(foreign.status == 200);
    CHECK(foreign.json.at("items").at(0).at("outcome") == "rejected");
    CHECK(foreign.json.at("items").at(0).at("reason") == "person-unknown");
    CHECK(foreign.json == hand_in(nobody).json);

    // The lists of one school never show a group or person of another, whatever is asked for.
    auto& coordinator = api.Coordinator(demo.school, demo.coordinator);
    const auto school = "/schools/" + demo.school;
    CHECK(ListOf(coordinator, school + "/pupils?groupId=" + demo.other_group).empty());
    CHECK(ListOf(coordinator, school + "/pupils?basispoortId=510001").empty());
    CHECK(ListOf(coordinator, school + "/teachers?basispoortId=9101").empty());
    CHECK(ListOf(coordinator, school + "/ict-coordinators?groupId=" + demo.other_group).empty());
}
