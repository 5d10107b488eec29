// Renewal and termination through the gateway (LIC-10, seed 2). Dates lie around today; what each date does is tested
// in the domain.
#include <catch2/catch.hpp>
#include <map>

#include "core/time.hpp"
#include "tests/functional/support/steps.hpp"

namespace {

using nlohmann::json;
using suite::Date;
using suite::SchoolYear;
using suite::sql::Dialect;
using suite::testing::Answer;
using suite::testing::Caller;
using suite::testing::CheckProblem;
using suite::testing::LoadDemo;
using suite::testing::OrderOf;
using suite::testing::PutOrder;
using suite::testing::SuiteFixture;

Date Today() { return suite::DutchDay(suite::SystemClock().Now()); }
int ThisYear() { return SchoolYear::Of(Today()).first_year; }
std::string EndOf(int first_year) { return SchoolYear{first_year}.LastDay().ToString(); }
/// Terminated today: until 30 June the term that runs, in July the next one.
int LastYearWhenTerminatedToday() { return ThisYear() + (Today().ToString().substr(5, 2) == "07" ? 1 : 0); }

/// "31 juli 2027", as the Dutch text has it.
std::string Said(const std::string& date) {
    static const std::map<std::string, std::string> kMonths{{"01", "januari"}, {"02", "februari"}, {"03", "maart"},
                                                            {"04", "april"},   {"05", "mei"},      {"06", "juni"},
                                                            {"07", "juli"},    {"08", "augustus"}, {"09", "september"},
                                                            {"10", "oktober"}, {"11", "november"}, {"12", "december"}};
    return std::to_string(std::stoi(date.substr(8))) + " " + kMonths.at(date.substr(5, 2)) + " " + date.substr(0, 4);
}

Answer InDutch(Caller& caller, const std::string& path) {
    return caller.Send("POST", path, "{}", {{"Content-Type", "application/json"}, {"Accept-Language", "nl"}});
}

}  // namespace

TEST_CASE("the coordinator terminates a contract, sees what ends when, and takes it back", "[LIC-10]") {
    const auto dialect = GENERATE(Dialect::kSqlite, Dialect::kPostgres);
    CAPTURE(dialect);
    SuiteFixture fixture(dialect);
    auto& api = fixture.Api();
    const auto demo = LoadDemo(fixture);
    auto& coordinator = api.Coordinator(demo.school, demo.coordinator);
    const auto school = "/schools/" + demo.school;
    const auto licence = school + "/licences/" + demo.licences.at("demo-1");
    CHECK(coordinator.Get(licence).json.at("renews") == true);
    CHECK(coordinator.Get(licence).json.at("endDate") == EndOf(ThisYear()));

    const auto term = coordinator.Post(licence + "/terminate", {{"reason", "Wij gaan over op een andere methode"}});
    CAPTURE(term.body);
    REQUIRE(term.status == 200);
    const auto last_year = LastYearWhenTerminatedToday();
    CHECK(term.json.at("endDate") == EndOf(last_year));
    CHECK(term.json.at("renews") == false);
    CHECK(term.json.at("resumableUntil") == std::to_string(last_year + 1) + "-06-30");
    CHECK(term.json.at("groupCount") == 2);
    CHECK(term.json.at("pupilCount") == 24);
    CHECK(coordinator.Send("POST", licence + "/terminate").json == term.json);  // again, and without a body
    const auto seen = coordinator.Get(licence).json;
    CHECK(seen.at("state") == "ending");
    CHECK(seen.at("endsOn") == EndOf(last_year));
    CHECK(seen.at("terminatedAt") == term.json.at("terminatedAt"));
    // Nothing changes until that day.
    CHECK(suite::testing::Entitlement(api, demo.school, "personId=" + demo.pupil, "cijferpad-5").at("entitled") ==
          true);

    const auto forecast = coordinator.Get(school + "/licence-forecast").json;
    CHECK(forecast.at("schoolYear") == SchoolYear{ThisYear() + 1}.ToString());
    bool found = false;
    for (const auto& item : forecast.at("items")) {
        if (item.at("licenceId") != demo.licences.at("demo-1")) continue;
        found = true;
        CHECK(item.at("goesOn") == (last_year > ThisYear()));
        CHECK(item.at("seats").is_null());
    }
    CHECK(found);

    const auto resumed = coordinator.Post(licence + "/resume", json::object());
    CHECK(resumed.status == 200);
    CHECK(resumed.json.at("renews") == true);
    CHECK(resumed.json.at("terminatedAt").is_null());
    CHECK(coordinator.Get(licence).json.at("state") == "active");
}

