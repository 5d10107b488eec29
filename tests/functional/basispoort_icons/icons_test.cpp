// From a click of the coordinator to the icon at Basispoort (LIC-09), with real processes.
#include <catch2/catch.hpp>
#include <set>

#include "tests/functional/roster_care/school.hpp"

namespace {

using nlohmann::json;
using std::chrono::seconds;
using suite::sql::Dialect;
using suite::testing::Answer;
using suite::testing::Api;
using suite::testing::ApplyRoster;
using suite::testing::CheckProblem;
using suite::testing::Eventually;
using suite::testing::GroupLine;
using suite::testing::IdOfSchool;
using suite::testing::kSchool;
using suite::testing::LinkGroup;
using suite::testing::ListOf;
using suite::testing::OrderOf;
using suite::testing::PupilLine;
using suite::testing::PutOrder;
using suite::testing::SuiteFixture;
using suite::testing::WholeSchool;
using suite::testing::WithBasispoort;

using Users = std::set<std::int64_t>;

/// School 7001 with pupils 100, 101 and 102 in group 5A and 103 in 5B, a licence that is linked to nothing yet, and a
/// catalogue that has its product.
struct School {
    explicit School(Dialect dialect)
        : fixture(dialect, WithBasispoort{Roster() + PupilLine(kSchool, 104, "Nieuw", "5A")}), api(fixture.Api()) {
        ApplyRoster(api, 1, "snapshot", Roster());
        id = IdOfSchool(api, kSchool);
        for (const auto& group : ListOf(api.Coordinator(id), "/schools/" + id + "/groups"))
            groups[group.at("name")] = group.at("id");
        auto& orders = api.Machine("order-system");
        const json tags{{"leerkrachtApplicatie", false}, {"toetsApplicatie", false}};
        const json method{
            {"name", "Cijferpad"},      {"subject", "rekenen"},          {"url", "https://cijferpad.example"},
            {"icon", "image/png,QUJD"}, {"excludedFromOverview", false}, {"tags", tags}};
        REQUIRE(orders.Put("/methods/cijferpad", method).status == 200);
        const json product{{"methodId", "cijferpad"},
                           {"name", "Cijferpad 5"},
                           {"yearGroups", {"5"}},
                           {"kinds", {"group"}},
                           {"url", "https://cijferpad.example/5"},
                           {"tags", tags}};
        REQUIRE(orders.Put("/products/cijferpad-5", product).status == 200);
        licence = PutOrder(api, "icons-1", OrderOf(id, "cijferpad-5"));
        // Both groups 5 are linked by the system (LIC-04). What a hand unlinks stays unlinked.
        const auto path = "/schools/" + id + "/licences/" + licence;
        REQUIRE(Eventually([&] { return api.Coordinator(id).Get(path).json.at("groupCount") == 2; }, seconds(30)));
        for (const auto* group : {"Groep 5A", "Groep 5B"}) Unlink(group);
        REQUIRE(Become({}));
    }

