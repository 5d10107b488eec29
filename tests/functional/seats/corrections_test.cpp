// The wrong child has a seat: the coordinator asks in one call, the helpdesk puts it right (LIC-06).
#include <catch2/catch.hpp>
#include <set>

#include "tests/functional/support/steps.hpp"

namespace {

using nlohmann::json;
using suite::sql::Dialect;
using suite::testing::CheckProblem;
using suite::testing::ListOf;
using suite::testing::LoadDemo;
using suite::testing::OnlyItem;
using suite::testing::SuiteFixture;

std::string TextOf(const suite::testing::Answer& answer) {
    return answer.json.at("title").get<std::string>() + " " + answer.json.at("detail").get<std::string>();
}

}  // namespace

TEST_CASE("a wrong seat is put right by the helpdesk, and both sides see what was asked and decided", "[LIC-06]") {
    const auto dialect = GENERATE(Dialect::kSqlite, Dialect::kPostgres);
    CAPTURE(dialect);
    SuiteFixture fixture(dialect);
    const auto demo = LoadDemo(fixture);
    auto& api = fixture.Api();
    auto& coordinator = api.Coordinator(demo.school, demo.coordinator);
    auto& helpdesk = api.Helpdesk();
    const auto school = "/schools/" + demo.school;
    const auto base = school + "/licences/" + demo.licences.at("demo-5");  // 30 seats
    std::vector<std::string> children;
    for (const auto& pupil : ListOf(coordinator, school + "/pupils")) children.push_back(pupil.at("id"));
    REQUIRE(children.size() > 34);
    for (int i = 0; i < 30; ++i) REQUIRE(coordinator.Put(base + "/seats/" + children[i]).status == 200);
    REQUIRE(coordinator.Put(base + "/waiting/" + children[30]).status == 200);

    // One call, without a word.
    const auto asked = coordinator.Send("POST", base + "/seats/" + children[0] + "/correction-requests");
    CAPTURE(asked.body);
    REQUIRE(asked.status == 201);
    CHECK(asked.json.at("state") == "open");
    CHECK(asked.json.at("reason").is_null());
    CHECK(asked.json.at("askedByPerson") == demo.coordinator);
    // With what should happen instead.
    const auto request = base + "/seats/" + children[1] + "/correction-requests";
    const json wish{{"reason", "Per ongeluk het verkeerde kind."}, {"replacementPersonId", children[31]}};
    const auto second = coordinator.Post(request, wish);
    REQUIRE(second.status == 201);
    CHECK(coordinator.Post(request, wish).json == second.json);
    auto other_wish = wish;
    other_wish["replacementPersonId"] = children[32];
    const auto other = coordinator.Post(request, other_wish);
    CheckProblem(other, 409, "correction-open");
    CHECK(TextOf(other).contains("loopt al een verzoek"));
    const auto unfit = coordinator.Post(base + "/seats/" + children[2] + "/correction-requests",
                                        {{"replacementPersonId", children[3]}});
    CheckProblem(unfit, 409, "replacement-unfit");
    CHECK(TextOf(unfit).contains("nog geen plaats"));
    const auto too_long =
        coordinator.Post(base + "/seats/" + children[2] + "/correction-requests", {{"reason", std::string(501, 'x')}});
    CheckProblem(too_long, 400, "invalid-request");

    const auto open = ListOf(helpdesk, "/seat-corrections?state=open");
    REQUIRE(open.size() == 2);
    CHECK(ListOf(coordinator, school + "/seat-corrections?state=open") == open);
    CHECK(ListOf(coordinator, school + "/seat-corrections").size() == 2);
    CheckProblem(helpdesk.Get("/seat-corrections?state=closed"), 400, "invalid-request");

    const auto decide = [&](const json& correction, const std::string& how, const json& body) {
        return helpdesk.Post(school + "/seat-corrections/" + correction.at("id").get<std::string>() + "/" + how, body);
    };
    CheckProblem(decide(second.json, "grant", json::object()), 400, "invalid-request");
    const auto granted = decide(second.json, "grant", {{"reason", "Akkoord."}});
    CAPTURE(granted.body);
    REQUIRE(granted.status == 200);
    CHECK(granted.json.at("givenToPerson") == children[31]);
    CHECK(granted.json.at("decidedByRole") == "helpdesk");
    const auto again = decide(second.json, "refuse", {{"reason", "Toch niet."}});
    CheckProblem(again, 409, "correction-decided");
    CHECK(again.json.at("decidedByRole") == "helpdesk");
    CHECK(TextOf(again).contains("helpdesk"));
    CHECK(TextOf(again).contains(again.json.at("decidedOn").get<std::string>().substr(0, 4)));

    // The other child's seat goes to who waits, by the helpdesk's own hand; the request has become needless.
    const auto freed = helpdesk.Delete(base + "/seats/" + children[0] + "?reason=School%20belde");
    CAPTURE(freed.body);
    REQUIRE(freed.status == 200);
    CHECK(freed.json.at("used") == 30);
    CHECK(freed.json.at("waiting") == 0);
    const auto needless = decide(asked.json, "grant", {{"reason", "Akkoord."}});
    CheckProblem(needless, 409, "correction-lapsed");
    CHECK(TextOf(needless).contains("niet meer nodig"));
    CHECK(OnlyItem(coordinator, school + "/seat-corrections?state=lapsed").at("personId") == children[0]);

    std::set<std::string> seated;
    for (const auto& seat : ListOf(coordinator, base + "/seats")) seated.insert(seat.at("personId"));
    std::set<std::string> expected(children.begin() + 2, children.begin() + 32);
    CHECK(seated == expected);

    // Refused, it says why, and the child keeps the seat.
    const auto third = coordinator.Send("POST", base + "/seats/" + children[5] + "/correction-requests");
    const auto refused = decide(third.json, "refuse", {{"reason", "Al een maand in gebruik."}});
    CHECK(refused.json.at("state") == "refused");
    CHECK(refused.json.at("decisionReason") == "Al een maand in gebruik.");
    CheckProblem(helpdesk.Post(school + "/seat-corrections/" + demo.pupil + "/grant", {{"reason", "x"}}), 404,
                 "correction-unknown");
    // A school sees its own only.
    CHECK(ListOf(api.Coordinator(demo.other_school, demo.other_coordinator),
                 "/schools/" + demo.other_school + "/seat-corrections")
              .empty());
}
