#include "services/licence/adapters/proto_map.hpp"

#include <algorithm>
#include <array>

#include "core/reasons.hpp"
#include "core/text.hpp"
#include "roster/roster.hpp"
#include "services/licence/adapters/link_proto_map.hpp"

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

struct StateName {
    std::string_view name;
    LicenceState state;
};
constexpr std::array kStates{
    StateName{"coming", LicenceState::kComing},       StateName{"active", LicenceState::kActive},
    StateName{"ending", LicenceState::kEnding},       StateName{"expired", LicenceState::kExpired},
    StateName{"cancelled", LicenceState::kCancelled},
};

LicenceKind FromWire(v1::LicenceKind kind) {
    return kind == v1::LICENCE_KIND_PUPIL ? LicenceKind::kPupil : LicenceKind::kGroup;
}

std::int32_t Count(std::int64_t number) { return static_cast<std::int32_t>(number); }

}  // namespace

Result<SchoolKey> ReadSchoolKey(const v1::PutOrderRequest& request) {
    const int ways = (request.school_id().empty() ? 0 : 1) + (request.has_basispoort_school_id() ? 1 : 0) +
                     (request.brin().empty() && request.location().empty() ? 0 : 1);
    if (ways != 1)
        return Wrong({{"/schoolId", "needs exactly one of schoolId, basispoortSchoolId, brin with location"}});
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
    if (request.kind() == v1::LICENCE_KIND_UNSPECIFIED) wrong.push_back({"/kind", "must be one of group, pupil"});
    if (!wrong.empty()) return Wrong(std::move(wrong));
    Licence licence{.order_line_id = request.order_line_id(),
                    .contract_number = request.contract_number(),
                    .title = Collapse(request.title()),
                    .method_id = request.method_id(),
                    .product_id = request.product_id(),
                    .kind = FromWire(request.kind()),
                    .start = *start,
                    .end = *end,
                    .year_groups = {request.year_groups().begin(), request.year_groups().end()},
                    .cancelled = request.cancelled(),
                    .renews = request.renews()};
    if (request.has_seats()) licence.seats = request.seats();
    return licence;
}

Result<ListFilter> ReadFilter(const v1::ListLicencesRequest& request) {
    if (!request.year_group().empty() && !roster::IsYearGroup(request.year_group()))
        return Wrong({{"yearGroup", "is not a year group"}});
    ListFilter filter{.q = request.q(),
                      .method_id = request.method_id(),
                      .year_group = request.year_group(),
                      .excluded = request.excluded()};
    if (request.kind() != v1::LICENCE_KIND_UNSPECIFIED) filter.kind = FromWire(request.kind());
    if (request.state().empty()) return filter;
    for (const auto name : Split(request.state(), ',')) {
        const auto state = std::ranges::find(kStates, name, &StateName::name);
        if (state == kStates.end())
            return Wrong(
                {{"state", "must be one of coming, active, ending, expired, cancelled, or some with commas between"}});
        filter.states.insert(state->state);
    }
    return filter;
}

ListOrder ReadOrder(const v1::ListLicencesRequest& request) {
    const bool descending = request.order() == v1::SORT_ORDER_DESC;
    switch (request.sort()) {
        case v1::LICENCE_SORT_START_DATE:
            return {.by = SortBy::kStartDate, .descending = descending};
        case v1::LICENCE_SORT_END_DATE:
            return {.by = SortBy::kEndDate, .descending = descending};
        case v1::LICENCE_SORT_CONTRACT_NUMBER:
            return {.by = SortBy::kContractNumber, .descending = descending};
        case v1::LICENCE_SORT_GROUP_COUNT:
            return {.by = SortBy::kGroupCount, .descending = descending};
        default:  // the generated enum has values of its own for what is not known
            return {.by = SortBy::kTitle, .descending = descending};
    }
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
    out.set_method_id(overview.method_id);
    out.set_product_id(licence.product_id);
    out.set_kind(licence.kind == LicenceKind::kPupil ? v1::LICENCE_KIND_PUPIL : v1::LICENCE_KIND_GROUP);
    out.set_state(ToWire(StateOn(licence, today)));
    out.set_start_date(licence.start.ToString());
    out.set_end_date(LastDay(licence, today).ToString());
    for (const auto& code : overview.year_groups) out.add_year_groups(code);
    if (!overview.method_name.empty()) out.set_method_name(overview.method_name);
    if (!overview.subject.empty()) out.set_subject(overview.subject);
    out.set_renews(licence.renews && !licence.ends_on);
    if (licence.terminated_at) out.set_terminated_at(FormatInstant(*licence.terminated_at));
    if (licence.ends_on) out.set_ends_on(licence.ends_on->ToString());
    if (licence.kind == LicenceKind::kPupil) {
        out.set_seats(Count(licence.seats.value_or(0)));
        out.set_seats_used(Count(overview.seats_used));
        out.set_seats_free(Count(overview.SeatsFree()));
        out.set_waiting(Count(overview.waiting));
    }
    if (overview.excluded) out.set_notice(std::string(kManagedElsewhere));
    out.set_group_count(Count(std::ssize(overview.groups)));
    out.set_pupil_count(Count(overview.pupil_count));
    for (const auto& group : overview.groups) {
        auto& to = *out.add_groups();
        to.set_id(group.id.ToString());
        to.set_name(group.name);
        to.set_year_group(group.year_group);
        to.set_linked_at(FormatInstant(group.origin.at));
        to.set_composed(group.composed);
        to.set_how(ToWire(group.origin.how));
        Write(group.origin, *to.mutable_linked_by());
    }
}

}  // namespace suite::licence
