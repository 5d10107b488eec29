// Order lines (LIC-14): what they change, what they do not, and what the catalogue has to say about them.
#include <suite/licence/v1/catalogue_service.pb.h>

#include "support.hpp"

namespace {

using namespace suite;           // NOLINT: test
using namespace suite::licence;  // NOLINT: test
using sql::Dialect;

void PutProduct(const Service& service, bool groups, bool pupils) {
    v1::PutMethodRequest method;
    method.set_method_id("taal");
    method.set_name("Taal");
    method.set_subject("taal");
    REQUIRE(service.Call<v1::CatalogueReceipt>("CatalogueService/PutMethod", method, kCatalogue));
    v1::PutProductRequest product;
    product.set_product_id("taal-5");
    product.set_method_id("taal");
    product.set_name("Taal 5");
    product.set_url("https://taal.example/5");
    if (groups) product.add_kinds(v1::LICENCE_KIND_GROUP);
    if (pupils) product.add_kinds(v1::LICENCE_KIND_PUPIL);
    REQUIRE(service.Call<v1::CatalogueReceipt>("CatalogueService/PutProduct", product, kCatalogue));
}

v1::PutOrderRequest SeatsOrder(int seats, const std::string& line = "line-1") {
    auto order = Service::Order(line);
    order.set_kind(v1::LICENCE_KIND_PUPIL);
    order.set_seats(seats);
    return order;
}

/// Everything that a write would leave behind.
std::int64_t Written(const Service& service) {
    return service.Count(
        "SELECT COALESCE((SELECT max(version) FROM licence_version), 0) + (SELECT count(*) FROM licence) +"
        " (SELECT count(*) FROM licence_history)");
}

}  // namespace

TEST_CASE("an order line sent again writes nothing at all", "[LIC-14]") {
    const Service service(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    auto order = Service::Order();
    order.set_renews(true);
    REQUIRE(service.Put(order));
    const auto before = Written(service);
    for (int i = 0; i < 3; ++i) CHECK(service.Put(order)->outcome() == v1::ORDER_OUTCOME_UNCHANGED);
    CHECK(Written(service) == before);
    order.set_renews(false);
    CHECK(service.Put(order)->outcome() == v1::ORDER_OUTCOME_CHANGED);
    CHECK(Written(service) > before);
}

TEST_CASE("an order for a product that the catalogue does not know is taken, of a known one only what it offers",
          "[LIC-01][LIC-14]") {
    const Service service(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    REQUIRE(service.Put(SeatsOrder(10)));  // before its product
    PutProduct(service, /*groups=*/true, /*pupils=*/false);
    const auto refused = service.Put(SeatsOrder(10, "line-2"));
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == Code::kFailedPrecondition);
    CHECK(refused.error().reason == reason::kLicenceKindNotOffered);
    CHECK(refused.error().metadata.at("product") == "Taal 5");
    CHECK(service.Count("SELECT count(*) FROM licence") == 1);
    // What was acknowledged stays: sent again, changed and cancelled.
    CHECK(service.Put(SeatsOrder(10))->outcome() == v1::ORDER_OUTCOME_UNCHANGED);
    CHECK(service.Put(SeatsOrder(12))->outcome() == v1::ORDER_OUTCOME_CHANGED);
    auto cancelled = SeatsOrder(12);
    cancelled.set_cancelled(true);
    CHECK(service.Put(cancelled)->outcome() == v1::ORDER_OUTCOME_CHANGED);
    // A line that comes to be about it is as a new one.
    auto other = SeatsOrder(5, "line-3");
    other.set_product_id("taal-6");
    REQUIRE(service.Put(other));
    other.set_product_id("taal-5");
    CHECK(service.Put(other).error().reason == reason::kLicenceKindNotOffered);

    PutProduct(service, /*groups=*/true, /*pupils=*/true);
    CHECK(service.Put(SeatsOrder(10, "line-2"))->outcome() == v1::ORDER_OUTCOME_CREATED);
}

TEST_CASE("a cancelled order line ends access at once, sent without it gives it back, and both are kept",
          "[LIC-14][LIC-15]") {
    const Service service(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    const auto licence = service.Put(Service::Order())->licence_id();
    REQUIRE(service.Link(licence, kGroup5));
    auto cancelled = Service::Order();
    cancelled.set_cancelled(true);
    REQUIRE(service.Put(cancelled));
    CHECK(service.Check(kPupil5).reason() == v1::ENTITLEMENT_REASON_LICENCE_CANCELLED);
    REQUIRE(service.Put(cancelled));
    REQUIRE(service.Put(Service::Order()));
    CHECK(service.Check(kPupil5).entitled());
    CHECK(service.Count("SELECT count(*) FROM licence_history WHERE subject = 'licence' AND how = 'order'"
                        " AND client_id = 'order-system' AND action = 'terminate'") == 1);
    CHECK(service.Count("SELECT count(*) FROM licence_history WHERE subject = 'licence' AND action = 'resume'") == 1);
}
