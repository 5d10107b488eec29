#include "services/licence/app/put_order.hpp"

#include "core/reasons.hpp"

namespace suite::licence {

Result<OrderReceipt> PutOrder::operator()(const Actor& actor, const SchoolKey& school, Licence licence,
                                          Deadline deadline) const {
    if (actor.role != Role::kMachine || !actor.Has("orders:write")) {
        return Fail(Code::kPermissionDenied, reason::kForbidden, "needs scope orders:write");
    }
    if (auto wrong = Validate(licence); !wrong.empty()) {
        return Fail({.code = Code::kInvalidArgument,
                     .reason = std::string(reason::kInvalidRequest),
                     .message = "fields of the order line are wrong",
                     .fields = std::move(wrong)});
    }
    const LicenceId fresh = ids_.New<LicenceId>();
    OrderReceipt receipt;
    SUITE_RETURN_IF_ERROR(store_.Write(deadline, [&](LicenceTx& tx) -> Status {
        SUITE_ASSIGN(const auto id, tx.Roster().FindSchool(school));
        if (!id) return Fail(Code::kNotFound, reason::kSchoolUnknown, "no such school in the roster");
        SUITE_RETURN_IF_ERROR(tx.Lock(*id));
        SUITE_ASSIGN(const auto known, tx.Licences().FindOrder(licence.order_line_id));
        if (known && known->school != *id) {
            return Fail(Code::kFailedPrecondition, reason::kOrderOtherSchool,
                        "the order line belongs to another school");
        }
        licence.id = known ? known->licence.id : fresh;
        if (known) licence.ends_on = known->licence.ends_on;  // not the order line's to say
        receipt = {.outcome = OrderOutcome::kUnchanged, .school = *id, .licence = licence.id};
        if (known && known->licence == licence) return {};
        receipt.outcome = known ? OrderOutcome::kChanged : OrderOutcome::kCreated;
        SUITE_RETURN_IF_ERROR(tx.Licences().Save(*id, licence));
        const Instant now = clock_.Now();
        if (known && known->licence.product_id != licence.product_id) {
            SUITE_RETURN_IF_ERROR(tx.MappingChanged(*id, known->licence.product_id, now));
        }
        SUITE_RETURN_IF_ERROR(tx.MappingChanged(*id, licence.product_id, now));
        return tx.Matches().Ask(*id, now);
    }));
    return receipt;
}

}  // namespace suite::licence