    static std::string Roster() {
        return WholeSchool(kSchool, 100, 3) + GroupLine(kSchool, "5B") + PupilLine(kSchool, 103, "Vier", "5B");
    }
    void Link(const char* group) { LinkGroup(api.Coordinator(id), id, licence, groups.at(group)); }
    void Unlink(const char* group) {
        REQUIRE(api.Coordinator(id)
                    .Delete("/schools/" + id + "/licences/" + licence + "/groups/" + groups.at(group))
                    .status == 200);
    }
    /// Users of the product at Basispoort; of the method the same, or nobody is.
    Users AtBasispoort() {
        const auto state = json::parse(fixture.Basispoort().Lika());
        Users users;
        for (const auto& method : state.value("uitgever", json::array())) {
            for (const auto& product : method.at("producten")) {
                if (product.at("id") == "cijferpad-5") users = product.at("gebruikers").get<Users>();
            }
            if (method.at("gebruikers").get<Users>() != users) return {};
        }
        return users;
    }
    /// Why the person with that number at Basispoort has the icon or not.
    json Explain(std::int64_t basispoort_id) {
        const auto pupils =
            api.Coordinator(id).Get("/schools/" + id + "/pupils?basispoortId=" + std::to_string(basispoort_id));
        REQUIRE(pupils.json.at("items").size() == 1);
        const auto pupil = pupils.json.at("items")[0].at("id").get<std::string>();
        const auto answer =
            api.Coordinator(id).Get("/schools/" + id + "/persons/" + pupil + "/products/cijferpad-5/explanation");
        CAPTURE(answer.body);
        REQUIRE(answer.status == 200);
        CHECK(answer.json.at("entitled") == true);
        CHECK(answer.json.at("steps").back().at("step") == "icon");
        return answer.json;
    }
    /// Whether exactly these come to be there in time.
    bool Become(const Users& users, seconds limit = seconds(30)) {
        return Eventually([&] { return AtBasispoort() == users; }, limit);
    }
    Answer See() { return api.Coordinator(id).Get("/schools/" + id + "/licences/" + licence + "/visibility"); }
    /// The visibility once its only link is in that state.
    json Until(const char* state, seconds limit = seconds(30)) {
        Answer answer;
        const bool there = Eventually(
            [&] {
                answer = See();
                return answer.status == 200 && answer.json.at("links").size() == 1 &&
                       answer.json.at("links")[0].at("state") == state;
            },
            limit);
        if (!there) FAIL("not " << state << ": " << answer.body);
        return answer.json;
    }

    SuiteFixture fixture;
    Api& api;
    std::string id, licence;
    std::map<std::string, std::string> groups;
};

const Users kOf5A{100, 101, 102};

}  // namespace

TEST_CASE("a group that is linked gets the icon at Basispoort, and loses it when unlinked", "[LIC-09]") {
    const auto dialect = GENERATE(Dialect::kSqlite, Dialect::kPostgres);
    CAPTURE(dialect);
    School school(dialect);
    CHECK(school.See().json.at("links").empty());

    school.Link("Groep 5A");
    CHECK(school.Become(kOf5A));
    const auto seen = school.Until("visible");
    CHECK(seen.at("setup") == "on");
    CHECK(seen.at("links")[0].at("kind") == "group");
    CHECK(seen.at("links")[0].at("name") == "Groep 5A");
    CHECK(seen.at("links")[0].at("persons") == 3);
    CHECK(seen.at("links")[0].at("visible") == 3);
    CHECK_FALSE(seen.at("links")[0].at("visibleSince").is_null());
    CHECK(seen.at("missing").empty());

    // A pupil moves from 5B to 5A, another from 5A to 5B; a pupil whom Basispoort has not got joins.
    ApplyRoster(school.api, 2, "delta",
                PupilLine(kSchool, 103, "Vier", "5A") + PupilLine(kSchool, 100, "Kind100", "5B"));
    CHECK(school.Become({101, 102, 103}));
    ApplyRoster(school.api, 3, "delta", PupilLine(kSchool, 999, "Verloren", "5A"));
    const auto lost = school.Until("dropped");
    CHECK(lost.at("links")[0].at("visible") == 3);
    CHECK(lost.at("links")[0].at("dropped") == 1);
    REQUIRE(lost.at("missing").size() == 1);
    CHECK(lost.at("missing")[0].at("name") == "Test Verloren");
    CHECK(lost.at("missing")[0].at("problem") == "unknownAtBasispoort");
    CHECK(lost.at("missing")[0].at("message").get<std::string>().find("Basispoort kent dit account niet") == 0);
    const auto explained = school.Explain(999);
    CHECK(explained.at("steps").back().at("passed") == false);
    CHECK(explained.at("cause") ==
          "Het icoon is niet in Basispoort: Basispoort kent het account van Test Verloren niet.");
    CHECK(explained.at("action").get<std::string>().starts_with("Kijk in de schooladministratie"));
    CHECK(school.Explain(101).at("steps").back().at("passed") == true);

    school.Unlink("Groep 5A");
    CHECK(school.Become({}));

    // The helpdesk sees the same; a teacher does not, and another school has no such licence.
    const auto path = "/schools/" + school.id + "/licences/" + school.licence + "/visibility";
    CHECK(school.api.Helpdesk().Get(path).status == 200);
    CheckProblem(school.api.Teacher(school.id, school.id).Get(path), 403, "forbidden");
    CheckProblem(school.api.Helpdesk().Get("/schools/" + school.id + "/licences/" + school.id + "/visibility"), 404,
                 "licence-unknown");
}