TEST_CASE("the order system hands in a termination, with the day on which it came in", "[LIC-10][LIC-14]") {
    SuiteFixture fixture(Dialect::kSqlite);
    auto& api = fixture.Api();
    const auto demo = LoadDemo(fixture);
    auto& orders = api.Machine("order-system");
    const auto first_day = std::to_string(ThisYear()) + "-08-01";
    const auto term = orders.Post("/orders/demo-2/terminate", {{"receivedOn", first_day}, {"reason", "Per brief"}});
    CAPTURE(term.body);
    REQUIRE(term.status == 200);
    CHECK(term.json.at("endDate") == EndOf(ThisYear()));
    CHECK(term.json.at("licenceId") == demo.licences.at("demo-2"));
    CHECK(orders.Send("POST", "/orders/demo-2/terminate").json == term.json);
    const auto stays = orders.Post("/orders/demo-2/resume", {{"reason", "Toch verlengd"}});
    CHECK(stays.json.at("renews") == true);
    CHECK(stays.json.at("terminatedAt") == nullptr);
    CheckProblem(orders.Post("/orders/niets/resume", json::object()), 404, "order-unknown");
    // The school's own door is the school's.
    const auto of_school = "/schools/" + demo.school + "/licences/" + demo.licences.at("demo-3");
    CheckProblem(orders.Post(of_school + "/resume", json::object()), 403, "forbidden");

    const auto tomorrow = Date{Today().days + std::chrono::days{1}}.ToString();
    for (const auto& day : {tomorrow, std::string("30-06-2027"), std::string("2001-01-01")}) {
        CAPTURE(day);
        // demo-6 runs since 1 August: 2001 is before its first term, which is the one that then runs.
        const auto answer = orders.Post("/orders/demo-6/terminate", {{"receivedOn", day}});
        if (day == "2001-01-01") {
            CHECK(answer.json.at("endDate") == EndOf(ThisYear()));
        } else {
            CheckProblem(answer, 400, "invalid-request");
            CHECK(answer.json.at("errors").at(0).at("pointer") == "/receivedOn");
        }
    }
    CheckProblem(orders.Post("/orders/niets/terminate", json::object()), 404, "order-unknown");
}

TEST_CASE("what cannot be terminated or resumed is explained to the coordinator", "[ACC-07][LIC-10]") {
    SuiteFixture fixture(Dialect::kSqlite);
    auto& api = fixture.Api();
    const auto demo = LoadDemo(fixture);
    auto& coordinator = api.Coordinator(demo.school, demo.coordinator);
    const auto licences = "/schools/" + demo.school + "/licences/";
    const auto fixed = InDutch(coordinator, licences + demo.licences.at("demo-5") + "/terminate");
    CheckProblem(fixed, 409, "licence-not-renewing");
    CHECK(fixed.json.at("title") == "Dit contract stopt vanzelf");
    CHECK(fixed.json.at("detail") ==
          "Het loopt tot en met " + Said(EndOf(ThisYear())) + " en wordt niet verlengd. Je hoeft niets op te zeggen.");

    auto cancelled = OrderOf(demo.school, "cijferpad-4");
    cancelled["renews"] = true;
    cancelled["cancelled"] = true;
    const auto gone = PutOrder(api, "or-cancelled", cancelled);
    CheckProblem(InDutch(coordinator, licences + gone + "/terminate"), 409, "licence-ended");

    // Terminated in time, and ends tomorrow: its 30 June has passed (but for the two days on which it has not).
    const Date tomorrow{Today().days + std::chrono::days{1}};
    auto soon = OrderOf(demo.school, "cijferpad-7");
    soon["startDate"] = "2010-08-01";
    soon["endDate"] = tomorrow.ToString();
    soon["renews"] = true;
    const auto ends_soon = PutOrder(api, "or-soon", soon);
    const auto year = tomorrow.ToString().substr(0, 4);
    const auto deadline =
        (tomorrow.ToString().substr(5) >= "06-30" ? year : std::to_string(std::stoi(year) - 1)) + "-06-30";
    const auto term = api.Machine("order-system").Post("/orders/or-soon/terminate", {{"receivedOn", "2012-01-01"}});
    CAPTURE(term.body);
    REQUIRE(term.json.at("endDate") == tomorrow.ToString());
    CHECK(term.json.at("resumableUntil") == deadline);
    const auto late = InDutch(coordinator, licences + ends_soon + "/resume");
    if (deadline < Today().ToString()) {
        CheckProblem(late, 409, "termination-final");
        CHECK(late.json.at("deadline") == deadline);
        CHECK(late.json.at("detail") == "Dat kon tot en met " + Said(deadline) + ". De licentie stopt na " +
                                            Said(tomorrow.ToString()) +
                                            ". Wil je ermee doorwerken? Bestel dan een nieuwe licentie.");
    } else {
        CHECK(late.status == 200);
    }

    const auto long_reason =
        coordinator.Post(licences + demo.licences.at("demo-1") + "/terminate", {{"reason", std::string(501, 'x')}});
    CheckProblem(long_reason, 400, "invalid-request");
    CHECK(long_reason.json.at("errors").at(0).at("pointer") == "/reason");
    // The helpdesk sees, and changes nothing silently.
    CheckProblem(api.Helpdesk().Post(licences + demo.licences.at("demo-1") + "/terminate", json::object()), 403,
                 "forbidden");

    const auto reminders = coordinator.Get("/schools/" + demo.school + "/licence-reminders").json.at("items");
    REQUIRE_FALSE(reminders.empty());
    CHECK(reminders.front().at("title") == "Cijferpad");
    CHECK(reminders.front().at("kind") == (deadline < Today().ToString() ? "ends" : reminders.front().at("kind")));
    CHECK(reminders.front().at("daysLeft") <= 1);
}
