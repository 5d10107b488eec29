// "Het systeem koppelt groepen zoveel als mogelijk automatisch aan de juiste licenties" (manual §3.4, LIC-04), seen by
// the coordinator: a roster and orders come in, links are there, what is doubtful is asked, and again after the summer.
#include <catch2/catch.hpp>

#include "core/time.hpp"
#include "tests/functional/support/steps.hpp"

namespace {

using nlohmann::json;
using suite::DutchDay;
using suite::SchoolYear;
using suite::SystemClock;
using suite::sql::Dialect;
using suite::testing::Api;
using suite::testing::ApplyRoster;
using suite::testing::Caller;
using suite::testing::CheckProblem;
using suite::testing::Entitlement;
using suite::testing::Eventually;
using suite::testing::LinkGroup;
using suite::testing::ListOf;
using suite::testing::OnlyItem;
using suite::testing::OrderOf;
using suite::testing::PutOrder;
using suite::testing::SchoolLine;
using suite::testing::SuiteFixture;

constexpr std::int64_t kSchool = 7301;
constexpr int kPupils = 8;  // per group

SchoolYear ThisYear() { return SchoolYear::Of(DutchDay(SystemClock().Now())); }
SchoolYear NextYear() { return {ThisYear().first_year + 1}; }

std::string GroupLine(const std::string& key, SchoolYear year, const std::string& name, const std::string& year_group) {
    const json line{{"type", "group"},
                    {"op", "upsert"},
                    {"schoolId", kSchool},
                    {"id", key},
                    {"schoolYear", year.ToString()},
                    {"data", {{"naam", name}, {"jaargroep", year_group}}}};
    return line.dump() + "\n";
}

/// The pupils of one class, Basispoort ids from `first`.
std::string ClassOf(std::int64_t first, const std::string& group, const std::string& year_group) {
    std::string lines;
    for (int i = 0; i < kPupils; ++i) {
        const json line{{"type", "pupil"},
                        {"op", "upsert"},
                        {"schoolId", kSchool},
                        {"id", first + i},
                        {"data",
                         {{"persoonsgegevens", {{"voornaam", "Kind"}, {"achternaam", std::to_string(first + i)}}},
                          {"jaargroep", year_group},
                          {"groep", group}}}};
        lines += line.dump() + "\n";
    }
    return lines;
}

std::string Gone(const std::string& key, SchoolYear year) {
    const json line{
        {"type", "group"}, {"op", "delete"}, {"schoolId", kSchool}, {"id", key}, {"schoolYear", year.ToString()}};
    return line.dump() + "\n";
}

json Order(const std::string& school, const std::string& method, const std::string& title,
           const std::vector<std::string>& years) {
    auto order = OrderOf(school, method + "-product");
    order["methodId"] = method;
    order["title"] = title;
    order["yearGroups"] = years;
    order["endDate"] = NextYear().LastDay().ToString();
    return order;
}

/// Names of the groups that have the licence.
std::vector<std::string> Linked(Caller& caller, const std::string& school, const std::string& licence) {
    std::vector<std::string> names;
    const auto answer = caller.Get("/schools/" + school + "/licences/" + licence);
    REQUIRE(answer.status == 200);
    for (const auto& group : answer.json.at("groups")) names.push_back(group.at("name"));
    return names;
}

std::vector<std::string> Codes(const json& proposal) {
    std::vector<std::string> codes;
    for (const auto& reason : proposal.at("reasons")) codes.push_back(reason.at("code"));
    return codes;
}

}  // namespace

