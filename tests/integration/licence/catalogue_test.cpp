#include <suite/licence/v1/catalogue_service.pb.h>

#include "support.hpp"

namespace {

using namespace suite;           // NOLINT: test
using namespace suite::licence;  // NOLINT: test
using sql::Dialect;

v1::PutMethodRequest MethodRequest(const std::string& id = "taal") {
    v1::PutMethodRequest method;
    method.set_method_id(id);
    method.set_name("Taal op maat");
    method.set_subject("taal");
    method.set_url("https://taal.example");
    method.set_icon("image/png,iVBORw0KGgo=");
    method.mutable_tags()->set_leerkracht_applicatie(true);
    return method;
}

v1::PutProductRequest ProductRequest(const std::string& id = "taal-5", const std::string& method = "taal") {
    v1::PutProductRequest product;
    product.set_product_id(id);
    product.set_method_id(method);
    product.set_name("Taal groep 5");
    product.add_year_groups("5");
    product.add_kinds(v1::LICENCE_KIND_GROUP);
    product.set_url("https://taal.example/5");
    return product;
}

Result<v1::CatalogueReceipt> Put(const Service& service, const v1::PutMethodRequest& method,
                                 const Actor& actor = kCatalogue) {
    return service.Call<v1::CatalogueReceipt>("CatalogueService/PutMethod", method, actor);
}
Result<v1::CatalogueReceipt> Put(const Service& service, const v1::PutProductRequest& product,
                                 const Actor& actor = kCatalogue) {
    return service.Call<v1::CatalogueReceipt>("CatalogueService/PutProduct", product, actor);
}
Result<v1::CatalogueReceipt> RemoveProduct(const Service& service, const std::string& id) {
    v1::DeleteProductRequest request;
    request.set_product_id(id);
    return service.Call<v1::CatalogueReceipt>("CatalogueService/DeleteProduct", request, kCatalogue);
}
Result<v1::CatalogueReceipt> RemoveMethod(const Service& service, const std::string& id) {
    v1::DeleteMethodRequest request;
    request.set_method_id(id);
    return service.Call<v1::CatalogueReceipt>("CatalogueService/DeleteMethod", request, kCatalogue);
}

/// Ids over pages of two.
std::vector<std::string> Ids(const Service& service, v1::ListProductsRequest request) {
    std::vector<std::string> ids;
    request.set_limit(2);
    do {
        const auto page =
            service.Call<v1::ListProductsResponse>("CatalogueService/ListProducts", request, kCoordinator);
        REQUIRE(page);
        for (const auto& product : page->items()) ids.push_back(product.id());
        request.set_cursor(page->next_cursor());
    } while (!request.cursor().empty());
    return ids;
}

}  // namespace

