#include "services/licence/adapters/proto_map_catalogue.hpp"

#include "core/reasons.hpp"
#include "core/text.hpp"
#include "roster/roster.hpp"

namespace suite::licence {
namespace {

std::unexpected<Error> Wrong(const char* pointer, const char* message) {
    return Fail({.code = Code::kInvalidArgument,
                 .reason = std::string(reason::kInvalidRequest),
                 .message = "fields are wrong",
                 .fields = {{pointer, message}}});
}

v1::CatalogueOutcome ToWire(CatalogueOutcome outcome) {
    switch (outcome) {
        case CatalogueOutcome::kCreated:
            return v1::CATALOGUE_OUTCOME_CREATED;
        case CatalogueOutcome::kChanged:
            return v1::CATALOGUE_OUTCOME_CHANGED;
        case CatalogueOutcome::kUnchanged:
            return v1::CATALOGUE_OUTCOME_UNCHANGED;
        case CatalogueOutcome::kRemoved:
            return v1::CATALOGUE_OUTCOME_REMOVED;
    }
    return v1::CATALOGUE_OUTCOME_UNSPECIFIED;
}

Tags ReadTags(const v1::Tags& tags) {
    return {.teacher_application = tags.leerkracht_applicatie(), .test_application = tags.toets_applicatie()};
}

void Write(const Tags& tags, v1::Tags& out) {
    out.set_leerkracht_applicatie(tags.teacher_application);
    out.set_toets_applicatie(tags.test_application);
}

/// What the whole method and a line of the list have in common.
template <class Message>
void WriteShared(const Method& method, Message& out) {
    out.set_id(method.id);
    out.set_name(method.name);
    out.set_subject(method.subject);
    if (method.url) out.set_url(*method.url);
    out.set_excluded_from_overview(method.excluded_from_overview);
    Write(method.tags, *out.mutable_tags());
}

}  // namespace

Method ReadMethod(const v1::PutMethodRequest& request) {
    Method method{.id = request.method_id(),
                  .name = Collapse(request.name()),
                  .subject = Collapse(request.subject()),
                  .excluded_from_overview = request.excluded_from_overview(),
                  .tags = ReadTags(request.tags())};
    if (request.has_url()) method.url = request.url();
    if (request.has_icon()) method.icon = request.icon();
    return method;
}

Result<Product> ReadProduct(const v1::PutProductRequest& request) {
    Product product{.id = request.product_id(),
                    .method_id = request.method_id(),
                    .name = Collapse(request.name()),
                    .year_groups = {request.year_groups().begin(), request.year_groups().end()},
                    .url = request.url(),
                    .tags = ReadTags(request.tags())};
    for (const auto kind : request.kinds()) {
        bool& offered = kind == v1::LICENCE_KIND_PUPIL ? product.for_pupils : product.for_groups;
        if (offered) return Wrong("/kinds", "must not name a kind twice");
        offered = true;
    }
    return product;
}

Result<ProductFilter> ReadFilter(const v1::ListProductsRequest& request) {
    if (!request.year_group().empty() && !roster::IsYearGroup(request.year_group()))
        return Wrong("yearGroup", "is not a year group");
    ProductFilter filter{.method_id = request.method_id(), .year_group = request.year_group()};
    if (request.kind() != v1::LICENCE_KIND_UNSPECIFIED)
        filter.kind = request.kind() == v1::LICENCE_KIND_PUPIL ? LicenceKind::kPupil : LicenceKind::kGroup;
    return filter;
}

void Write(const Method& method, v1::Method& out) {
    WriteShared(method, out);
    if (method.icon) out.set_icon(*method.icon);
}

void Write(const Method& method, v1::MethodItem& out) {
    WriteShared(method, out);
    out.set_has_icon(method.icon.has_value());
}

void Write(const Product& product, v1::Product& out) {
    out.set_id(product.id);
    out.set_method_id(product.method_id);
    out.set_name(product.name);
    for (const auto& code : product.year_groups) out.add_year_groups(code);
    if (product.for_groups) out.add_kinds(v1::LICENCE_KIND_GROUP);
    if (product.for_pupils) out.add_kinds(v1::LICENCE_KIND_PUPIL);
    out.set_url(product.url);
    Write(product.tags, *out.mutable_tags());
}

void Write(const std::string& id, CatalogueOutcome outcome, v1::CatalogueReceipt& out) {
    out.set_id(id);
    out.set_outcome(ToWire(outcome));
}

}  // namespace suite::licence