TEST_CASE("with Basispoort away the school waits, with the licence service killed nothing is lost", "[LIC-09]") {
    const auto dialect = GENERATE(Dialect::kSqlite, Dialect::kPostgres);
    CAPTURE(dialect);
    School school(dialect);
    school.Link("Groep 5A");
    REQUIRE(school.Become(kOf5A));
    school.Until("visible");

    auto& suite = school.fixture.Suite();
    suite.KillService("basispoort");
    school.Unlink("Groep 5A");
    school.Link("Groep 5B");
    CHECK(school.Until("waiting").at("links")[0].at("waiting") == 1);
    // Entitlement does not wait for anybody.
    CHECK(suite::testing::Entitlement(school.api, school.id, "basispoortId=103", "cijferpad-5").at("entitled") == true);
    REQUIRE(suite.StartService("basispoort"));
    CHECK(school.Become({103}, seconds(90)));
    school.Until("visible");

    // kill -9 while Basispoort is slow with the answer: it may have been done, or not.
    school.fixture.Basispoort().Fault(R"({"path":"/addlist$","kind":"slow","delayMs":3000})");
    school.Link("Groep 5A");
    school.fixture.Basispoort().ClearRequests();
    REQUIRE(Eventually([&] {
        for (const auto& request : school.fixture.Basispoort().Requests()) {
            if (request.path.ends_with("/addlist")) return true;
        }
        return false;
    }));
    suite.KillService("licence");
    school.fixture.Basispoort().ClearFaults();
    REQUIRE(suite.StartService("licence"));
    CHECK(school.Become({100, 101, 102, 103}, seconds(120)));
}

TEST_CASE("the helpdesk has a product's list put whole", "[LIC-09]") {
    School school(Dialect::kSqlite);
    school.Link("Groep 5A");
    REQUIRE(school.Become(kOf5A));
    school.Until("visible");
    const json wanted{{"productId", "cijferpad-5"}};
    CheckProblem(school.api.Coordinator(school.id).Post("/basispoort-users/repair", wanted), 403, "forbidden");
    auto& helpdesk = school.api.Helpdesk();
    CheckProblem(helpdesk.Post("/basispoort-users/repair", {{"productId", "bestaat-niet"}}), 404, "product-unknown");
    CheckProblem(helpdesk.Post("/basispoort-users/repair", json::object()), 400, "invalid-request");
    school.fixture.Basispoort().ClearRequests();
    CHECK(helpdesk.Post("/basispoort-users/repair", wanted).status == 202);
    CHECK(Eventually([&] {
        for (const auto& request : school.fixture.Basispoort().Requests()) {
            if (request.method == "PUT" && request.path.ends_with("/product/cijferpad-5/gebruiker")) return true;
        }
        return false;
    }));
    CHECK(school.Become(kOf5A));
}

TEST_CASE("where Basispoort is not set up, visibility says so", "[LIC-09]") {
    SuiteFixture fixture(Dialect::kSqlite);
    const auto demo = suite::testing::LoadDemo(fixture);
    const auto path = "/schools/" + demo.school + "/licences/" + demo.licences.begin()->second + "/visibility";
    const auto answer = fixture.Api().Coordinator(demo.school).Get(path);
    CAPTURE(answer.body);
    REQUIRE(answer.status == 200);
    CHECK(answer.json.at("setup") == "off");
    CHECK(answer.json.at("message").get<std::string>().find("staat hier uit") != std::string::npos);
    CheckProblem(fixture.Api().Helpdesk().Post("/basispoort-users/repair", {{"productId", "x"}}), 409,
                 "basispoort-off");
}
