// Port: the methods and products that the publisher sells (LIC-01). Of no school.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/error.hpp"
#include "services/licence/domain/catalogue.hpp"

namespace suite::licence {

/// What is left empty selects everything.
struct ProductFilter {
    std::string method_id{};
    std::string year_group{};  // served, or the product serves any
    std::optional<LicenceKind> kind{};
};

class CatalogueTx {
  public:
    virtual ~CatalogueTx() = default;
    /// Writers of the catalogue wait for each other from here to the end of the transaction.
    [[nodiscard]] virtual Status Lock() = 0;
    [[nodiscard]] virtual Result<std::optional<Method>> FindMethod(const std::string& id) = 0;
    [[nodiscard]] virtual Result<std::optional<Product>> FindProduct(const std::string& id) = 0;
    [[nodiscard]] virtual Status Save(const Method& method) = 0;
    [[nodiscard]] virtual Status Save(const Product& product) = 0;
    /// True when it was there.
    [[nodiscard]] virtual Result<bool> RemoveMethod(const std::string& id) = 0;
    [[nodiscard]] virtual Result<bool> RemoveProduct(const std::string& id) = 0;
    /// By id, after `after` (empty: from the start), at most `limit`.
    [[nodiscard]] virtual Result<std::vector<Method>> Methods(const std::string& after, std::int64_t limit) = 0;
    [[nodiscard]] virtual Result<std::vector<Product>> Products(const ProductFilter& filter, const std::string& after,
                                                                std::int64_t limit) = 0;
    /// Any, ended ones too: their history names it.
    [[nodiscard]] virtual Result<bool> HasLicences(const std::string& product_id) = 0;
    [[nodiscard]] virtual Result<bool> HasProducts(const std::string& method_id) = 0;
};

}  // namespace suite::licence
