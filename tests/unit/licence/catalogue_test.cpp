#include "services/licence/domain/catalogue.hpp"

#include <catch2/catch.hpp>

#include "core/reasons.hpp"

namespace {

using namespace suite;           // NOLINT: test
using namespace suite::licence;  // NOLINT: test

Method GoodMethod() {
    return {.id = "rekenrijk",
            .name = "Rekenrijk",
            .subject = "rekenen",
            .url = "https://rekenrijk.example/start",
            .icon = "image/png,iVBORw0KGgo="};
}

Product GoodProduct() {
    return {.id = "rekenrijk-5",
            .method_id = "rekenrijk",
            .name = "Rekenrijk groep 5",
            .year_groups = {"5", "6"},
            .for_groups = true,
            .url = "https://rekenrijk.example/5"};
}

template <class Item>
struct Case {
    const char* pointer;
    void (*spoil)(Item&);
};

template <class Item, std::size_t N>
void CheckEach(const Item& good, const Case<Item> (&cases)[N]) {
    REQUIRE(Validate(good).empty());
    for (const auto& c : cases) {
        auto item = good;
        c.spoil(item);
        const auto wrong = Validate(item);
        INFO(c.pointer);
        REQUIRE(wrong.size() == 1);
        CHECK(wrong[0].pointer == c.pointer);
    }
}

}  // namespace

TEST_CASE("a method is checked field by field", "[LIC-01]") {
    CheckEach<Method>(GoodMethod(), {
                                        {"methodId", [](Method& m) { m.id = ""; }},
                                        {"methodId", [](Method& m) { m.id = "reken/rijk"; }},
                                        {"methodId", [](Method& m) { m.id = ".."; }},
                                        {"methodId", [](Method& m) { m.id = std::string(65, 'x'); }},
                                        {"/name", [](Method& m) { m.name = " "; }},
                                        {"/name", [](Method& m) { m.name = std::string(201, 'x'); }},
                                        {"/subject", [](Method& m) { m.subject = ""; }},
                                        {"/subject", [](Method& m) { m.subject = std::string(101, 'x'); }},
                                        {"/url", [](Method& m) { m.url = "http://rekenrijk.example"; }},
                                        {"/icon", [](Method& m) { m.icon = "image/png,"; }},
                                        {"/icon", [](Method& m) { m.icon = "image/gif,AAAA"; }},
                                        {"/icon", [](Method& m) { m.icon = "image/png,AAA"; }},
                                        {"/icon", [](Method& m) { m.icon = "image/png,AA$="; }},
                                        {"/icon", [](Method& m) { m.icon = "image/png," + std::string(65536, 'A'); }},
                                    });
    auto bare = GoodMethod();
    bare.url.reset();
    bare.icon.reset();
    CHECK(Validate(bare).empty());
    bare.icon = "image/svg+xml,PHN2Zy8+";
    CHECK(Validate(bare).empty());
}

TEST_CASE("a product is checked field by field", "[LIC-01]") {
    CheckEach<Product>(GoodProduct(), {
                                          {"productId", [](Product& p) { p.id = "a b"; }},
                                          {"/methodId", [](Product& p) { p.method_id = ""; }},
                                          {"/name", [](Product& p) { p.name = ""; }},
                                          {"/yearGroups/1", [](Product& p) { p.year_groups = {"5", "55"}; }},
                                          {"/yearGroups/0", [](Product& p) { p.year_groups = {""}; }},
                                          {"/kinds", [](Product& p) { p.for_groups = false; }},
                                          {"/url", [](Product& p) { p.url = ""; }},
                                      });
    auto twice = GoodProduct();
    twice.year_groups = {"5", "5"};
    CHECK(Validate(twice).size() == 2);  // each of the two is named
    auto any = GoodProduct();
    any.year_groups = {};
    any.for_pupils = true;
    CHECK(Validate(any).empty());
}

TEST_CASE("an address is https with a host, and nothing that can be read in two ways", "[LIC-01]") {
    for (const auto* good :
         {"https://a.example", "https://a.example/", "https://a-1.example:8443/x?y=z#w", "https://A.EXAMPLE"}) {
        INFO(good);
        CHECK(IsHttpsUrl(good));
    }
    for (const auto* bad : {"",
                            "https://",
                            "http://a.example",
                            "HTTPS://a.example",
                            "https:///x",
                            "https://user@a.example",
                            "https://a.example\\@b.example",
                            "https://a.example/a b",
                            "https://a.example/\"",
                            "https://a.example/<x>",
                            "https://a..example",
                            "https://.example",
                            "https://-a.example",
                            "https://a-",
                            "https://a.example:",
                            "https://a.example:0",
                            "https://a.example:65536",
                            "https://a.example:http",
                            "https://é.example",
                            "https://a.example/\n",
                            "javascript:https://a.example",
                            "//a.example"}) {
        INFO(bad);
        CHECK_FALSE(IsHttpsUrl(bad));
    }
    CHECK(IsHttpsUrl("https://a.example/" + std::string(982, 'x')));
    CHECK_FALSE(IsHttpsUrl("https://a.example/" + std::string(983, 'x')));
}

TEST_CASE("an order asks for a kind that the product offers, or for a product that is not known yet",
          "[LIC-01][LIC-14]") {
    auto product = GoodProduct();
    Licence line{.product_id = product.id, .kind = LicenceKind::kGroup};
    CHECK(CanOrder(line, nullptr));
    CHECK(CanOrder(line, &product));
    line.kind = LicenceKind::kPupil;
    CHECK(CanOrder(line, nullptr));
    const auto refused = CanOrder(line, &product);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().reason == reason::kLicenceKindNotOffered);
    CHECK(refused.error().metadata.at("offered") == "per groep");
    product.for_pupils = true;
    CHECK(CanOrder(line, &product));
    product.for_groups = false;
    line.kind = LicenceKind::kGroup;
    CHECK(CanOrder(line, &product).error().metadata.at("offered") == "per kind");
}