TEST_CASE("methods and products are put, read as they were put, and put again without a change", "[LIC-01]") {
    const Service service(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    CHECK(Put(service, MethodRequest())->outcome() == v1::CATALOGUE_OUTCOME_CREATED);
    CHECK(Put(service, MethodRequest())->outcome() == v1::CATALOGUE_OUTCOME_UNCHANGED);
    CHECK(Put(service, ProductRequest())->outcome() == v1::CATALOGUE_OUTCOME_CREATED);
    CHECK(Put(service, ProductRequest())->outcome() == v1::CATALOGUE_OUTCOME_UNCHANGED);

    v1::GetMethodRequest get_method;
    get_method.set_method_id("taal");
    const auto method = service.Call<v1::Method>("CatalogueService/GetMethod", get_method, kCoordinator);
    REQUIRE(method);
    CHECK(method->name() == "Taal op maat");
    CHECK(method->subject() == "taal");
    CHECK(method->url() == "https://taal.example");
    CHECK(method->icon() == "image/png,iVBORw0KGgo=");
    CHECK_FALSE(method->excluded_from_overview());
    CHECK(method->tags().leerkracht_applicatie());
    CHECK_FALSE(method->tags().toets_applicatie());

    v1::GetProductRequest get_product;
    get_product.set_product_id("taal-5");
    const auto product = service.Call<v1::Product>("CatalogueService/GetProduct", get_product, kCatalogue);
    REQUIRE(product);
    CHECK(product->method_id() == "taal");
    CHECK(product->year_groups_size() == 1);
    REQUIRE(product->kinds_size() == 1);
    CHECK(product->kinds(0) == v1::LICENCE_KIND_GROUP);
    CHECK(product->url() == "https://taal.example/5");

    auto bare = MethodRequest();
    bare.clear_url();
    bare.clear_icon();
    bare.set_excluded_from_overview(true);
    CHECK(Put(service, bare)->outcome() == v1::CATALOGUE_OUTCOME_CHANGED);
    const auto changed = service.Call<v1::Method>("CatalogueService/GetMethod", get_method, kCoordinator);
    CHECK_FALSE(changed->has_url());
    CHECK_FALSE(changed->has_icon());
    CHECK(changed->excluded_from_overview());
}

TEST_CASE("the catalogue refuses what is not right, and says which field", "[LIC-01]") {
    const Service service(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    auto http = MethodRequest();
    http.set_url("http://taal.example");
    const auto refused = Put(service, http);
    CHECK(refused.error().code == Code::kInvalidArgument);
    CHECK(refused.error().fields.at(0).pointer == "/url");
    CHECK(Put(service, MethodRequest("a/b")).error().fields.at(0).pointer == "methodId");
    CHECK(Put(service, ProductRequest()).error().reason == reason::kMethodUnknown);
    REQUIRE(Put(service, MethodRequest()));
    auto twice = ProductRequest();
    twice.add_kinds(v1::LICENCE_KIND_GROUP);
    CHECK(Put(service, twice).error().fields.at(0).pointer == "/kinds");

    v1::GetMethodRequest get_method;
    get_method.set_method_id("rekenen");
    CHECK(service.Call<v1::Method>("CatalogueService/GetMethod", get_method, kCatalogue).error().reason ==
          reason::kMethodUnknown);
    v1::GetProductRequest get_product;
    get_product.set_product_id("rekenen-5");
    CHECK(service.Call<v1::Product>("CatalogueService/GetProduct", get_product, kCatalogue).error().reason ==
          reason::kProductUnknown);
    v1::ListProductsRequest list;
    list.set_year_group("%");
    CHECK(service.Call<v1::ListProductsResponse>("CatalogueService/ListProducts", list, kCatalogue)
              .error()
              .fields.at(0)
              .pointer == "yearGroup");
    list.clear_year_group();
    list.set_cursor("L2Jhc2U");  // "/base": no id
    CHECK(service.Call<v1::ListProductsResponse>("CatalogueService/ListProducts", list, kCatalogue).error().reason ==
          reason::kInvalidCursor);

    for (const auto& actor : {kOrders, kCoordinator, Actor{.role = Role::kHelpdesk}}) {
        CHECK(Put(service, MethodRequest(), actor).error().code == Code::kPermissionDenied);
        CHECK(Put(service, ProductRequest(), actor).error().code == Code::kPermissionDenied);
    }
    const Actor teacher{.role = Role::kTeacher, .school = kSchool, .person = kTeacher};
    CHECK(service.Call<v1::Method>("CatalogueService/GetMethod", get_method, teacher).error().code ==
          Code::kPermissionDenied);
}

TEST_CASE("products are listed page by page, by method, year group and kind", "[LIC-01]") {
    const Service service(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    REQUIRE(Put(service, MethodRequest("taal")));
    REQUIRE(Put(service, MethodRequest("rekenen")));
    const auto put = [&](const char* id, const char* method, std::vector<std::string> year_groups, bool pupils) {
        auto product = ProductRequest(id, method);
        product.clear_year_groups();
        for (const auto& code : year_groups) product.add_year_groups(code);
        if (pupils) product.add_kinds(v1::LICENCE_KIND_PUPIL);
        REQUIRE(Put(service, product));
    };
    put("rekenen-5", "rekenen", {"5"}, true);
    put("rekenen-56", "rekenen", {"5", "6"}, false);
    put("taal-1", "taal", {"1"}, false);
    put("taal-11", "taal", {"11"}, false);
    put("taal-extra", "taal", {}, true);
    using Expected = std::vector<std::string>;
    v1::ListProductsRequest request;
    CHECK(Ids(service, request) == Expected{"rekenen-5", "rekenen-56", "taal-1", "taal-11", "taal-extra"});
    request.set_year_group("1");
    CHECK(Ids(service, request) == Expected{"taal-1", "taal-extra"});
    request.set_year_group("5");
    CHECK(Ids(service, request) == Expected{"rekenen-5", "rekenen-56", "taal-extra"});
    request.set_kind(v1::LICENCE_KIND_PUPIL);
    CHECK(Ids(service, request) == Expected{"rekenen-5", "taal-extra"});
    request.set_method_id("taal");
    CHECK(Ids(service, request) == Expected{"taal-extra"});
    request.set_method_id("geen");
    CHECK(Ids(service, request) == Expected{});
}

TEST_CASE("a product with licences and a method with products stay, the rest can be removed, once and again",
          "[LIC-01]") {
    const Service service(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    REQUIRE(Put(service, MethodRequest()));
    REQUIRE(Put(service, ProductRequest("taal-5")));
    REQUIRE(Put(service, ProductRequest("taal-6")));
    auto order = Service::Order();
    order.set_cancelled(true);
    REQUIRE(service.Put(order));
    CHECK(RemoveProduct(service, "taal-5").error().reason == reason::kProductInUse);
    CHECK(RemoveMethod(service, "taal").error().reason == reason::kMethodInUse);
    CHECK(RemoveProduct(service, "taal-6")->outcome() == v1::CATALOGUE_OUTCOME_REMOVED);
    CHECK(RemoveProduct(service, "taal-6")->outcome() == v1::CATALOGUE_OUTCOME_UNCHANGED);
    REQUIRE(Put(service, MethodRequest("leeg")));
    CHECK(RemoveMethod(service, "leeg")->outcome() == v1::CATALOGUE_OUTCOME_REMOVED);
    CHECK(RemoveMethod(service, "leeg")->outcome() == v1::CATALOGUE_OUTCOME_UNCHANGED);
}
