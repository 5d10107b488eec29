#include "services/licence/app/manage_catalogue.hpp"

#include "core/operations.hpp"
#include "core/reasons.hpp"
#include "services/licence/domain/access.hpp"

namespace suite::licence {
namespace {

std::unexpected<Error> NoSuchMethod() { return Fail(Code::kNotFound, reason::kMethodUnknown, "no such method"); }
std::unexpected<Error> NoSuchProduct() { return Fail(Code::kNotFound, reason::kProductUnknown, "no such product"); }

template <class Item>
Status Check(const Actor& actor, const Item& item) {
    SUITE_RETURN_IF_ERROR(MayWriteCatalogue(actor));
    auto wrong = Validate(item);
    if (wrong.empty()) return {};
    return Fail({.code = Code::kInvalidArgument,
                 .reason = std::string(reason::kInvalidRequest),
                 .message = "fields are wrong",
                 .fields = std::move(wrong)});
}

template <class Item>
Status Fits(const Precondition<Item>& fits, const std::optional<Item>& known) {
    if (!fits || fits(known)) return {};
    return Fail(Code::kFailedPrecondition, reason::kPreconditionFailed, "what is held is another version");
}

/// The catalogue is the publisher's: no school's log tells of it.
AuditNote NoteOf(const Actor& actor, std::string_view operation, std::string_view object, const std::string& id,
                 Instant at) {
    return {.at = at, .actor = actor, .operation = operation, .object = object, .object_id = id};
}
AuditNote Changed(const Actor& actor, const Method& method, Instant at) {
    return NoteOf(actor, operation::kMethodChanged, "method", method.id, at);
}
AuditNote Changed(const Actor& actor, const Product& product, Instant at) {
    return NoteOf(actor, operation::kProductChanged, "product", product.id, at);
}

/// Writes when there is something new.
template <class Item>
Result<CatalogueOutcome> Save(LicenceTx& tx, const Actor& actor, const std::optional<Item>& known, const Item& item,
                              Instant at) {
    if (known == item) return CatalogueOutcome::kUnchanged;
    SUITE_RETURN_IF_ERROR(tx.Catalogue().Save(item));
    SUITE_RETURN_IF_ERROR(tx.Audit().Note(Changed(actor, item, at)));
    return known ? CatalogueOutcome::kChanged : CatalogueOutcome::kCreated;
}

template <class Item>
CataloguePage<Item> Cut(std::vector<Item> items, std::int64_t limit) {
    CataloguePage<Item> page{.items = std::move(items)};
    if (std::ssize(page.items) <= limit) return page;
    page.items.pop_back();
    page.next = page.items.back().id;
    return page;
}

}  // namespace

Result<CatalogueOutcome> ManageCatalogue::Put(const Actor& actor, const Method& method, Deadline deadline,
                                              const Precondition<Method>& fits) const {
    SUITE_RETURN_IF_ERROR(Check(actor, method));
    auto outcome = CatalogueOutcome::kUnchanged;
    SUITE_RETURN_IF_ERROR(store_.Write(SchoolScope::All(), deadline, [&](LicenceTx& tx) -> Status {
        auto& catalogue = tx.Catalogue();
        SUITE_RETURN_IF_ERROR(catalogue.Lock());
        SUITE_ASSIGN(const auto known, catalogue.FindMethod(method.id));
        SUITE_RETURN_IF_ERROR(Fits(fits, known));
        SUITE_ASSIGN(outcome, Save(tx, actor, known, method, clock_.Now()));
        return {};
    }));
    return outcome;
}

Result<CatalogueOutcome> ManageCatalogue::Put(const Actor& actor, const Product& product, Deadline deadline,
                                              const Precondition<Product>& fits) const {
    SUITE_RETURN_IF_ERROR(Check(actor, product));
    auto outcome = CatalogueOutcome::kUnchanged;
    SUITE_RETURN_IF_ERROR(store_.Write(SchoolScope::All(), deadline, [&](LicenceTx& tx) -> Status {
        auto& catalogue = tx.Catalogue();
        SUITE_RETURN_IF_ERROR(catalogue.Lock());
        SUITE_ASSIGN(const auto method, catalogue.FindMethod(product.method_id));
        if (!method) return NoSuchMethod();
        SUITE_ASSIGN(const auto known, catalogue.FindProduct(product.id));
        SUITE_RETURN_IF_ERROR(Fits(fits, known));
        SUITE_ASSIGN(outcome, Save(tx, actor, known, product, clock_.Now()));
        return {};
    }));
    return outcome;
}

Result<CatalogueOutcome> ManageCatalogue::RemoveMethod(const Actor& actor, const std::string& id, Deadline deadline,
                                                       const Precondition<Method>& fits) const {
    SUITE_RETURN_IF_ERROR(MayWriteCatalogue(actor));
    bool removed = false;
    SUITE_RETURN_IF_ERROR(store_.Write(SchoolScope::All(), deadline, [&](LicenceTx& tx) -> Status {
        auto& catalogue = tx.Catalogue();
        SUITE_RETURN_IF_ERROR(catalogue.Lock());
        SUITE_ASSIGN(const auto known, catalogue.FindMethod(id));
        SUITE_RETURN_IF_ERROR(Fits(fits, known));
        SUITE_ASSIGN(const bool used, catalogue.HasProducts(id));
        if (used) return Fail(Code::kFailedPrecondition, reason::kMethodInUse, "the method has products");
        SUITE_ASSIGN(removed, catalogue.RemoveMethod(id));
        if (!removed) return {};
        return tx.Audit().Note(NoteOf(actor, operation::kMethodRemoved, "method", id, clock_.Now()));
    }));
    return removed ? CatalogueOutcome::kRemoved : CatalogueOutcome::kUnchanged;
}

Result<CatalogueOutcome> ManageCatalogue::RemoveProduct(const Actor& actor, const std::string& id, Deadline deadline,
                                                        const Precondition<Product>& fits) const {
    SUITE_RETURN_IF_ERROR(MayWriteCatalogue(actor));
    bool removed = false;
    SUITE_RETURN_IF_ERROR(store_.Write(SchoolScope::All(), deadline, [&](LicenceTx& tx) -> Status {
        auto& catalogue = tx.Catalogue();
        SUITE_RETURN_IF_ERROR(catalogue.Lock());
        SUITE_ASSIGN(const auto known, catalogue.FindProduct(id));
        SUITE_RETURN_IF_ERROR(Fits(fits, known));
        // An order may come in just now: it then is one of a product that the catalogue does not know, as orders may
        // be.
        SUITE_ASSIGN(const bool used, catalogue.HasLicences(id));
        if (used) return Fail(Code::kFailedPrecondition, reason::kProductInUse, "there are licences of the product");
        SUITE_ASSIGN(removed, catalogue.RemoveProduct(id));
        if (!removed) return {};
        return tx.Audit().Note(NoteOf(actor, operation::kProductRemoved, "product", id, clock_.Now()));
    }));
    return removed ? CatalogueOutcome::kRemoved : CatalogueOutcome::kUnchanged;
}

Result<Method> ManageCatalogue::GetMethod(const Actor& actor, const std::string& id, Deadline deadline) const {
    SUITE_RETURN_IF_ERROR(MaySeeCatalogue(actor));
    Method method;
    SUITE_RETURN_IF_ERROR(store_.Read(SchoolScope::None(), deadline, [&](LicenceTx& tx) -> Status {
        SUITE_ASSIGN(auto found, tx.Catalogue().FindMethod(id));
        if (!found) return NoSuchMethod();
        method = std::move(*found);
        return {};
    }));
    return method;
}

Result<Product> ManageCatalogue::GetProduct(const Actor& actor, const std::string& id, Deadline deadline) const {
    SUITE_RETURN_IF_ERROR(MaySeeCatalogue(actor));
    Product product;
    SUITE_RETURN_IF_ERROR(store_.Read(SchoolScope::None(), deadline, [&](LicenceTx& tx) -> Status {
        SUITE_ASSIGN(auto found, tx.Catalogue().FindProduct(id));
        if (!found) return NoSuchProduct();
        product = std::move(*found);
        return {};
    }));
    return product;
}

Result<CataloguePage<Method>> ManageCatalogue::Methods(const Actor& actor, const std::string& after, std::int64_t limit,
                                                       Deadline deadline) const {
    SUITE_RETURN_IF_ERROR(MaySeeCatalogue(actor));
    std::vector<Method> items;
    SUITE_RETURN_IF_ERROR(store_.Read(SchoolScope::None(), deadline, [&](LicenceTx& tx) -> Status {
        SUITE_ASSIGN(items, tx.Catalogue().Methods(after, limit + 1));
        return {};
    }));
    return Cut(std::move(items), limit);
}

Result<CataloguePage<Product>> ManageCatalogue::Products(const Actor& actor, const ProductFilter& filter,
                                                         const std::string& after, std::int64_t limit,
                                                         Deadline deadline) const {
    SUITE_RETURN_IF_ERROR(MaySeeCatalogue(actor));
    std::vector<Product> items;
    SUITE_RETURN_IF_ERROR(store_.Read(SchoolScope::None(), deadline, [&](LicenceTx& tx) -> Status {
        SUITE_ASSIGN(items, tx.Catalogue().Products(filter, after, limit + 1));
        return {};
    }));
    return Cut(std::move(items), limit);
}

}  // namespace suite::licence
