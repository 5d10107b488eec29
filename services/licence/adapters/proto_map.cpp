#include "services/licence/adapters/proto_map.hpp"

#include "core/reasons.hpp"
#include "core/text.hpp"

namespace suite::licence {
namespace {

std::unexpected<Error> Wrong(std::vector<FieldViolation> fields) {
    return Fail({.code = Code::kInvalidArgument,
                 .reason = std::string(reason::kInvalidRequest),
                 .message = "fields are wrong",
                 .fields = std::move(fields)});
}

v1::LicenceState ToWire(LicenceState state) {
    switch (state) {
        case LicenceState::kComing:
            return v1::LICENCE_STATE_COMING;
        case LicenceState::kActive:
            return v1::LICENCE_STATE_ACTIVE;
        case LicenceState::kEnding:
            return v1::LICENCE_STATE_ENDING;
        case LicenceState::kExpired:
            return v1::LICENCE_STATE_EXPIRED;
        case LicenceState::kCancelled:
            return v1::LICENCE_STATE_CANCELLED;
    }
    return v1::LICENCE_STATE_UNSPECIFIED;
}

v1::OrderOutcome ToWire(OrderOutcome outcome) {
    switch (outcome) {
        case OrderOutcome::kCreated:
            return v1::ORDER_OUTCOME_CREATED;
        case OrderOutcome::kChanged:
            return v1::ORDER_OUTCOME_CHANGED;
        case OrderOutcome::kUnchanged:
            return v1::ORDER_OUTCOME_UNCHANGED;
    }
    return v1::ORDER_OUTCOME_UNSPECIFIED;
}

}  // namespace

Result<SchoolKey> ReadSchoolKey(const v1::PutOrderRequest& request) {
    const int ways = (request.school_id().empty() ? 0 : 1) + (request.has_basispoort_school_id() ? 1 : 0) +
                     (request.brin().empty() && request.location().empty() ? 0 : 1);
    if (ways != 1)
        return Wrong(
            {{"/schoolId", "name the school by exactly one of schoolId, basispoortSchoolId, brin with location"}});
    if (request.has_basispoort_school_id()) return SchoolKey{std::int64_t{request.basispoort_school_id()}};
    if (!request.brin().empty())
        return SchoolKey{BrinLocation{request.brin(), request.location().empty() ? "00" : request.location()}};
    if (request.school_id().empty()) return Wrong({{"/brin", "is missing beside location"}});
    const auto id = SchoolId::Parse(request.school_id());
    if (!id) return Fail(Code::kNotFound, reason::kSchoolUnknown, "no such school in the roster");
    return SchoolKey{*id};
}

Result<Licence> ReadLicence(const v1::PutOrderRequest& request) {
    std::vector<FieldViolation> wrong;
    const auto start = Date::Parse(request.start_date());
    const auto end = Date::Parse(request.end_date());
    if (!start) wrong.push_back({"/startDate", "must be a date YYYY-MM-DD"});
    if (!end) wrong.push_back({"/endDate", "must be a date YYYY-MM-DD"});
    if (request.kind() == v1::LICENCE_KIND_UNSPECIFIED) wrong.push_back({"/kind", "must be group or pupil"});
    if (!wrong.empty()) return Wrong(std::move(wrong));
    Licence licence{.order_line_id = request.order_line_id(),
                    .contract_number = request.contract_number(),
                    .title = Collapse(request.title()),
                    .method_id = request.method_id(),
                    .product_id = request.product_id(),
                    .kind = request.kind() == v1::LICENCE_KIND_PUPIL ? LicenceKind::kPupil : LicenceKind::kGroup,
                    .start = *start,
                    .end = *end,
                    .year_groups = {request.year_groups().begin(), request.year_groups().end()},
                    .cancelled = request.cancelled()};
    if (request.has_seats()) licence.seats = request.seats();
    return licence;
}

void Write(const OrderReceipt& receipt, const std::string& order_line_id, v1::Order& out) {
    out.set_order_line_id(order_line_id);
    out.set_outcome(ToWire(receipt.outcome));
    out.set_school_id(receipt.school.ToString());
    out.set_licence_id(receipt.licence.ToString());
}

void Write(const LicenceOverview& overview, Date today, v1::Licence& out) {
    const Licence& licence = overview.licence;
    out.set_id(licence.id.ToString());
    out.set_contract_number(licence.contract_number);
    out.set_title(licence.title);
    out.set_method_id(licence.method_id);
    out.set_product_id(licence.product_id);
    out.set_kind(licence.kind == LicenceKind::kPupil ? v1::LICENCE_KIND_PUPIL : v1::LICENCE_KIND_GROUP);
    out.set_state(ToWire(StateOn(licence, today)));
    out.set_start_date(licence.start.ToString());
    out.set_end_date(licence.end.ToString());
    for (const auto& code : licence.year_groups) out.add_year_groups(code);
    if (licence.seats) out.set_seats(static_cast<std::int32_t>(*licence.seats));
    out.set_group_count(static_cast<std::int32_t>(overview.group_count));
    out.set_pupil_count(static_cast<std::int32_t>(overview.pupil_count));
    for (const auto& group : overview.groups) {
        auto& to = *out.add_groups();
        to.set_id(group.id.ToString());
        to.set_name(group.name);
        to.set_year_group(group.year_group);
        to.set_linked_at(FormatInstant(group.linked_at));
    }
}

}  // namespace suite::licence
