// Terms of contracts that renew (LIC-10). What the dates do is the domain's test; here they lie around today.
#include <suite/licence/v1/catalogue_service.pb.h>
#include <suite/licence/v1/terms_service.pb.h>

#include "core/time.hpp"
#include "services/licence/domain/term.hpp"
#include "support.hpp"

namespace {

using namespace suite;           // NOLINT: test
using namespace suite::licence;  // NOLINT: test
using sql::Dialect;

Date Today() { return DutchDay(SystemClock().Now()); }

/// A contract of this school year that renews.
v1::PutOrderRequest Renewing(const std::string& line = "line-1") {
    auto order = Service::Order(line);
    const auto year = SchoolYear::Of(Today());
    order.set_start_date(std::to_string(year.first_year) + "-08-01");
    order.set_end_date(year.LastDay().ToString());
    order.set_renews(true);
    return order;
}

/// When it ends if it is terminated today, worked out by the calendar.
std::string EndToday() {
    const auto year = SchoolYear::Of(Today());
    const bool in_july = Today().ToString().substr(5, 2) == "07";
    return SchoolYear{year.first_year + (in_july ? 1 : 0)}.LastDay().ToString();
}

Result<v1::LicenceTerm> Terminate(const Service& service, const std::string& licence, const Actor& actor = kCoordinator,
                                  const std::string& reason = "nieuwe methode") {
    v1::TerminateLicenceRequest request;
    request.set_school_id(kSchool.ToString());
    request.set_licence_id(licence);
    request.set_reason(reason);
    return service.Call<v1::LicenceTerm>("TermsService/TerminateLicence", request, actor);
}
Result<v1::LicenceTerm> Resume(const Service& service, const std::string& licence, const Actor& actor = kCoordinator) {
    v1::ResumeLicenceRequest request;
    request.set_school_id(kSchool.ToString());
    request.set_licence_id(licence);
    return service.Call<v1::LicenceTerm>("TermsService/ResumeLicence", request, actor);
}
Result<v1::LicenceTerm> TerminateOrder(const Service& service, const std::string& line,
                                       const std::string& received_on) {
    v1::TerminateOrderRequest request;
    request.set_order_line_id(line);
    if (!received_on.empty()) request.set_received_on(received_on);
    return service.Call<v1::LicenceTerm>("TermsService/TerminateOrder", request, kOrders);
}
Result<v1::LicenceTerm> ResumeOrder(const Service& service, const std::string& line, const Actor& actor = kOrders) {
    v1::ResumeOrderRequest request;
    request.set_order_line_id(line);
    return service.Call<v1::LicenceTerm>("TermsService/ResumeOrder", request, actor);
}

v1::Licence Get(const Service& service, const std::string& licence) {
    v1::GetLicenceRequest request;
    request.set_school_id(kSchool.ToString());
    request.set_licence_id(licence);
    const auto answer = service.Call<v1::Licence>("GetLicence", request, kCoordinator);
    REQUIRE(answer);
    return *answer;
}

std::int64_t Changes(const Service& service) {
    return service.Count("SELECT (SELECT max(version) FROM licence_version) + (SELECT count(*) FROM licence_history)");
}

}  // namespace