TEST_CASE("links appear by themselves, doubtful ones are asked, and the next school year begins with last year's",
          "[LIC-04][ROS-10]") {
    SuiteFixture fixture(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    auto& api = fixture.Api();
    ApplyRoster(api, 1, "snapshot",
                SchoolLine(kSchool, "De Koppeling", "97AA", "00") + GroupLine("G5", ThisYear(), "Groep 5", "5") +
                    GroupLine("G6", ThisYear(), "Groep 6", "6") + ClassOf(100, "G5", "5") + ClassOf(200, "G6", "6"));
    const std::string school = OnlyItem(api.Helpdesk(), "/schools?basispoortId=" + std::to_string(kSchool)).at("id");
    auto& coordinator = api.Coordinator(school);
    const auto proposals = "/schools/" + school + "/link-proposals";
    const auto open = [&] { return ListOf(coordinator, proposals); };
    const std::vector<std::string> group5{"Groep 5"};
    const std::vector<std::string> group6{"Groep 6"};

    const auto five = PutOrder(api, "auto-5", Order(school, "cijferpad", "Cijferpad groep 5", {"5"}));
    CHECK(Eventually([&] { return Linked(coordinator, school, five) == group5; }));
    CHECK(Entitlement(api, school, "basispoortId=100", "cijferpad-product").at("entitled") == true);
    CHECK(Entitlement(api, school, "basispoortId=200", "cijferpad-product").at("entitled") == false);
    CHECK(open().empty());

    // Two order lines of which only the title says a year group.
    const auto six = PutOrder(api, "auto-6", Order(school, "woordveld", "Woordveld gr. 6", {}));
    const auto both = PutOrder(api, "auto-56", Order(school, "typen", "Typen groep 5 en 6", {}));
    REQUIRE(Eventually([&] { return open().size() >= 3; }));
    CHECK(Linked(coordinator, school, six).empty());
    json of_six;
    std::vector<std::string> of_both;
    for (const auto& proposal : open()) {
        CHECK_FALSE(Codes(proposal).empty());
        for (const auto& reason : proposal.at("reasons")) {
            CHECK_FALSE(reason.at("message").get<std::string>().empty());
            CHECK_FALSE(reason.at("messageEn").get<std::string>().empty());
        }
        if (proposal.at("licenceId") == six) of_six = proposal;
        if (proposal.at("licenceId") == both) of_both.push_back(proposal.at("id"));
    }
    CHECK(of_six.at("groupName") == "Groep 6");
    CHECK(of_six.at("licenceTitle") == "Woordveld gr. 6");
    REQUIRE(of_both.size() == 2);

    // Dropped for good; both others accepted at once; once more is a conflict.
    const auto path_six = proposals + "/" + of_six.at("id").get<std::string>();
    CHECK(coordinator.Post(path_six + "/drop", nullptr).json.at("state") == "dropped");
    CheckProblem(coordinator.Post(path_six + "/accept", nullptr), 409, "proposal-decided");
    CheckProblem(coordinator.Post(proposals + "/0000000000009/accept", nullptr), 404, "proposal-unknown");
    const auto refused = coordinator.Post(proposals + "/accept", json{{"ids", {of_both[0], of_six.at("id")}}}).json;
    CHECK(refused.at("status") == "refused");
    CHECK(refused.at("items").at(1).at("problem").at("code") == "proposal-decided");
    CHECK_FALSE(refused.at("items").at(1).at("problem").at("detail").get<std::string>().empty());
    CHECK(Linked(coordinator, school, both).empty());
    const auto applied = coordinator.Post(proposals + "/accept", json{{"ids", of_both}}).json;
    CHECK(applied.at("status") == "applied");
    CHECK(applied.at("accepted") == 2);
    CHECK(Linked(coordinator, school, both).size() == 2);
    CHECK(Entitlement(api, school, "basispoortId=200", "typen-product").at("entitled") == true);
    CHECK(ListOf(coordinator, proposals + "?state=dropped").size() == 1);

    // The summer: new groups, everybody a year group higher, the old groups gone.
    ApplyRoster(api, 2, "delta",
                GroupLine("G6", NextYear(), "Groep 6", "6") + GroupLine("G7", NextYear(), "Groep 7", "7") +
                    ClassOf(100, "G6", "6") + ClassOf(200, "G7", "7") + Gone("G5", ThisYear()) +
                    Gone("G6", ThisYear()));
    const auto proposed_for = [&](const std::string& licence) {
        std::vector<std::string> names;
        for (const auto& proposal : open()) {
            if (proposal.at("licenceId") == licence) names.push_back(proposal.at("groupName"));
        }
        return names;
    };
    // The pupils who had it go on with it, when the coordinator says so.
    CHECK(Eventually([&] { return proposed_for(both) == group6; }));
    CHECK(Linked(coordinator, school, five).empty());
    for (const auto& proposal : open()) {
        if (proposal.at("licenceId") != both) continue;
        const auto codes = Codes(proposal);
        CHECK(std::ranges::find(codes, "all-pupils-had-product-last-year") != codes.end());
        const auto accepted =
            coordinator.Post(proposals + "/" + proposal.at("id").get<std::string>() + "/accept", nullptr);
        CHECK(accepted.status == 200);
    }
    CHECK(Entitlement(api, school, "basispoortId=100", "typen-product").at("entitled") == true);
    CHECK(Entitlement(api, school, "basispoortId=200", "typen-product").at("entitled") == false);
}
