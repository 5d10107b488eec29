// The order system keeps the catalogue; schools and the helpdesk read it (LIC-01).
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/time.hpp"
#include "services/licence/app/ports.hpp"

namespace suite::licence {

enum class CatalogueOutcome { kCreated, kChanged, kUnchanged, kRemoved };

template <class Item>
struct CataloguePage {
    std::vector<Item> items{};
    std::optional<std::string> next{};  // id of the last of this page, when there are more
};

/// Whether what is held now (nullopt: nothing) is what the caller thinks it is; empty: it does not matter.
template <class Item>
using Precondition = std::function<bool(const std::optional<Item>& held)>;

/// Writing needs scope catalogue:write; reading that, or a coordinator or the helpdesk (PERMISSION_DENIED). Putting
/// what is there, and removing what is not, changes nothing and succeeds. What does not fit its precondition fails with
/// FAILED_PRECONDITION precondition-failed and changes nothing; it is judged in the transaction of the change.
/// Thread-safe.
class ManageCatalogue {
  public:
    ManageCatalogue(LicenceStore& store, const Clock& clock) : store_(store), clock_(clock) {}

    /// INVALID_ARGUMENT (fields).
    [[nodiscard]] Result<CatalogueOutcome> Put(const Actor& actor, const Method& method, Deadline deadline,
                                               const Precondition<Method>& fits = {}) const;
    /// INVALID_ARGUMENT (fields), NOT_FOUND method-unknown.
    [[nodiscard]] Result<CatalogueOutcome> Put(const Actor& actor, const Product& product, Deadline deadline,
                                               const Precondition<Product>& fits = {}) const;
    /// FAILED_PRECONDITION method-in-use while it has products.
    [[nodiscard]] Result<CatalogueOutcome> RemoveMethod(const Actor& actor, const std::string& id, Deadline deadline,
                                                        const Precondition<Method>& fits = {}) const;
    /// FAILED_PRECONDITION product-in-use while there are licences of it, ended ones too.
    [[nodiscard]] Result<CatalogueOutcome> RemoveProduct(const Actor& actor, const std::string& id, Deadline deadline,
                                                         const Precondition<Product>& fits = {}) const;

    /// NOT_FOUND method-unknown.
    [[nodiscard]] Result<Method> GetMethod(const Actor& actor, const std::string& id, Deadline deadline) const;
    /// NOT_FOUND product-unknown.
    [[nodiscard]] Result<Product> GetProduct(const Actor& actor, const std::string& id, Deadline deadline) const;
    [[nodiscard]] Result<CataloguePage<Method>> Methods(const Actor& actor, const std::string& after,
                                                        std::int64_t limit, Deadline deadline) const;
    [[nodiscard]] Result<CataloguePage<Product>> Products(const Actor& actor, const ProductFilter& filter,
                                                          const std::string& after, std::int64_t limit,
                                                          Deadline deadline) const;

  private:
    LicenceStore& store_;
    const Clock& clock_;
};

}  // namespace suite::licence
