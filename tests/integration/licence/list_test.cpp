// The list of licences on real databases (LIC-02): counts, the catalogue's part, filters and pages.
#include <suite/licence/v1/catalogue_service.pb.h>

#include "support.hpp"

namespace {

using namespace suite;           // NOLINT: test
using namespace suite::licence;  // NOLINT: test
using sql::Dialect;

Result<v1::ListLicencesResponse> List(const Service& service, v1::ListLicencesRequest request) {
    request.set_school_id(kSchool.ToString());
    return service.Call<v1::ListLicencesResponse>("ListLicences", request, kCoordinator);
}

/// Titles over pages of two.
std::vector<std::string> Titles(const Service& service, v1::ListLicencesRequest request = {}) {
    std::vector<std::string> titles;
    request.set_limit(2);
    do {
        const auto page = List(service, request);
        REQUIRE(page);
        for (const auto& licence : page->items()) titles.push_back(licence.title());
        request.set_cursor(page->next_cursor());
    } while (!request.cursor().empty());
    return titles;
}

std::string PutTitled(const Service& service, const std::string& title, const std::string& product,
                      const std::string& end = "2199-07-31") {
    auto order = Service::Order(product, product);
    order.set_title(title);
    order.set_end_date(end);
    const auto receipt = service.Put(order);
    REQUIRE(receipt);
    return receipt->licence_id();
}

void PutMethod(const Service& service, const std::string& id, const std::string& name, bool excluded) {
    v1::PutMethodRequest method;
    method.set_method_id(id);
    method.set_name(name);
    method.set_subject("aardrijkskunde");
    method.set_excluded_from_overview(excluded);
    REQUIRE(service.Call<v1::CatalogueReceipt>("CatalogueService/PutMethod", method, kCatalogue));
    v1::PutProductRequest product;
    product.set_product_id(id + "-product");
    product.set_method_id(id);
    product.set_name(name);
    product.add_year_groups("7");
    product.add_kinds(v1::LICENCE_KIND_GROUP);
    product.set_url("https://a.example");
    REQUIRE(service.Call<v1::CatalogueReceipt>("CatalogueService/PutProduct", product, kCatalogue));
}

using Expected = std::vector<std::string>;

}  // namespace