TEST_CASE("a contract is terminated once, says what ends when, and is resumed", "[LIC-10][LIC-15]") {
    const Service service(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    const auto licence = service.Put(Renewing())->licence_id();
    REQUIRE(service.Link(licence, kGroup5));
    CHECK(Get(service, licence).renews());

    const auto term = Terminate(service, licence);
    REQUIRE(term);
    CHECK(term->end_date() == EndToday());
    CHECK_FALSE(term->renews());
    CHECK(term->has_terminated_at());
    CHECK(term->resumable_until() == EndToday().substr(0, 4) + "-06-30");
    CHECK(term->group_count() == 1);
    CHECK(term->pupil_count() == 1);
    CHECK(Get(service, licence).state() == v1::LICENCE_STATE_ENDING);
    CHECK(Get(service, licence).ends_on() == EndToday());
    CHECK(service.Count("SELECT count(*) FROM licence_history WHERE subject = 'licence' AND action = 'terminate'"
                        " AND how = 'hand' AND person_id = 300 AND reason = 'nieuwe methode'") == 1);

    const auto before = Changes(service);
    const auto again = Terminate(service, licence, kCoordinator, "nog eens");
    REQUIRE(again);
    CHECK(again->SerializeAsString() == term->SerializeAsString());
    // The order line sent again is the same line still.
    CHECK(service.Put(Renewing())->outcome() == v1::ORDER_OUTCOME_UNCHANGED);
    CHECK(Changes(service) == before);

    const auto resumed = Resume(service, licence);
    REQUIRE(resumed);
    CHECK(resumed->renews());
    CHECK_FALSE(resumed->has_terminated_at());
    CHECK_FALSE(resumed->has_resumable_until());
    const auto after = Changes(service);
    CHECK(after > before + 1);  // an entry, and a version that is the time at least
    REQUIRE(Resume(service, licence));
    CHECK(Changes(service) == after);
}

TEST_CASE("the order system terminates by order line, and the day on which it came in decides", "[LIC-10][LIC-14]") {
    const Service service(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    REQUIRE(service.Put(Renewing("on-time")));
    REQUIRE(service.Put(Renewing("late")));
    REQUIRE(service.Put(Renewing("today")));
    const auto year = SchoolYear::Of(Today());
    // The first day of this school year is before its deadline, whatever day it is.
    const auto first_day = std::to_string(year.first_year) + "-08-01";
    CHECK(TerminateOrder(service, "on-time", first_day)->end_date() == year.LastDay().ToString());
    CHECK(TerminateOrder(service, "today", "")->end_date() == EndToday());
    CHECK(TerminateOrder(service, "on-time", "")->end_date() == year.LastDay().ToString());  // it has its day
    CHECK(service.Count("SELECT count(*) FROM licence_history WHERE how = 'order' AND client_id = 'order-system'"
                        " AND role = 'machine' AND action = 'terminate'") == 2);

    const auto tomorrow = Date{Today().days + std::chrono::days{1}}.ToString();
    CHECK(TerminateOrder(service, "late", tomorrow).error().fields.at(0).pointer == "/receivedOn");
    CHECK(TerminateOrder(service, "late", "30 juni").error().fields.at(0).pointer == "/receivedOn");
    auto old = Renewing("old");
    old.set_start_date("2010-08-01");
    old.set_end_date("2011-07-31");
    REQUIRE(service.Put(old));
    CHECK(TerminateOrder(service, "old", "2012-06-01").error().fields.at(0).pointer == "/receivedOn");
    CHECK(TerminateOrder(service, "nothing", "").error().reason == reason::kOrderUnknown);
}

TEST_CASE("a school that stays after all goes on by order line", "[LIC-10][LIC-14]") {
    const Service service(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    REQUIRE(service.Put(Renewing("stays")));
    REQUIRE(TerminateOrder(service, "stays", "")->has_terminated_at());
    CHECK(ResumeOrder(service, "stays", kCoordinator).error().reason == reason::kForbidden);
    const auto term = ResumeOrder(service, "stays");
    REQUIRE(term);
    CHECK(term->renews());
    CHECK_FALSE(term->has_terminated_at());
    const auto resumed =
        "SELECT count(*) FROM licence_history WHERE how = 'order' AND client_id = 'order-system'"
        " AND role = 'machine' AND action = 'resume'";
    CHECK(service.Count(resumed) == 1);
    REQUIRE(ResumeOrder(service, "stays"));  // nothing to withdraw
    CHECK(service.Count(resumed) == 1);
    CHECK(ResumeOrder(service, "nothing").error().reason == reason::kOrderUnknown);
}

TEST_CASE("what ends by itself or was cancelled is not terminated, and each refusal says why", "[LIC-10]") {
    const Service service(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    auto fixed = Renewing("fixed");
    fixed.set_renews(false);
    const auto fixed_id = service.Put(fixed)->licence_id();
    const auto refused = Terminate(service, fixed_id);
    CHECK(refused.error().code == Code::kFailedPrecondition);
    CHECK(refused.error().reason == reason::kLicenceNotRenewing);
    CHECK(refused.error().metadata.at("endDate") == fixed.end_date());
    CHECK(Resume(service, fixed_id).error().reason == reason::kLicenceNotRenewing);
    auto cancelled = Renewing("cancelled");
    cancelled.set_cancelled(true);
    CHECK(Terminate(service, service.Put(cancelled)->licence_id()).error().reason == reason::kLicenceEnded);
    CHECK(Terminate(service, "0000000000009").error().reason == reason::kLicenceUnknown);

    const auto licence = service.Put(Renewing())->licence_id();
    CHECK(Terminate(service, licence, kCoordinator, std::string(501, 'x')).error().fields.at(0).pointer == "/reason");
    CHECK(Terminate(service, licence, {.role = Role::kHelpdesk}).error().code == Code::kPermissionDenied);
    CHECK(Terminate(service, licence, {.role = Role::kCoordinator, .school = kOtherSchool}).error().reason ==
          reason::kSchoolUnknown);
    CHECK(Resume(service, licence, {.role = Role::kHelpdesk}).error().code == Code::kPermissionDenied);
    // A machine comes by its order line; it has no school.
    CHECK(Terminate(service, licence, kOrders).error().reason == reason::kSchoolUnknown);
    CHECK(Resume(service, licence, kOrders).error().reason == reason::kSchoolUnknown);
}

TEST_CASE("a termination whose deadline has passed stays", "[LIC-10]") {
    const Service service(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    // A term that ends soon, but after the last 30 June, was terminated in time.
    const Date soon{Today().days + std::chrono::days{1}};
    auto order = Service::Order();
    order.set_start_date("2010-01-01");
    order.set_end_date(soon.ToString());
    order.set_renews(true);
    const auto licence = service.Put(order)->licence_id();
    const Date deadline = TerminationDeadline(soon);
    const auto term = TerminateOrder(service, "line-1", deadline.ToString());
    REQUIRE(term);
    CHECK(term->end_date() == soon.ToString());
    const auto resumed = Resume(service, licence);
    // Only on 29 and 30 June is the deadline still to come.
    if (deadline >= Today()) {
        CHECK(resumed);
    } else {
        CHECK(resumed.error().reason == reason::kTerminationFinal);
        CHECK(resumed.error().metadata.at("deadline") == deadline.ToString());
        CHECK(resumed.error().metadata.at("endDate") == soon.ToString());
    }
}

TEST_CASE("reminders are what the day calls for, the most urgent first", "[LIC-10]") {
    const Service service(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    const auto ends_in = [&](int days, const char* line) {
        auto order = Service::Order(line);
        order.set_title(line);
        order.set_end_date(Date{Today().days + std::chrono::days{days}}.ToString());
        REQUIRE(service.Put(order));
    };
    ends_in(40, "veertig");
    ends_in(3, "drie");
    ends_in(300, "ver");
    ends_in(-1, "voorbij");
    v1::ListLicenceRemindersRequest request;
    request.set_school_id(kSchool.ToString());
    const auto reminders =
        service.Call<v1::LicenceReminders>("TermsService/ListLicenceReminders", request, kCoordinator);
    REQUIRE(reminders);
    REQUIRE(reminders->items_size() == 2);
    CHECK(reminders->items(0).title() == "drie");
    CHECK(reminders->items(0).days_left() == 3);
    CHECK(reminders->items(0).kind() == v1::LICENCE_REMINDER_KIND_ENDS);
    CHECK(reminders->items(1).title() == "veertig");

    // A contract of this school year renews: the school is told from 1 April to 30 June, and at no other time.
    REQUIRE(service.Put(Renewing("loopt-door")));
    const auto month = Today().ToString().substr(5, 2);
    const bool in_season = month == "04" || month == "05" || month == "06";
    const auto now = service.Call<v1::LicenceReminders>("TermsService/ListLicenceReminders", request, kCoordinator);
    CHECK(now->items_size() == (in_season ? 3 : 2));

    const Actor teacher{.role = Role::kTeacher, .school = kSchool, .person = kTeacher};
    CHECK(service.Call<v1::LicenceReminders>("TermsService/ListLicenceReminders", request, teacher).error().code ==
          Code::kPermissionDenied);
    request.set_school_id(SchoolId{999}.ToString());
    CHECK(service.Call<v1::LicenceReminders>("TermsService/ListLicenceReminders", request, {.role = Role::kHelpdesk})
              .error()
              .reason == reason::kSchoolUnknown);
}

TEST_CASE("what is managed elsewhere is in neither the reminders nor the forecast", "[LIC-01][LIC-10]") {
    const Service service(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    const auto last = Date{Today().days + std::chrono::days{10}}.ToString();
    for (const std::string id : {"topografie", "taal"}) {
        v1::PutMethodRequest method;
        method.set_method_id(id);
        method.set_name(id);
        method.set_subject(id);
        method.set_excluded_from_overview(id == "topografie");  // seed 0 §3.5
        REQUIRE(service.Call<v1::CatalogueReceipt>("CatalogueService/PutMethod", method, kCatalogue));
        v1::PutProductRequest product;
        product.set_product_id(id + "-7");
        product.set_method_id(id);
        product.set_name(id);
        product.add_year_groups("7");
        product.add_kinds(v1::LICENCE_KIND_GROUP);
        product.set_url("https://a.example");
        REQUIRE(service.Call<v1::CatalogueReceipt>("CatalogueService/PutProduct", product, kCatalogue));
        auto order = Service::Order(id, id + "-7");
        order.set_title(id);
        order.set_end_date(last);
        REQUIRE(service.Put(order));
    }
    v1::ListLicenceRemindersRequest reminders;
    reminders.set_school_id(kSchool.ToString());
    const auto reminded =
        service.Call<v1::LicenceReminders>("TermsService/ListLicenceReminders", reminders, kCoordinator);
    REQUIRE(reminded);
    REQUIRE(reminded->items_size() == 1);
    CHECK(reminded->items(0).title() == "taal");
    v1::GetLicenceForecastRequest request;
    request.set_school_id(kSchool.ToString());
    const auto forecast = service.Call<v1::LicenceForecast>("TermsService/GetLicenceForecast", request, kCoordinator);
    REQUIRE(forecast);
    REQUIRE(forecast->items_size() == 1);
    CHECK(forecast->items(0).title() == "taal");
}

TEST_CASE("the forecast names who leaves and counts what is needed", "[LIC-07][LIC-10]") {
    Service service(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    constexpr PersonId kGroup8{408};
    constexpr PersonId kGone{499};
    auto whole = WholeSchool(kSchool, 2);
    auto eight = PupilIn(kGroup8, kGroup6);  // a combination group: the pupil's own year group counts
    eight.year_group = "8";
    eight.name = {.given = "Aatje", .prefix = "van der", .family = "Voorbeeld"};
    whole.pupils.push_back(eight);
    service.Take(whole);
    auto order = Renewing();
    order.set_kind(v1::LICENCE_KIND_PUPIL);
    order.set_seats(2);
    const auto licence = service.Put(order)->licence_id();
    REQUIRE(service.Put(Renewing("group")));
    const auto id = LicenceId::Parse(licence)->value;
    for (const auto person : {kPupil5, kGroup8, kGone}) service.Seat(id, person);
    service.Wait(id, kPupil6);

    v1::GetLicenceForecastRequest request;
    request.set_school_id(kSchool.ToString());
    const auto forecast = service.Call<v1::LicenceForecast>("TermsService/GetLicenceForecast", request, kCoordinator);
    REQUIRE(forecast);
    CHECK(forecast->school_year() == SchoolYear{SchoolYear::Of(Today()).first_year + 1}.ToString());
    REQUIRE(forecast->items_size() == 2);
    for (const auto& item : forecast->items()) {
        CHECK(item.goes_on());
        CHECK(item.has_seats() == (item.licence_id() == licence));
        if (!item.has_seats()) continue;
        CHECK(item.seats().used() == 3);
        CHECK(item.seats().waiting() == 1);
        CHECK(item.seats().seats() == 2);
        CHECK(item.seats().needed() == 2);
        CHECK(item.seats().shortage() == 0);
        REQUIRE(item.seats().leavers_size() == 2);
        std::map<std::string, std::string> names;
        for (const auto& leaver : item.seats().leavers()) names[leaver.person_id()] = leaver.name();
        CHECK(names.at(kGroup8.ToString()) == "Aatje van der Voorbeeld");
        CHECK(names.at(kGone.ToString()).empty());
    }
    // More seats taken than there are is shown as it is, with none free.
    const auto seen = Get(service, licence);
    CHECK(seen.seats() == 2);
    CHECK(seen.seats_used() == 3);
    CHECK(seen.seats_free() == 0);
    CHECK(seen.waiting() == 1);
    CHECK(seen.pupil_count() == 2);  // who is gone has no access

    REQUIRE(Terminate(service, licence));
    const auto after = service.Call<v1::LicenceForecast>("TermsService/GetLicenceForecast", request, kCoordinator);
    for (const auto& item : after->items()) {
        if (item.licence_id() != licence) continue;
        const bool goes_on = EndToday() > SchoolYear::Of(Today()).LastDay().ToString();  // in July
        CHECK(item.goes_on() == goes_on);
        CHECK(item.seats().shortage() == (goes_on ? 0 : 2));
    }
}
