#include "tools/demo/shop.hpp"

namespace suite::demo {

std::vector<SoldMethod> SoldMethods() {
    return {{.id = "cijferpad", .name = "Cijferpad", .subject = "rekenen"},
            {.id = "denkwerk", .name = "Denkwerk", .subject = "rekenen"},
            {.id = "kaartkoers", .name = "Kaartkoers", .subject = "topografie", .managed_elsewhere = true},
            {.id = "klanktrein", .name = "Klanktrein", .subject = "taal voor kleuters"},
            {.id = "letterdal", .name = "Letterdal", .subject = "lezen"},
            {.id = "meetlint", .name = "Meetlint", .subject = "toetsen", .for_teachers = true},
            {.id = "theetijd", .name = "Theetijd", .subject = "Engels"},
            {.id = "wereldraam", .name = "Wereldraam", .subject = "wereldoriëntatie"},
            {.id = "woordveld", .name = "Woordveld", .subject = "taal"}};
}

std::vector<SoldProduct> SoldProducts() {
    const std::vector<std::string> group{"group"};
    const std::vector<std::string> pupil{"pupil"};
    const std::vector<std::string> both{"group", "pupil"};
    std::vector<SoldProduct> products{
        {"cijferpad-plus", "Cijferpad plustaken", {"5", "6", "7", "8"}, pupil},
        {"denkwerk-plusklas", "Denkwerk plusklas", {"5", "6", "7", "8"}, group},
        {"kaartkoers-5-8", "Kaartkoers groep 5 tot en met 8", {"5", "6", "7", "8"}, group},
        {"klanktrein-1-2", "Klanktrein groep 1 en 2", {"1", "2"}, group},
        {"letterdal-3", "Letterdal groep 3", {"3"}, group},
        {"letterdal-4", "Letterdal groep 4", {"4"}, group},
        {"letterdal-hulp", "Letterdal leeshulp", {"3", "4", "5"}, pupil},
        {"meetlint-3-8", "Meetlint toetsen", {"3", "4", "5", "6", "7", "8"}, group, true},
        {"theetijd-5-8", "Theetijd groep 5 tot en met 8", {"5", "6", "7", "8"}, both},
        {"wereldraam-5-6", "Wereldraam groep 5 en 6", {"5", "6"}, group},
        {"wereldraam-7-8", "Wereldraam groep 7 en 8", {"7", "8"}, group},
        {"wereldraam-extra", "Wereldraam extra oefenen", {"6", "7", "8"}, pupil},
        {"woordveld-4-6", "Woordveld groep 4 tot en met 6", {"4", "5", "6"}, both},
        {"woordveld-7-8", "Woordveld groep 7 en 8", {"7", "8"}, both}};
    for (const auto* code : {"3", "4", "5", "6", "7", "8"}) {
        const std::string year_group(code);
        products.push_back({"cijferpad-" + year_group, "Cijferpad groep " + year_group, {year_group}, group});
    }
    return products;
}

std::vector<OrderLine> OrderLines() {
    return {{.id = "demo-1",
             .product = "cijferpad-5",
             .title = "Cijferpad groep 5",
             .year_groups = {"5"},
             .linked_groups = {"G5", "G56"},
             .renews = true},
            {.id = "demo-2",
             .product = "cijferpad-6",
             .title = "Cijferpad groep 6",
             .year_groups = {"6"},
             .linked_groups = {"G6", "G56"},
             .renews = true},
            {.id = "demo-3",
             .product = "letterdal-3",
             .title = "Letterdal groep 3",
             .year_groups = {"3"},
             .linked_groups = {"G3"},
             .renews = true},
            {.id = "demo-4",
             .product = "woordveld-7-8",
             .title = "Woordveld groep 7 en 8",
             .year_groups = {"7", "8"},
             .years_ahead = 1,
             .renews = true},
            {.id = "demo-5",
             .product = "wereldraam-extra",
             .title = "Wereldraam extra oefenen",
             .year_groups = {"6", "7", "8"},
             .seats = 30},
            {.id = "demo-6",
             .product = "theetijd-5-8",
             .title = "Theetijd groep 5 tot en met 8",
             .year_groups = {"5", "6", "7", "8"},
             .linked_groups = {"G5", "G6", "G7", "G8", "G56"},
             .renews = true},
            // Managed elsewhere, and over: kept apart from the others.
            {.id = "demo-7",
             .product = "kaartkoers-5-8",
             .title = "Kaartkoers groep 5 tot en met 8",
             .year_groups = {"5", "6", "7", "8"},
             .renews = true},
            {.id = "demo-8",
             .product = "klanktrein-1-2",
             .title = "Klanktrein groep 1 en 2",
             .year_groups = {"1", "2"},
             .years_ahead = -1},
            // For the plus class: that is asked, not linked.
            {.id = "demo-9",
             .product = "denkwerk-plusklas",
             .title = "Denkwerk plusklas",
             .year_groups = {"5", "6", "7", "8"},
             .proposed_groups = 1,
             .renews = true}};
}

std::string MethodOf(const std::string& product) { return product.substr(0, product.find('-')); }

}  // namespace suite::demo