TEST_CASE("pupils are counted once, by whichever way they have access, and only those who are there", "[LIC-02]") {
    Service service(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    const auto by_group = service.Put(Service::Order("g", "g"))->licence_id();
    REQUIRE(service.Link(by_group, kGroup5));
    const auto id = LicenceId::Parse(by_group)->value;
    service.LinkPupil(id, kPupil5);  // is in the group too
    service.LinkPupil(id, kPupil6);
    service.LinkPupil(id, PersonId{4711});  // has left
    auto seats = Service::Order("s", "s");
    seats.set_kind(v1::LICENCE_KIND_PUPIL);
    seats.set_seats(3);
    const auto by_seat = service.Put(seats)->licence_id();
    service.Seat(LicenceId::Parse(by_seat)->value, kPupil6);
    const auto page = List(service, {});
    REQUIRE(page);
    REQUIRE(page->items_size() == 2);
    for (const auto& licence : page->items()) {
        CHECK(licence.pupil_count() == (licence.id() == by_group ? 2 : 1));
        CHECK(licence.has_seats() == (licence.id() == by_seat));
        CHECK(licence.has_seats_used() == licence.has_seats());
        if (!licence.has_seats()) continue;
        CHECK(licence.seats_used() == 1);
        CHECK(licence.seats_free() == 2);
        CHECK(licence.waiting() == 0);
    }
}

TEST_CASE("what persons can use counts groups, own links and seats, and a contract that goes on", "[ROS-09][LIC-02]") {
    const Service service(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    auto order = Service::Order("renewed", "p1");
    order.set_title("Loopt door");
    order.set_end_date("2021-07-31");
    order.set_renews(true);
    REQUIRE(service.Link(service.Put(order)->licence_id(), kGroup5));
    order.set_order_line_id("ended");
    order.set_title("Voorbij");
    order.set_renews(false);
    // Linked while it ran: a link does not make it go on.
    auto running = order;
    running.set_end_date("2199-07-31");
    REQUIRE(service.Link(service.Put(running)->licence_id(), kGroup5));
    REQUIRE(service.Put(order));
    service.LinkPupil(LicenceId::Parse(PutTitled(service, "Van een andere groep", "p2"))->value, kPupil5);
    auto seats = Service::Order("s", "p3");
    seats.set_title("Per kind");
    seats.set_kind(v1::LICENCE_KIND_PUPIL);
    seats.set_seats(1);
    service.Seat(LicenceId::Parse(service.Put(seats)->licence_id())->value, kPupil5);
    v1::ListTitlesRequest request;
    request.set_school_id(kSchool.ToString());
    request.add_person_ids(kPupil5.ToString());
    const auto titles = service.Call<v1::ListTitlesResponse>("ListTitles", request, kCoordinator);
    REQUIRE(titles);
    REQUIRE(titles->items_size() == 1);
    CHECK(Expected(titles->items(0).titles().begin(), titles->items(0).titles().end()) ==
          Expected{"Loopt door", "Per kind", "Van een andere groep"});
}

TEST_CASE("the catalogue's part is shown where it is known, and what is managed elsewhere is kept apart",
          "[LIC-01][LIC-02]") {
    const Service service(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    PutMethod(service, "wereld", "Wereldkaart", false);
    PutMethod(service, "topo", "Topografie", true);
    PutTitled(service, "Wereld", "wereld-product");
    PutTitled(service, "Topo", "topo-product");
    PutTitled(service, "Onbekend", "onbekend-product");
    CHECK(Titles(service) == Expected{"Onbekend", "Wereld"});
    v1::ListLicencesRequest request;
    request.set_excluded(true);
    const auto apart = List(service, request);
    REQUIRE(apart->items_size() == 1);
    CHECK(apart->items(0).title() == "Topo");
    CHECK(apart->items(0).notice().find("per e-mail") != std::string::npos);
    request.set_excluded(false);
    request.set_method_id("wereld");
    const auto known = List(service, request);
    REQUIRE(known->items_size() == 1);
    CHECK(known->items(0).method_id() == "wereld");
    CHECK(known->items(0).method_name() == "Wereldkaart");
    CHECK(known->items(0).subject() == "aardrijkskunde");
    CHECK(known->items(0).year_groups(0) == "7");
    CHECK_FALSE(known->items(0).has_notice());
    request.clear_method_id();
    request.set_q("onbek");
    const auto unknown = List(service, request);
    REQUIRE(unknown->items_size() == 1);
    CHECK_FALSE(unknown->items(0).has_method_name());
    CHECK_FALSE(unknown->items(0).has_subject());
}

TEST_CASE("the list is filtered and sorted over pages", "[LIC-02]") {
    const Service service(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    PutTitled(service, "Été", "p1");
    PutTitled(service, "eta", "p2", "2198-07-31");
    PutTitled(service, "Zon", "p3");
    PutTitled(service, "Oud", "p4", "2021-07-31");
    v1::ListLicencesRequest request;
    CHECK(Titles(service) == Expected{"eta", "Été", "Zon"});
    request.set_order(v1::SORT_ORDER_DESC);
    CHECK(Titles(service, request) == Expected{"Zon", "Été", "eta"});
    request.set_sort(v1::LICENCE_SORT_END_DATE);
    CHECK(Titles(service, request).back() == "eta");
    request.set_state("expired");
    CHECK(Titles(service, request) == Expected{"Oud"});
    request.set_state("expired,active");
    CHECK(Titles(service, request).size() == 4);
    request.set_q("ÉT");
    CHECK(Titles(service, request).size() == 2);
    request.set_state("expired,nothing");
    CHECK(List(service, request).error().fields.at(0).pointer == "state");
    request.set_state("");
    request.set_year_group("99");
    CHECK(List(service, request).error().fields.at(0).pointer == "yearGroup");
    request.clear_year_group();
    request.clear_q();
    request.set_limit(1);
    const auto cursor = List(service, request)->next_cursor();
    REQUIRE_FALSE(cursor.empty());
    request.set_cursor(cursor);
    CHECK(List(service, request));
    request.set_order(v1::SORT_ORDER_ASC);
    CHECK(List(service, request).error().reason == reason::kInvalidCursor);
}
