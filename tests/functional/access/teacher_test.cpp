// What a teacher's lists hold; that single groups and pupils of colleagues do not exist is in the matrix.
#include <catch2/catch.hpp>

#include "tests/functional/support/steps.hpp"

namespace {

using suite::sql::Dialect;
using suite::testing::CheckProblem;
using suite::testing::ListOf;
using suite::testing::LoadDemo;
using suite::testing::OnlyItem;
using suite::testing::SuiteFixture;

}  // namespace

TEST_CASE("a teacher's lists hold the own groups and who is in them", "[ACC-02][PIN-02]") {
    SuiteFixture fixture(Dialect::kSqlite);
    auto& api = fixture.Api();
    const auto demo = LoadDemo(fixture);
    auto& teacher = api.Teacher(demo.school, demo.teacher);
    const auto school = "/schools/" + demo.school;
    const auto own = demo.groups.at("G5");
    CHECK(OnlyItem(teacher, school + "/groups").at("id") == own);
    CHECK(teacher.Get(school + "/groups/" + own + "/pincodes").status == 200);
    CHECK(ListOf(teacher, school + "/pupils?groupId=" + demo.groups.at("G6")).empty());
    const auto pupils = ListOf(teacher, school + "/pupils");
    CHECK_FALSE(pupils.empty());
    for (const auto& pupil : pupils) CHECK(pupil.at("baseGroup").at("id") == own);
    // A composed group too is its own teachers'.
    for (const auto* colleague : {"G6", "G56", "PLUS"})
        CheckProblem(teacher.Get(school + "/groups/" + demo.groups.at(colleague) + "/pincodes"), 404, "group-unknown");
    // Somebody with the role but without a registration has no groups at all.
    auto& nobody = api.Teacher(demo.school, {});
    CHECK(ListOf(nobody, school + "/groups").empty());
    CHECK(ListOf(nobody, school + "/pupils").empty());
    CheckProblem(nobody.Get(school + "/groups/" + own + "/pincodes"), 404, "group-unknown");
}
