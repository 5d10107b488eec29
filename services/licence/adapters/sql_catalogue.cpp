#include "core/text.hpp"
#include "services/licence/adapters/queries_catalogue.hpp"
#include "services/licence/adapters/sql_parts.hpp"
#include "services/licence/adapters/sql_users.hpp"

namespace suite::licence {
namespace {

using sql::Value;

const sql::Table kMethodTable{"method",
                              {{"method_id", false},
                               {"name", false},
                               {"subject", false},
                               {"url", false},
                               {"icon", false},
                               {"excluded"},
                               {"teacher_app"},
                               {"test_app"}},
                              1};
const sql::Table kProductTable{"product",
                               {{"product_id", false},
                                {"method_id", false},
                                {"name", false},
                                {"year_groups", false},
                                {"for_groups"},
                                {"for_pupils"},
                                {"url", false},
                                {"teacher_app"},
                                {"test_app"}},
                               1};

/// No school has this id: the catalogue's writers wait for each other on it.
constexpr std::int64_t kNoSchool = 0;

/// Basispoort shows what is in the catalogue (LIC-09): due at once.
Status TellBasispoort(sql::Session& session) { return SqlUsers(session).TellCatalogue(Instant{}); }

Value Flag(bool flag) { return std::int64_t{flag ? 1 : 0}; }

Method ReadMethod(const sql::Row& row) {
    return {.id = row.Text(0),
            .name = row.Text(1),
            .subject = row.Text(2),
            .url = row.OptText(3),
            .icon = row.OptText(4),
            .excluded_from_overview = row.Bool(5),
            .tags = {.teacher_application = row.Bool(6), .test_application = row.Bool(7)}};
}

Product ReadProduct(const sql::Row& row) {
    return {.id = row.Text(0),
            .method_id = row.Text(1),
            .name = row.Text(2),
            .year_groups = StoredCodes(row.Text(3)),
            .for_groups = row.Bool(4),
            .for_pupils = row.Bool(5),
            .url = row.Text(6),
            .tags = {.teacher_application = row.Bool(7), .test_application = row.Bool(8)}};
}

std::string KindText(const std::optional<LicenceKind>& kind) {
    if (!kind) return "";
    return *kind == LicenceKind::kPupil ? "pupil" : "group";
}

}  // namespace

std::string StoreCodes(const std::vector<std::string>& codes) {
    std::string text;
    for (const auto& code : codes) text += (text.empty() ? "" : " ") + code;
    return text;
}

std::vector<std::string> StoredCodes(const std::string& text) {
    std::vector<std::string> codes;
    for (const auto code : Split(text, ' ')) {
        if (!code.empty()) codes.emplace_back(code);
    }
    return codes;
}

Status SqlCatalogue::Lock() { return session_.LockSchool(kNoSchool); }

Result<std::optional<Method>> SqlCatalogue::FindMethod(const std::string& id) {
    SUITE_ASSIGN(const auto row, session_.QueryOptional(query::kMethod, {Value{id}}));
    return row ? std::optional(ReadMethod(*row)) : std::nullopt;
}

Result<std::optional<Product>> SqlCatalogue::FindProduct(const std::string& id) {
    SUITE_ASSIGN(const auto row, session_.QueryOptional(query::kProduct, {Value{id}}));
    return row ? std::optional(ReadProduct(*row)) : std::nullopt;
}

Status SqlCatalogue::Save(const Method& method) {
    SUITE_RETURN_IF_ERROR(TellBasispoort(session_));
    return session_.Upsert(kMethodTable, {{method.id, method.name, method.subject, sql::Nullable(method.url),
                                           sql::Nullable(method.icon), Flag(method.excluded_from_overview),
                                           Flag(method.tags.teacher_application), Flag(method.tags.test_application)}});
}

Status SqlCatalogue::Save(const Product& product) {
    SUITE_RETURN_IF_ERROR(TellBasispoort(session_));
    return session_.Upsert(kProductTable,
                           {{product.id, product.method_id, product.name, StoreCodes(product.year_groups),
                             Flag(product.for_groups), Flag(product.for_pupils), product.url,
                             Flag(product.tags.teacher_application), Flag(product.tags.test_application)}});
}

Result<bool> SqlCatalogue::RemoveMethod(const std::string& id) {
    SUITE_RETURN_IF_ERROR(TellBasispoort(session_));
    SUITE_ASSIGN(const auto removed, session_.Execute(query::kRemoveMethod, {Value{id}}));
    return removed > 0;
}

Result<bool> SqlCatalogue::RemoveProduct(const std::string& id) {
    SUITE_RETURN_IF_ERROR(TellBasispoort(session_));
    SUITE_ASSIGN(const auto removed, session_.Execute(query::kRemoveProduct, {Value{id}}));
    return removed > 0;
}

Result<std::vector<Method>> SqlCatalogue::Methods(const std::string& after, std::int64_t limit) {
    SUITE_ASSIGN(const auto rows, session_.Query(query::kMethods, {Value{after}, Value{limit}}));
    std::vector<Method> methods;
    for (const auto& row : rows) methods.push_back(ReadMethod(row));
    return methods;
}

Result<std::vector<Product>> SqlCatalogue::Products(const ProductFilter& filter, const std::string& after,
                                                    std::int64_t limit) {
    SUITE_ASSIGN(const auto rows,
                 session_.Query(query::kProducts, {Value{after}, Value{filter.method_id}, Value{filter.year_group},
                                                   Value{KindText(filter.kind)}, Value{limit}}));
    std::vector<Product> products;
    for (const auto& row : rows) products.push_back(ReadProduct(row));
    return products;
}

Result<bool> SqlCatalogue::HasLicences(const std::string& product_id) {
    SUITE_ASSIGN(const auto row, session_.QueryOptional(query::kAnyLicence, {Value{product_id}}));
    return row.has_value();
}

Result<bool> SqlCatalogue::HasProducts(const std::string& method_id) {
    SUITE_ASSIGN(const auto row, session_.QueryOptional(query::kAnyProduct, {Value{method_id}}));
    return row.has_value();
}

}  // namespace suite::licence
