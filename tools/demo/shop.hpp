// What the demonstration's publisher sells, and what its school bought. All made up.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace suite::demo {

struct SoldMethod {
    std::string id;
    std::string name;
    std::string subject;
    bool managed_elsewhere = false;
    bool for_teachers = false;
};

struct SoldProduct {
    std::string id;  // method's id, '-', the rest
    std::string name;
    std::vector<std::string> year_groups;
    std::vector<std::string> kinds;  // "group", "pupil"
    bool test = false;
};

struct OrderLine {
    std::string id;
    std::string product;
    std::string title;
    std::vector<std::string> year_groups;
    std::vector<std::string> linked_groups{};  // that are linked by themselves (LIC-04), by the administration's key
    int proposed_groups = 0;                   // of which the coordinator is asked
    int years_ahead = 0;                       // 0: this school year
    std::optional<int> seats{};                // a licence per pupil
    bool renews = false;
};

[[nodiscard]] std::vector<SoldMethod> SoldMethods();
[[nodiscard]] std::vector<SoldProduct> SoldProducts();
/// demo-1 and on.
[[nodiscard]] std::vector<OrderLine> OrderLines();

/// "cijferpad" of "cijferpad-5".
[[nodiscard]] std::string MethodOf(const std::string& product);

}  // namespace suite::demo
