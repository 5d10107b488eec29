// What the publisher sells: methods and their products (LIC-01). The same for every school. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.hpp"
#include "services/licence/domain/licence.hpp"

namespace suite::licence {

/// Basispoort's tags of a method or product (FACTS §5.1).
struct Tags {
    bool teacher_application = false;  // leerkrachtApplicatie
    bool test_application = false;     // toetsApplicatie
    bool operator==(const Tags&) const = default;
};

struct Method {
    std::string id;
    std::string name;
    std::string subject;                // "rekenen", in the publisher's words
    std::optional<std::string> url{};   // https
    std::optional<std::string> icon{};  // "image/png,<base64>" or "image/svg+xml,<base64>", as Basispoort takes it
    /// Managed elsewhere, so kept apart from the school's licences (seed 0 §3.5: Topografie).
    bool excluded_from_overview = false;
    Tags tags{};
    bool operator==(const Method&) const = default;
};

/// Not every product has licences per child (seed 0 §3.6).
struct Product {
    std::string id;
    std::string method_id;
    std::string name;
    std::vector<std::string> year_groups{};  // that it serves; empty: any
    bool for_groups = false;
    bool for_pupils = false;
    std::string url;  // https
    Tags tags{};
    [[nodiscard]] bool Offers(LicenceKind kind) const { return kind == LicenceKind::kGroup ? for_groups : for_pupils; }
    bool operator==(const Product&) const = default;
};

inline constexpr std::size_t kLargestIcon = 65536;  // characters
inline constexpr std::size_t kLongestUrl = 1000;

/// Fields that cannot be right, each with its JSON name; empty when all is well.
[[nodiscard]] std::vector<FieldViolation> Validate(const Method& method);
[[nodiscard]] std::vector<FieldViolation> Validate(const Product& product);

/// An absolute https address without user, of printable ASCII; nothing is looked up.
[[nodiscard]] bool IsHttpsUrl(std::string_view text);

/// May this order line be taken, given the product as the catalogue has it? licence-kind-not-offered. What the
/// catalogue does not know (nullptr) is taken: an order may come before its product (docs/decisions/0015).
[[nodiscard]] Status CanOrder(const Licence& line, const Product* product);

}  // namespace suite::licence
